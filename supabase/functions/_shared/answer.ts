import { CORS } from "./cors.ts";
import { joinObjects } from "./join-objects.ts";
import type { Problem } from "./result.ts";

/** The body of an answer. */
export type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;

/** An answer; text is JSON unless headers say otherwise. Nothing of it may be stored on the way unless headers say so. */
export function answer(
  status: number,
  body: Body,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, {
    status,
    headers: {
      ...(typeof body === "string" ? { "content-type": "application/json" } : {}),
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
