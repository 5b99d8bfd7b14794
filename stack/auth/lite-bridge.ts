import { decodeJwt, SignJWT } from "jose";
import type { Claims } from "./access-tokens.ts";

/**
 * Lite issues and accepts HS256 tokens without a key id; clients of the stack see ES256 tokens
 * only. The bridge holds the secret that both ends of the stack share for the way to Lite.
 */
export interface LiteBridge {
  secret: string;
  /** The same identity as a token that Lite accepts. */
  toLite(claims: Claims): Promise<string>;
  /** The session for which Lite issued a token. */
  sessionOf(liteToken: string): { userId: string; sessionId: string };
}

export function createLiteBridge(): LiteBridge {
  const secret = crypto.randomUUID();
  const key = new TextEncoder().encode(secret);
  return {
    secret,
    toLite({ sub, aud, role, email, session_id, iat, exp }) {
      return new SignJWT({ sub, aud, role, email, session_id, iat, exp })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .sign(key);
    },
    sessionOf(liteToken) {
      const { sub, session_id } = decodeJwt(liteToken);
      return { userId: String(sub), sessionId: String(session_id) };
    },
  };
}
