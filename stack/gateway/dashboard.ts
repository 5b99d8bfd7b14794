import { extname, join } from "node:path";
import { contentSecurityPolicy } from "../../dashboard/content-security-policy.ts";
import { filesBelow } from "../files-below.ts";
import { buildDashboard } from "./build-dashboard.ts";

/** Serves the dashboard's page and files. */
export interface Dashboard {
  /** Answers a request for a path that begins with `/dashboard`. */
  handle(req: Request, url: URL): Promise<Response>;
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/**
 * The dashboard, built when its page is asked for and not before: a start does not wait for it, and
 * a changed source is there with the next reload.
 */
export function createDashboard(
  { publishableKey, onLog }: { publishableKey: string; onLog(line: string): void },
): Dashboard {
  let dir: string | null = null;

  async function serve(path: string, origin: string): Promise<Response> {
    const isPage = path === "index.html";
    // Files of a page that was loaded a while ago stay those of that page, by their names.
    if (isPage || dir === null) dir = await buildDashboard(publishableKey);
    if (!filesBelow(dir).includes(path)) {
      return Response.json({ message: `The dashboard has no ${path}.` }, { status: 404 });
    }
    const cache = isPage ? "no-store" : "public, max-age=31536000, immutable";
    return new Response(await Deno.readFile(join(dir, path)), {
      headers: {
        "content-type": types[extname(path)] ?? "application/octet-stream",
        "cache-control": cache,
        "content-security-policy": `${contentSecurityPolicy(origin)}; frame-ancestors 'none'`,
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      },
    });
  }

  return {
    async handle(req, { pathname, origin }) {
      if (req.method !== "GET" && req.method !== "HEAD") {
        const message = "The dashboard is read by GET.";
        return Response.json({ message }, { status: 405, headers: { allow: "GET, HEAD" } });
      }
      if (pathname === "/dashboard") {
        return new Response(null, { status: 308, headers: { location: "/dashboard/" } });
      }
      try {
        return await serve(pathname.slice("/dashboard/".length) || "index.html", origin);
      } catch (error) {
        const message = error instanceof Error ? error.message : `${error}`;
        onLog(`dashboard | ${message}`);
        return Response.json({ message }, { status: 500 });
      }
    },
  };
}
