/** A page's body, and headers if it has some of its own. */
export type TestPage = string | { body: string; headers: Record<string, string> };

/** A web site for tests that answers under two hosts of different sites. */
export interface TestSite {
  /** Without a trailing slash. */
  url: string;
  /** The same pages at another site, which a browser shows in another process. */
  otherUrl: string;
  stop(): Promise<void>;
}

/** Serves pages by path; a path that ends in `.js` is a script. */
export function startTestSite(pages: Record<string, TestPage>): TestSite {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    const page = pages[pathname];
    if (page === undefined) return new Response(null, { status: 404 });
    const { body, headers } = typeof page === "string" ? { body: page, headers: {} } : page;
    const isScript = pathname.endsWith(".js");
    return new Response(isScript ? body : `<!doctype html><title>${pathname}</title>${body}`, {
      headers: { "content-type": isScript ? "text/javascript" : "text/html", ...headers },
    });
  });
  const { port } = server.addr;
  return {
    url: `http://127.0.0.1:${port}`,
    otherUrl: `http://localhost:${port}`,
    stop: () => server.shutdown(),
  };
}
