import { type ApiError, apiErrorResponse } from "../data-api/api-error.ts";
import type { ApiRequest } from "../data-api/api-request.ts";
import { exposedSchema } from "../data-api/exposed-schema.ts";
import type { Pool } from "../data-api/open-pool.ts";
import { postgresError } from "../data-api/postgres-error.ts";
import type { Schema } from "../data-api/schema-cache.ts";
import { sessionStatement } from "../data-api/session.ts";
import { accept } from "./accept.ts";
import { bodyArguments, type ReadArguments, textArguments } from "./call-arguments.ts";
import { callStatement } from "./call-statement.ts";
import { chooseRoutine } from "./choose-routine.ts";
import { callResponse } from "./response.ts";
import { isFilter, isReserved, readResultOptions } from "./result-options.ts";
import { type CallResult, runCall } from "./run-call.ts";

/** What calls need besides the request. */
export interface RpcContext {
  pool: Pool;
  schema: Schema;
  schemas: string[];
  maxRows: number;
}

const METHODS = new Set(["GET", "HEAD", "POST"]);

/** Answers `/rest/v1/rpc/<function>` as PostgREST does. */
export async function handleRpc(
  context: RpcContext,
  request: ApiRequest,
  req: Request,
  url: URL,
): Promise<Response> {
  const read = req.method !== "POST";
  if (!METHODS.has(req.method)) {
    return refuse(405, "PGRST101", `Cannot use the ${req.method} method on RPC`);
  }
  const chosen = exposedSchema(req, context.schemas);
  if (!chosen.ok) return apiErrorResponse(chosen.error);
  const given = read ? queryArguments(url.searchParams) : await bodyArguments(req);
  if (!given.ok) return apiErrorResponse(given.error);

  const { routines, roleSettings } = context.schema;
  const name = `${chosen.schema}.${request.path.slice("/rpc/".length)}`;
  const choice = chooseRoutine(name, routines.get(name) ?? [], given.value, [...routines.keys()]);
  if (!choice.ok) return apiErrorResponse(choice.error);
  const { routine } = choice;
  const accepted = accept(req.headers.get("accept"), routine);
  if (!accepted) {
    return refuse(
      406,
      "PGRST107",
      `None of these media types are available: ${req.headers.get("accept")}`,
    );
  }
  const options = readResultOptions(read ? filtersOnly(url.searchParams) : url.searchParams);
  if (!options.ok) return apiErrorResponse(options.error);

  const preferred = /\bcount=(exact|planned|estimated)\b/.exec(req.headers.get("prefer") ?? "");
  // An estimate would save nothing here, so every count is exact.
  const counted = routine.returnsSet ? preferred?.[0] ?? null : null;
  const settings = { ...roleSettings.get(request.role), ...routine.settings };
  const single = accepted.singular && routine.returnsSet;
  const outcome = await runCall(
    context.pool,
    sessionStatement(request, chosen.schema, settings),
    callStatement(routine, given.value, options.value, accepted, context.maxRows, counted !== null),
    read || !routine.volatile,
    single ? hasOneRow : null,
  );
  if (!outcome.ok) return apiErrorResponse(postgresError(outcome.error, request.role === "anon"));
  if (single && !hasOneRow(outcome.result)) return apiErrorResponse(notSingle(outcome.result));
  const { offset } = options.value;
  return callResponse(routine, outcome.result, {
    accepted,
    head: req.method === "HEAD",
    offset,
    counted,
  });
}

/** In a query string arguments are what neither filters nor is PostgREST's own. */
function queryArguments(query: URLSearchParams): ReadArguments {
  const entries = [...query].filter(([name, value]) => !isReserved(name) && !isFilter(value));
  return { ok: true, value: textArguments(entries) };
}

function filtersOnly(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...query].filter(([name, value]) => isReserved(name) || isFilter(value)),
  );
}

function hasOneRow(result: CallResult): boolean {
  return result.rows === "1";
}

function notSingle(result: CallResult): ApiError {
  return {
    status: 406,
    code: "PGRST116",
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${result.rows} rows`,
    hint: null,
  };
}

function refuse(status: number, code: string, message: string): Response {
  return apiErrorResponse({ status, code, message, details: null, hint: null });
}
