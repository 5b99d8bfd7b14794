import type { Pool } from "../data-api/open-pool.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { type IssuedSession, issueSession } from "./issue-session.ts";
import { readUser } from "./read-user.ts";

/** A session that exists in the database. */
export interface StoredSession {
  userId: string;
  sessionId: string;
  refreshToken: string;
}

/** Signs the access token of a stored session; null when its user is gone. */
export type OpenSession = (stored: StoredSession) => Promise<IssuedSession | null>;

/**
 * @param issuer `<API_URL>/auth/v1`.
 */
export function sessionOpener(pool: Pool, tokens: AccessTokens, issuer: string): OpenSession {
  return async ({ userId, sessionId, refreshToken }) => {
    const user = await pool.use((sql) => readUser(sql, userId));
    return user && await issueSession(tokens, issuer, user, sessionId, refreshToken);
  };
}
