/** A page that changes all the time, while it is served. */
export interface Board {
  url: string;
  stop(): Promise<void>;
}

/** Serves the board of orders on a free port of the loopback interface. */
export function serveBoard(): Board {
  const types: Record<string, string> = { html: "text/html", js: "text/javascript" };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const name = pathname === "/" ? "board.html" : pathname === "/board.js" ? "board.js" : null;
      if (name === null) return new Response(null, { status: 404 });
      const body = await Deno.readFile(new URL(`site/${name}`, import.meta.url));
      const type = types[name.split(".")[1] ?? ""] ?? "text/plain";
      return new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });
    },
  );
  return { url: `http://127.0.0.1:${server.addr.port}/`, stop: () => server.shutdown() };
}
