import type postgres from "postgres";
import type { Pool } from "../data-api/open-pool.ts";
import { type DatabaseError, isDatabaseError } from "../data-api/postgres-error.ts";
import type { SessionStatement } from "../data-api/session.ts";
import type { CallStatement } from "./call-statement.ts";

/** The one row that a call statement returns. */
export interface CallResult {
  total: string | null;
  rows: string;
  body: string;
  /** The `response.headers` and `response.status` that the function set, if it did. */
  headers: string | null;
  status: string | null;
}

export type CallOutcome =
  | { ok: true; result: CallResult }
  | { ok: false; error: DatabaseError };

/**
 * Runs a call in its transaction. All four statements are sent at once where the result cannot
 * change what is committed: that saves three round trips, which is most of a short call.
 *
 * @param keep When given, decides from the result whether to commit; else it is committed.
 */
export async function runCall(
  pool: Pool,
  session: SessionStatement,
  call: CallStatement,
  readOnly: boolean,
  keep: ((result: CallResult) => boolean) | null,
): Promise<CallOutcome> {
  try {
    return await pool.use((sql) => transact(sql, session, call, readOnly, keep));
  } catch (error) {
    if (isDatabaseError(error)) return { ok: false, error };
    throw error;
  }
}

async function transact(
  sql: postgres.Sql,
  session: SessionStatement,
  call: CallStatement,
  readOnly: boolean,
  keep: ((result: CallResult) => boolean) | null,
): Promise<CallOutcome> {
  const connection = await sql.reserve();
  // A query of this driver is sent when it is executed or awaited, not when it is made.
  const send = ({ text, parameters }: CallStatement) =>
    connection.unsafe<CallResult[]>(text, parameters, { prepare: true }).execute();
  const say = (verb: string) => connection.unsafe(verb).execute();
  try {
    const began = say(readOnly ? "begin read only" : "begin");
    const prepared = send(session);
    const called = send(call);
    const ended = keep ? null : say("commit");
    const settled = await Promise.allSettled([began, prepared, called, ended]);
    // The first failure is the cause; what follows only says that the transaction is aborted.
    const failed = settled.find((each) => each.status === "rejected");
    const [result] = failed ? [] : await called;
    // The driver must not be asked to end the transaction of a connection that is gone.
    const lost = failed && failed.reason?.name !== "PostgresError";
    if (keep && !lost) await say(result && keep(result) ? "commit" : "rollback");
    if (failed) throw failed.reason;
    if (!result) throw new Error(`No row came back from: ${call.text}`);
    return { ok: true, result };
  } finally {
    connection.release();
  }
}
