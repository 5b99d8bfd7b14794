import { createAccessTokens } from "./auth/access-tokens.ts";
import { type AuthServer, startAuth } from "./auth/server.ts";
import { openPool } from "./data-api/open-pool.ts";
import { openSchemaCache } from "./data-api/schema-cache.ts";
import { forwardedHeaders } from "./gateway/forwarded-headers.ts";
import { readCredentials, resolveCaller } from "./gateway/caller.ts";
import { isPreflight, preflightResponse, withCors } from "./gateway/cors.ts";
import { rootPage, unknownPath } from "./gateway/root-page.ts";
import type { DevKeys } from "./keys.ts";
import { handleRpc } from "./rpc/handler.ts";
import { startTables } from "./tables/server.ts";

/** What the gateway joins on one port. */
export interface GatewayOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Connection string for a database role. */
  databaseUrl(role: string): string;
  keys: DevKeys;
  functions: { fetch(req: Request): Promise<Response> };
  realtime: { handle(req: Request): Response | Promise<Response> };
  onLog(line: string): void;
}

export interface Gateway {
  port: number;
  /** Stops listening and closes the connections to the database. */
  stop(): Promise<void>;
}

const SCHEMAS = ["public"];
const MAX_ROWS = 1000;

/**
 * Serves the API of the stack. The keys are known to everyone, so that it listens on the loopback
 * interface and answers only requests that came for it.
 *
 * @throws Deno.errors.AddrInUse when the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { databaseUrl, keys, functions, realtime, onLog } = options;
  const tokens = await createAccessTokens(keys);
  const tables = startTables({
    databaseUrl: databaseUrl("lite_server"),
    schemas: SCHEMAS,
    maxRows: MAX_ROWS,
  });
  const pool = openPool(databaseUrl("authenticator"), "postgrest", 10);
  const cache = await openSchemaCache(pool, SCHEMAS, tables.reload);
  const rpc = { pool, cache, schemas: SCHEMAS, maxRows: MAX_ROWS };
  let auth: AuthServer | null = null;

  async function data(req: Request, url: URL): Promise<Response> {
    const credentials = readCredentials(req, keys);
    if (!credentials.ok) return credentials.response;
    const caller = await resolveCaller(credentials.keyRole, credentials.token, tokens);
    if (!caller.ok) return caller.response;
    const request = {
      role: caller.role,
      claims: caller.claims,
      method: req.method,
      path: url.pathname.slice("/rest/v1".length),
      headers: forwardedHeaders(req, url),
    };
    if (request.path.startsWith("/rpc/")) return handleRpc(rpc, request, req);
    const { roleSettings } = await cache.current();
    return tables.handle(request, req, roleSettings.get(request.role) ?? {});
  }

  async function answer(req: Request): Promise<Response> {
    const url = new URL(req.url);
    if (url.pathname.startsWith("/functions/v1/")) {
      return functions.fetch(new Request(req, { headers: forwardedHeaders(req, url) }));
    }
    if (url.pathname === "/realtime/v1/websocket") return realtime.handle(req);
    if (isPreflight(req)) return preflightResponse(req);
    if (url.pathname.startsWith("/rest/v1/")) return withCors(await data(req, url));
    if (url.pathname.startsWith("/auth/v1/") && auth) {
      const credentials = isKeyless(url.pathname)
        ? { ok: true as const, keyRole: "anon", token: null }
        : readCredentials(req, keys);
      if (!credentials.ok) return withCors(credentials.response);
      const isService = credentials.keyRole === "service_role";
      return withCors(await auth.handle(req, credentials.token, isService));
    }
    return withCors(url.pathname === "/" ? rootPage(url.origin) : unknownPath(url.pathname));
  }

  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: options.port,
    onListen: () => {},
    onError(error) {
      onLog(`gateway | ${error instanceof Error ? error.stack ?? error.message : error}`);
      return Response.json({ message: "The local stack failed, see its log." }, { status: 500 });
    },
  }, answer);
  const { port } = server.addr;
  const apiUrl = `http://127.0.0.1:${port}`;
  auth = startAuth({ databaseUrl: databaseUrl("supabase_auth_admin"), apiUrl, keys, tokens });

  return {
    port,
    async stop() {
      await server.shutdown();
      await cache.stop();
      await Promise.all([pool.end({ timeout: 5 }), tables.stop(), auth?.stop()]);
    },
  };
}

/** Links in mails and the public keys are opened without a key. */
function isKeyless(path: string): boolean {
  return path.startsWith("/auth/v1/.well-known/") || path === "/auth/v1/verify" ||
    path === "/auth/v1/callback" || path === "/auth/v1/authorize" || path === "/auth/v1/health";
}
