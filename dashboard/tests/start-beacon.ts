/** A server that a hostile page reaches out to, and what has reached it. */
export interface Beacon {
  readonly url: string;
  /** Paths that were asked for, since the list was last emptied. */
  readonly hits: string[];
  stop(): Promise<void>;
}

/** Starts one on another port, which makes it another origin; it serves the page itself, too. */
export async function startBeacon(): Promise<Beacon> {
  const page = await Deno.readTextFile(new URL("hostile-page.html", import.meta.url));
  const hits: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request): Response => {
      const { pathname, origin } = new URL(request.url);
      hits.push(pathname);
      const headers = { "content-type": "text/html", "access-control-allow-origin": "*" };
      if (pathname === "/page") return new Response(page.replaceAll("BEACON", origin), { headers });
      const type = pathname.endsWith(".css") ? "text/css" : "text/javascript";
      const body = pathname.endsWith(".js") ? "self.ranFile = true" : "";
      return new Response(body, { headers: { ...headers, "content-type": type } });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  return { url, hits, stop: () => server.shutdown() };
}
