import type postgres from "postgres";
import { type AuthUser, USER_JSON } from "./user-json.ts";

/** The user of this id as the Auth server answers it, or null. */
export async function readUser(sql: postgres.Sql, id: string): Promise<AuthUser | null> {
  const rows = await sql.unsafe<{ body: string }[]>(
    `select ${USER_JSON} as body from auth.users as u where u.id::text = $1`,
    [id],
  );
  return rows[0] ? JSON.parse(rows[0].body) : null;
}
