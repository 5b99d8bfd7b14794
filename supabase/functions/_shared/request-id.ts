/**
 * The id that names a request in the answer's `x-request-id`, in errors and in the log: the caller's
 * own if it sent a plain one, else a new UUID.
 */
export function requestIdOf(request: Request): string {
  const sent = request.headers.get("x-request-id") ?? "";
  return /^[\w.:-]{1,128}$/.test(sent) ? sent : crypto.randomUUID();
}
