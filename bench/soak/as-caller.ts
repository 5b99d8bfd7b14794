import type postgres from "postgres";

/** Statements of one request. */
export type Request<T> = (transaction: postgres.TransactionSql) => Promise<T>;

/**
 * Runs statements in a transaction as PostgREST would: role and claims set first.
 *
 * @param userId the signed-in user; null for the service
 */
export async function asCaller<T>(
  sql: postgres.Sql,
  userId: string | null,
  request: Request<T>,
): Promise<T> {
  const role = userId === null ? "service_role" : "authenticated";
  const claims = JSON.stringify({ role, ...(userId === null ? {} : { sub: userId }) });
  const answer = await sql.begin(async (transaction) => {
    await transaction`
      select set_config('role', ${role}, true), set_config('request.jwt.claims', ${claims}, true)`;
    // In an object: a promise would be awaited, a query would be run again.
    return { value: await request(transaction) };
  });
  return answer.value as T;
}
