/**
 * The answer of the runtime itself, when no function could answer.
 *
 * Codes and statuses are those of the hosted edge runtime; the message says more than hosted does,
 * because it is read by the developer. Any origin may read it, or a browser would report a CORS
 * failure instead.
 */
export function functionsFailure(
  status: 404 | 500 | 503,
  code: "NOT_FOUND" | "WORKER_ERROR" | "BOOT_ERROR",
  message: string,
): Response {
  return Response.json({ code, message }, {
    status,
    headers: { "access-control-allow-origin": "*", "cache-control": "no-store" },
  });
}
