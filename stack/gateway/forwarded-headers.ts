/** The headers of a request, with those that tell the parts behind a gateway its public address. */
export function forwardedHeaders(req: Request, url: URL): Headers {
  const headers = new Headers(req.headers);
  const client = headers.get("x-forwarded-for");
  headers.set("host", url.host);
  headers.set("x-forwarded-host", url.hostname);
  headers.set("x-forwarded-port", url.port || "80");
  headers.set("x-forwarded-proto", "http");
  headers.set("x-forwarded-path", url.pathname);
  headers.set("x-forwarded-for", client ? `${client}, 127.0.0.1` : "127.0.0.1");
  return headers;
}
