import { CORS } from "./cors.ts";
import { joinObjects } from "./join-objects.ts";
import type { Problem } from "./result.ts";

/** An answer whose body is JSON text already. Nothing of it may be stored on the way. */
export function answer(
  status: number,
  body: string,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...CORS,
      ...headers,
    },
  });
}

/** A refusal in the one form all errors have. */
export function errorAnswer(problem: Problem, requestId: string): Response {
  const { code, message, details = null, fields = "{}" } = problem;
  const body = joinObjects(
    JSON.stringify({ success: false, code, message, details }),
    fields,
    JSON.stringify({ request_id: requestId }),
  );
  const headers: Record<string, string> = { ...problem.headers };
  if (problem.status === 401) headers["www-authenticate"] = "Bearer";
  return answer(problem.status, body, requestId, headers);
}
