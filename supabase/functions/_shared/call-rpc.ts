import type { Caller } from "./credentials.ts";
import { lateReport } from "./late-report.ts";
import { refuse, type Result, succeed } from "./result.ts";
import { type PostgrestError, rpcProblem } from "./rpc-problem.ts";

/** What the SQL function returned. */
export interface RpcAnswer {
  /** The JSON object, as text. */
  readonly text: string;
  /** Headers of PostgREST's answer. */
  readonly headers: Headers;
}

// Above every statement timeout of the API roles: only a connection that hangs gets here.
const PATIENCE_MS = 60_000;

/**
 * Calls one SQL function through PostgREST, as the caller.
 *
 * It asks PostgREST itself instead of building a supabase-js client for each request: the answer can be
 * passed on as text (fast, and numbers keep every digit), and headers of a refusal are not lost.
 *
 * @param url the project's URL
 * @param parameters the function's arguments by name
 * @param signal gives the call up, when nobody waits for it any more
 * @returns the answer; or what the function raised, a late report, `database_unavailable`,
 * `statement_timeout`
 */
export async function callRpc(
  url: string,
  rpc: string,
  parameters: Record<string, unknown>,
  caller: Caller,
  requestId: string,
  signal?: AbortSignal,
): Promise<Result<RpcAnswer>> {
  const headers = new Headers({
    "apikey": caller.apikey,
    "content-type": "application/json",
    "x-request-id": requestId,
  });
  if (caller.token) headers.set("authorization", `Bearer ${caller.token}`);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(`${url}/rest/v1/rpc/${rpc}`, {
      method: "POST",
      headers,
      body: JSON.stringify(parameters),
      signal: signal ? AbortSignal.any([patience, signal]) : patience,
    });
    const text = await response.text();
    if (!response.ok) {
      const body = asObject(text);
      const problem = lateReport(text, body) ?? rpcProblem(response.status, body, response.headers);
      return { ok: false, problem };
    }
    if (text.startsWith("{")) return succeed({ text, headers: response.headers });
    return refuse("internal_error", "The database gave no answer. Report the request id.", {
      log: `${rpc} returned no object (HTTP ${response.status})`,
    });
  } catch (error) {
    return refuse(
      "database_unavailable",
      "The database could not be reached. Try again in a moment; with an idempotency_key, creating can be repeated safely.",
      { headers: { "retry-after": "1" }, log: `${rpc}: ${error}` },
    );
  }
}

function asObject(text: string): PostgrestError & Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
