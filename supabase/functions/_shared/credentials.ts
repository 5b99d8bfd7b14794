import type { AuthError, SupabaseEnv } from "@supabase/server";
import { refuse, type Result, succeed } from "./result.ts";
import { verifyOnce } from "./verify-once.ts";

/** What a request to PostgREST must carry to act as the verified caller. */
export interface Caller {
  readonly apikey: string;
  /** The user's JWT; null for the service. */
  readonly token: string | null;
}

const SIGN_IN =
  "Send a user's access token as Authorization: Bearer <token>, or a secret key as apikey.";
const API_KEY = /^sb_(publishable|secret)_/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Finds out who asks. A valid user JWT makes the caller that user, whatever the apikey; without one, a
 * secret key as apikey makes it the service. Everything is verified here, without asking Auth.
 *
 * @param sessionTokens what body and query string carry as `session_token`
 * @returns the caller; or `conflicting_credentials`, `authentication_required`, `invalid_token`
 */
export async function identify(
  request: Request,
  sessionTokens: readonly unknown[],
  env: SupabaseEnv,
): Promise<Result<Caller>> {
  const apikey = request.headers.get("apikey");
  const authorization = request.headers.get("authorization")?.trim();
  const bearer = /^bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  if (authorization && !bearer) {
    return refuse("invalid_token", `The Authorization header is not a bearer token. ${SIGN_IN}`);
  }
  if (sessionTokens.some((token) => typeof token !== "string")) {
    return refuse("invalid_parameter", "session_token must be text: the user's access token.");
  }
  // supabase-js repeats the key as a token when nobody is signed in.
  const tokens = new Set([bearer, ...sessionTokens].filter((token) => token && token !== apikey));
  const [token = null] = tokens as Set<string>;
  if (tokens.size > 1) {
    return refuse(
      "conflicting_credentials",
      "The request carries different tokens (Authorization header, session_token). Send one.",
    );
  }
  if (token && API_KEY.test(token)) {
    return refuse("invalid_token", `An API key is not a user's access token. ${SIGN_IN}`);
  }

  const { data, error } = await verifyOnce({ token, apikey }, env);
  if (error) return token ? badToken(error) : noCaller(error, apikey);
  if (data.authMode !== "user") return succeed({ apikey: apikey ?? "", token: null });
  if (data.jwtClaims?.role !== "authenticated" || !UUID.test(data.jwtClaims.sub)) {
    return refuse("invalid_token", `The token names no user of this project. ${SIGN_IN}`);
  }
  const publishable = env.publishableKeys.default ?? Object.values(env.publishableKeys)[0];
  return succeed({ apikey: publishable ?? apikey ?? "", token });
}

function noCaller(error: AuthError, apikey: string | null): Result<never> {
  if (!apikey) {
    return refuse("authentication_required", `The request carries no credentials. ${SIGN_IN}`);
  }
  if (error.status >= 500) return misconfigured(error);
  const what = apikey.startsWith("sb_publishable_")
    ? "A publishable key alone names no user."
    : apikey.startsWith("eyJ")
    ? "Legacy JWT keys are not accepted; use the publishable and secret keys of the project."
    : "The apikey is none of this project's secret keys.";
  return refuse("authentication_required", `${what} ${SIGN_IN}`);
}

function badToken(error: AuthError): Result<never> {
  if (error.status >= 500) return misconfigured(error);
  const cause = error.cause as { code?: string; payload?: { exp?: number } } | undefined;
  switch (cause?.code) {
    case "ERR_JWT_EXPIRED": {
      const at = new Date((cause.payload?.exp ?? 0) * 1000).toISOString();
      return refuse(
        "invalid_token",
        `The access token expired at ${at}. Refresh the session and send the new token.`,
      );
    }
    case "ERR_JWS_SIGNATURE_VERIFICATION_FAILED":
    case "ERR_JWKS_NO_MATCHING_KEY":
      return refuse(
        "invalid_token",
        "The access token was not signed by this project. Sign in here and send the new token.",
      );
    default:
      return refuse(
        "invalid_token",
        "The access token is malformed or of a kind this project does not accept (it takes tokens of Supabase Auth signed with an asymmetric key). Sign in and send the new token.",
      );
  }
}

function misconfigured(error: AuthError): Result<never> {
  return refuse("internal_error", "The server cannot verify credentials. Report the request id.", {
    log: `${error.code}: ${error.message} ${error.hint ?? ""}`,
  });
}
