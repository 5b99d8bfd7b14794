import type postgres from "postgres";
import type { StoredSession } from "./sessions.ts";

/** Creates a user without credentials, and a session whose refresh token Lite accepts later. */
export async function signInAnonymously(
  sql: postgres.Sql,
  metadata: Record<string, unknown>,
): Promise<StoredSession> {
  const refreshToken = crypto.randomUUID();
  const [row] = await sql.unsafe<{ user_id: string; session_id: string }[]>(
    `
      with new_user as (
        insert into auth.users (
          id, aud, role, is_anonymous, raw_app_meta_data, raw_user_meta_data, last_sign_in_at
        )
        values (
          gen_random_uuid(), 'authenticated', 'authenticated', true, '{}', $1::text::jsonb, now()
        )
        returning id
      ),
      new_session as (
        insert into auth.sessions (id, user_id, aal)
        select gen_random_uuid(), id, 'aal1' from new_user
        returning id, user_id
      ),
      new_token as (
        insert into auth.refresh_tokens (id, token, user_id, session_id)
        select gen_random_uuid(), $2, user_id, id from new_session
      )
      select user_id, id as session_id from new_session
    `,
    [JSON.stringify(metadata), refreshToken],
  );
  if (!row) throw new Error("The anonymous user was not created.");
  return { userId: row.user_id, sessionId: row.session_id, refreshToken };
}
