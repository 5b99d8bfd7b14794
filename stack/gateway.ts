import { createAccessTokens } from "./auth/access-tokens.ts";
import { startAuth } from "./auth/server.ts";
import { startDataApi } from "./data-api/server.ts";
import { readCredentials, resolveCaller } from "./gateway/caller.ts";
import { isPreflight, preflightResponse, withCors } from "./gateway/cors.ts";
import { createDashboard } from "./gateway/dashboard.ts";
import { forwardedHeaders } from "./gateway/forwarded-headers.ts";
import { isLoopback, notLoopback, rootPage, unknownPath } from "./gateway/pages.ts";
import type { DevKeys } from "./keys.ts";

/** What the gateway joins on one port. */
export interface GatewayOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Connection string for a database role. */
  databaseUrl(role: string): string;
  keys: DevKeys;
  functions: { fetch(req: Request): Promise<Response> };
  realtime: { handle(req: Request): Response | Promise<Response> };
  /** Receives what went wrong inside, a line at a time. */
  onLog(line: string): void;
}

export interface Gateway {
  port: number;
  /** Stops listening, ends what is under way after two seconds, closes the database connections. */
  stop(): Promise<void>;
}

// As in supabase/config.toml; graphql_public is empty here.
const SCHEMAS = ["public"];
const MAX_ROWS = 1000;
const STOP_GRACE_MS = 2000;

/**
 * Serves the API of the stack. Everyone knows the keys, so that it listens on the loopback
 * interface only, and refuses requests that a browser was led to by a foreign host name.
 *
 * @throws Deno.errors.AddrInUse when the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { databaseUrl, keys, functions, realtime, onLog } = options;
  const tokens = await createAccessTokens(keys);
  await using starting = new AsyncDisposableStack();
  const dataApi = await startDataApi({ databaseUrl, schemas: SCHEMAS, maxRows: MAX_ROWS });
  starting.defer(dataApi.stop);
  const dashboard = createDashboard({ publishableKey: keys.publishable, onLog });

  async function serveData(req: Request, url: URL): Promise<Response> {
    const credentials = readCredentials(req, url, keys);
    if (!credentials.ok) return credentials.response;
    const caller = await resolveCaller(credentials, tokens);
    return caller.ok
      ? dataApi.handle(req, url, forwardedHeaders(req, url), caller)
      : caller.response;
  }

  async function serveAuth(req: Request, url: URL): Promise<Response> {
    if (isKeyless(url.pathname)) return auth.handle(req, null, false);
    const credentials = readCredentials(req, url, keys);
    if (!credentials.ok) return credentials.response;
    return await auth.handle(req, credentials.token, credentials.keyRole === "service_role");
  }

  async function serve(req: Request): Promise<Response> {
    const url = new URL(req.url);
    const { pathname } = url;
    if (!isLoopback(url.hostname)) return notLoopback(url.hostname);
    // Functions answer preflights and set their headers themselves, as on hosted projects.
    if (pathname.startsWith("/functions/v1/")) {
      return functions.fetch(new Request(req, { headers: forwardedHeaders(req, url) }));
    }
    if (pathname === "/realtime/v1/websocket") return realtime.handle(req);
    if (pathname === "/dashboard" || pathname.startsWith("/dashboard/")) {
      return dashboard.handle(req, url);
    }
    if (isPreflight(req)) return preflightResponse(req);
    if (pathname.startsWith("/rest/v1/")) return withCors(await serveData(req, url));
    if (pathname.startsWith("/auth/v1/")) return withCors(await serveAuth(req, url));
    return withCors(pathname === "/" ? rootPage(url.origin) : unknownPath(pathname));
  }

  const abort = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: options.port,
    signal: abort.signal,
    onListen: () => {},
    onError(error) {
      onLog(`gateway | ${error instanceof Error ? error.stack ?? error.message : error}`);
      return Response.json({ message: "The local stack failed, see its log." }, { status: 500 });
    },
  }, serve);
  const { port } = server.addr;
  const apiUrl = `http://127.0.0.1:${port}`;
  const auth = startAuth({
    ...{ apiUrl, keys, tokens, onLog },
    databaseUrl: databaseUrl("supabase_auth_admin"),
  });

  starting.defer(auth.stop);
  starting.defer(async () => {
    const late = setTimeout(() => abort.abort(), STOP_GRACE_MS);
    await server.shutdown();
    clearTimeout(late);
  });
  const started = starting.move();
  return { port, stop: () => started.disposeAsync() };
}

/** Links in mails, and what a client needs before it knows a key, are opened without one. */
function isKeyless(path: string): boolean {
  return path.startsWith("/auth/v1/.well-known/") || path === "/auth/v1/verify" ||
    path === "/auth/v1/callback" || path === "/auth/v1/authorize";
}
