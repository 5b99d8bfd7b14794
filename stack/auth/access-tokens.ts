import { errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { DevKeys } from "../keys.ts";

/** The claims of a verified access token. */
export type Claims = JWTPayload & { role?: unknown };

/** A verified token, or why PostgREST would refuse it. */
export type Verification =
  | { ok: true; claims: Claims }
  | { ok: false; code: "PGRST301" | "PGRST303"; message: string; details: string | null };

/** Signs and verifies access tokens with the keys of the stack. */
export interface AccessTokens {
  /** Signs claims as they are; `exp` is the caller's to set. */
  sign(claims: Claims): Promise<string>;
  /** Verifies signature and times. Results are remembered until the token expires. */
  verify(token: string): Promise<Verification>;
}

// A client sends the same token with every request; checking an ECDSA signature costs more than
// the rest of a short request.
const REMEMBERED_TOKENS = 1000;
// What PostgREST grants clocks that disagree.
const CLOCK_SKEW_SECONDS = 30;

/**
 * @param now Unix time in seconds.
 */
export async function createAccessTokens(
  keys: DevKeys,
  now: () => number = () => Math.floor(Date.now() / 1000),
): Promise<AccessTokens> {
  const { kid } = keys.signingKey;
  const privateKey = await importJWK(keys.signingKey, "ES256");
  const publicKeys = new Map(
    await Promise.all(
      keys.jwks.keys.map(async (jwk) => [jwk.kid, await importJWK(jwk, "ES256")] as const),
    ),
  );
  const remembered = new Map<string, Claims>();

  async function check(token: string): Promise<Verification> {
    const parts = token.split(".").length;
    if (parts !== 3) {
      return refused("PGRST301", `Expected 3 parts in JWT; got ${parts}`, null);
    }
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => {
        const key = publicKeys.get(kid ?? "");
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      }, {
        algorithms: ["ES256"],
        currentDate: new Date(now() * 1000),
        clockTolerance: CLOCK_SKEW_SECONDS,
      });
      if (typeof payload.iat === "number" && payload.iat > now() + CLOCK_SKEW_SECONDS) {
        return refused("PGRST303", "JWT issued at future", null);
      }
      return { ok: true, claims: payload };
    } catch (error) {
      return refusal(error);
    }
  }

  return {
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid, typ: "JWT" }).sign(privateKey),
    async verify(token) {
      const known = remembered.get(token);
      if (known && (known.exp === undefined || known.exp > now())) {
        return { ok: true, claims: known };
      }
      const result = await check(token);
      remembered.delete(token);
      if (result.ok) {
        if (remembered.size >= REMEMBERED_TOKENS) remembered.clear();
        remembered.set(token, result.claims);
      }
      return result;
    },
  };
}

function refusal(error: unknown): Verification {
  if (error instanceof errors.JWTExpired) return refused("PGRST303", "JWT expired", null);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === "nbf"
      ? refused("PGRST303", "JWT not yet valid", null)
      : refused("PGRST303", `JWT claim ${error.claim} is not valid`, null);
  }
  return refused(
    "PGRST301",
    "No suitable key or wrong key type",
    "None of the keys was able to decode the JWT",
  );
}

function refused(
  code: "PGRST301" | "PGRST303",
  message: string,
  details: string | null,
): Verification {
  return { ok: false, code, message, details };
}
