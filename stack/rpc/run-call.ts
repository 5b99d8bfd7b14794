import type postgres from "postgres";
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
  | { ok: false; error: unknown };

/**
 * Runs a call in its transaction. All four statements are sent at once where the result cannot
 * change what is committed: that saves three round trips, which is most of a short call.
 *
 * @param keep When given, decides from the result whether to commit; else it is committed.
 */
export async function runCall(
  pool: postgres.Sql,
  session: SessionStatement,
  call: CallStatement,
  readOnly: boolean,
  keep: ((result: CallResult) => boolean) | null,
): Promise<CallOutcome> {
  const connection = await pool.reserve();
  // A query of this driver is sent when it is executed or awaited, not when it is made.
  const send = (text: string, parameters: string[]) =>
    connection.unsafe<CallResult[]>(text, parameters, { prepare: true }).execute();
  const end = (verb: string) => connection.unsafe(verb).execute();
  try {
    const before = [
      end(readOnly ? "begin read only" : "begin"),
      send(session.text, session.parameters),
    ];
    const called = send(call.text, call.parameters);
    const committed = keep ? null : end("commit");
    // The first failure is the cause, what follows only says that the transaction is aborted.
    const settled = await Promise.allSettled([...before, called, ...committed ? [committed] : []]);
    const failed = settled.find((each) => each.status === "rejected");
    const result = failed ? undefined : (await called)[0];
    if (keep) {
      const verb = result && keep(result) ? "commit" : "rollback";
      await end(verb);
    }
    return result
      ? { ok: true, result }
      : { ok: false, error: failed?.reason ?? new Error("The call returned no row.") };
  } catch (error) {
    return { ok: false, error };
  } finally {
    connection.release();
  }
}
