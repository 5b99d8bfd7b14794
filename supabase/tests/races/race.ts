import postgres from "postgres";
import { target, type User } from "../actors.ts";

/** What a call in a transaction gave: the row, or what was raised. */
export type Raised<T> = T | postgres.PostgresError;

/** Two connections and one that watches them. */
export interface Race {
  /** Runs a function inside the first user's open transaction. */
  first<T>(statement: (sql: postgres.TransactionSql) => Promise<T>): Promise<T>;
  /** Starts the second, in a transaction of its own, and returns once it waits for the first. */
  second<T>(
    statement: (sql: postgres.TransactionSql) => Promise<T>,
  ): Promise<{ outcome: Promise<Raised<T>> }>;
  /** Ends the first transaction. */
  end(how: "commit" | "rollback"): Promise<void>;
}

/**
 * Lets two transactions of one user meet, each on a connection of its own, as PostgREST would run
 * them: role and claims are those of the user. The first stays open until `end()`.
 */
export async function withRace(
  user: User,
  run: (race: Race) => Promise<void>,
): Promise<void> {
  await using connections = new AsyncDisposableStack();
  const connect = () => {
    const sql = postgres(target.databaseUrl, { max: 1, prepare: false, onnotice: () => {} });
    connections.defer(() => sql.end({ timeout: 0 }));
    return sql;
  };
  const [one, two, watcher] = [connect(), connect(), connect()];
  const act = async (sql: postgres.TransactionSql) => {
    const claims = JSON.stringify({ sub: user.userId, role: "authenticated", is_anonymous: false });
    await sql`select set_config('request.jwt.claims', ${claims}, true)`;
    await sql`set local role authenticated`;
  };
  const [{ pid } = { pid: 0 }] = await two<{ pid: number }[]>`select pg_backend_pid() as pid`;

  const opened = Promise.withResolvers<postgres.TransactionSql>();
  const ended = Promise.withResolvers<"commit" | "rollback">();
  const whole = one.begin(async (sql) => {
    await act(sql);
    opened.resolve(sql);
    if (await ended.promise === "rollback") throw new RolledBack();
  }).catch((error) => {
    opened.reject(error);
    if (!(error instanceof RolledBack)) throw error;
  });
  const sql = await opened.promise;

  const race: Race = {
    first: (statement) => statement(sql),
    async second(statement) {
      const settled = { yes: false };
      const outcome = two.begin(async (sql) => {
        await act(sql);
        return await statement(sql);
      }).catch((error) => {
        if (error instanceof postgres.PostgresError) return error;
        throw error;
      }).finally(() => settled.yes = true);
      const waits = async () => {
        const [row] = await watcher<{ waits: boolean }[]>`
          select cardinality(pg_blocking_pids(${pid})) > 0 as waits
        `;
        return row?.waits === true;
      };
      while (!settled.yes && !await waits());
      if (settled.yes) throw new Error("The second transaction did not wait for the first.");
      // In an object: a promise would be awaited on the way out.
      return { outcome: outcome as Promise<Raised<Awaited<ReturnType<typeof statement>>>> };
    },
    async end(how) {
      ended.resolve(how);
      await whole;
    },
  };
  try {
    await run(race);
  } finally {
    await race.end("rollback");
  }
}

class RolledBack extends Error {}
