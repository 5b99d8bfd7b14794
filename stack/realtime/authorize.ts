import type postgres from "postgres";

/** The verified claims of a token, or those that an API key stands for. */
export type Claims = Record<string, unknown>;

/** Asks the policies of realtime.messages what a caller may do with a topic. */
export interface Authorizer {
  /** May the caller join, that is receive? */
  canRead(topic: string, claims: Claims): Promise<boolean>;
  /** May the caller's own broadcasts be passed on? */
  canWrite(topic: string, claims: Claims): Promise<boolean>;
}

// A token could name any role, also one that owns the database.
const ROLES = new Set(["anon", "authenticated", "service_role"]);

/**
 * Decides as hosted Realtime does: by trying, in a transaction that is rolled back, whether the
 * caller sees a message of the topic, and whether they can insert one. An error in a policy counts
 * as no, and is told to `onError`.
 *
 * @param sql connections of a role that may set the three API roles and owns realtime.messages
 */
export function createAuthorizer(
  sql: postgres.Sql,
  onError: (message: string) => void,
): Authorizer {
  async function attempt(
    topic: string,
    claims: Claims,
    work: (tx: postgres.TransactionSql) => Promise<boolean>,
  ): Promise<boolean> {
    if (!ROLES.has(String(claims.role))) return false;
    try {
      return await sql.begin(async (tx) => {
        const allowed = await work(tx);
        // Ends the work without a trace; the commit that follows is of an empty transaction.
        await tx`rollback and chain`;
        return allowed;
      });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      const cause = error instanceof Error ? error.message : String(error);
      if (code !== "42501") onError(`realtime could not check the policies of ${topic}: ${cause}`);
      return false;
    }
  }

  const become = (tx: postgres.TransactionSql, topic: string, claims: Claims) =>
    tx`
      select
        set_config('role', ${String(claims.role)}, true),
        set_config('realtime.topic', ${topic}, true),
        set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;

  return {
    canRead: (topic, claims) =>
      attempt(topic, claims, async (tx) => {
        const id = crypto.randomUUID();
        await tx`
          insert into realtime.messages (id, topic, extension)
          values (${id}, ${topic}, 'broadcast')`;
        await become(tx, topic, claims);
        const seen = await tx`
          select from realtime.messages
          where id = ${id} and topic = ${topic} and extension = 'broadcast'`;
        return seen.length === 1;
      }),
    canWrite: (topic, claims) =>
      attempt(topic, claims, async (tx) => {
        await become(tx, topic, claims);
        await tx`insert into realtime.messages (topic, extension) values (${topic}, 'broadcast')`;
        return true;
      }),
  };
}
