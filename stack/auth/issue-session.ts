import type { AccessTokens } from "./access-tokens.ts";
import type { AuthUser } from "./user-json.ts";

/** How long an access token lives, as on hosted projects by default. */
export const ACCESS_TOKEN_SECONDS = 3600;

/** A session as the Auth server answers sign-up, sign-in and refresh. */
export interface IssuedSession {
  access_token: string;
  token_type: "bearer";
  expires_in: number;
  expires_at: number;
  refresh_token: string;
  user: AuthUser;
}

/**
 * Signs the access token of a session with the claims a hosted project puts in it.
 *
 * @param issuer `<API_URL>/auth/v1`.
 */
export async function issueSession(
  tokens: AccessTokens,
  issuer: string,
  user: AuthUser,
  sessionId: string,
  refreshToken: string,
): Promise<IssuedSession> {
  const now = Math.floor(Date.now() / 1000);
  const expires = now + ACCESS_TOKEN_SECONDS;
  const accessToken = await tokens.sign({
    iss: issuer,
    sub: user.id,
    aud: user.aud,
    exp: expires,
    iat: now,
    email: user.email,
    phone: user.phone,
    app_metadata: user.app_metadata,
    user_metadata: user.user_metadata,
    role: user.role,
    aal: "aal1",
    amr: [{ method: user.is_anonymous ? "anonymous" : "password", timestamp: now }],
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  });
  return {
    access_token: accessToken,
    token_type: "bearer",
    expires_in: ACCESS_TOKEN_SECONDS,
    expires_at: expires,
    refresh_token: refreshToken,
    user,
  };
}
