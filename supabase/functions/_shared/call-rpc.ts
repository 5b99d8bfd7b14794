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

/** A call of a SQL function: project, function, arguments by name, who calls. */
type RpcCall = Parameters<typeof openRpc>;

/**
 * Calls one SQL function through PostgREST, as the caller.
 *
 * It asks PostgREST itself instead of building a supabase-js client for each request: the answer can be
 * passed on as text (fast, and numbers keep every digit), and headers of a refusal are not lost.
 *
 * @returns the answer; or what the function raised, a late report, `database_unavailable`,
 * `statement_timeout`
 */
export async function callRpc(
  ...[url, rpc, parameters, caller, requestId, signal]: RpcCall
): Promise<Result<RpcAnswer>> {
  const patience = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])]);
  const opened = await openRpc(url, rpc, parameters, caller, requestId, patience);
  if (!opened.ok) return opened;
  const { headers } = opened.value;
  try {
    const text = await opened.value.text();
    if (text.startsWith("{")) return succeed({ text, headers });
  } catch (error) {
    return unreachable(rpc, error);
  }
  return refuse("internal_error", "The database gave no answer. Report the request id.", {
    log: `${rpc} returned no object (HTTP ${opened.value.status})`,
  });
}

/**
 * The same for an answer that is to be read as it comes.
 *
 * @param url the project's URL
 * @param parameters the function's arguments by name
 * @param signal gives the call up, when nobody waits for it any more
 * @returns the successful answer, unread
 */
export async function openRpc(
  url: string,
  rpc: string,
  parameters: Record<string, unknown>,
  caller: Caller,
  requestId: string,
  signal?: AbortSignal,
): Promise<Result<Response>> {
  const headers = new Headers({
    "apikey": caller.apikey,
    "content-type": "application/json",
    "x-request-id": requestId,
  });
  if (caller.token) headers.set("authorization", `Bearer ${caller.token}`);
  // For the answer to begin: how long it is read depends on whoever reads it.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new Error("no answer began")), PATIENCE_MS);
  try {
    const response = await fetch(`${url}/rest/v1/rpc/${rpc}`, {
      method: "POST",
      headers,
      body: JSON.stringify(parameters),
      signal: AbortSignal.any([patience.signal, ...(signal ? [signal] : [])]),
    });
    if (response.ok) return succeed(response);
    const text = await response.text();
    const body = asObject(text);
    const problem = lateReport(text, body) ?? rpcProblem(response.status, body, response.headers);
    return { ok: false, problem };
  } catch (error) {
    return unreachable(rpc, error);
  } finally {
    clearTimeout(timer);
  }
}

function unreachable(rpc: string, error: unknown): Result<never> {
  return refuse(
    "database_unavailable",
    "The database could not be reached. Try again in a moment; with an idempotency_key, creating can be repeated safely.",
    { headers: { "retry-after": "1" }, log: `${rpc}: ${error}` },
  );
}

function asObject(text: string): PostgrestError & Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
