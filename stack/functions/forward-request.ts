// Carries the `content-encoding` of a function's answer past the `fetch` of this process.
const ENCODING_HEADER = "x-stack-content-encoding";

/**
 * Sends `req` to `url` and returns the answer as it came: bodies are streamed both ways, redirects
 * are not followed, compressed answers stay compressed, and the other side sees the client's abort.
 */
export async function forwardRequest(
  url: string,
  req: Request,
  client: Deno.HttpClient,
): Promise<Response> {
  const headers = new Headers(req.headers);
  headers.delete("connection");
  // Without this line `fetch` asks for a compressed answer on behalf of a client that did not.
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
  const { method, body, signal } = req;
  const res = await fetch(url, { method, headers, body, signal, redirect: "manual", client });
  return moveHeader(res, ENCODING_HEADER, "content-encoding");
}

/** For the sending side: `fetch` would decompress what carries its encoding under the real name. */
export function hideEncoding(res: Response): Response {
  return moveHeader(res, "content-encoding", ENCODING_HEADER);
}

function moveHeader(res: Response, from: string, to: string): Response {
  const value = res.headers.get(from);
  if (value === null) return res;
  const headers = new Headers(res.headers);
  headers.delete(from);
  headers.set(to, value);
  return new Response(res.body, { status: res.status, statusText: res.statusText, headers });
}
