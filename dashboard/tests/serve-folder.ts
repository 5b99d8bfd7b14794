import { extname } from "node:path";

const types: Record<string, string> = { ".html": "text/html", ".css": "text/css" };

/** Serves a folder as plain as a static host can: no headers but the type. */
export function serveFolder(dir: string): { url: string; stop(): Promise<void> } {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const path = pathname === "/" ? "/index.html" : pathname;
    const type = types[extname(path)] ?? "text/javascript";
    try {
      return new Response(await Deno.readFile(dir + path), { headers: { "content-type": type } });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
  return { url: `http://127.0.0.1:${server.addr.port}/`, stop: () => server.shutdown() };
}
