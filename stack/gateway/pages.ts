const PATHS = {
  rest: "/rest/v1/<table>, /rest/v1/rpc/<function>",
  auth: "/auth/v1/signup, /auth/v1/token, /auth/v1/user, /auth/v1/.well-known/jwks.json",
  functions: "/functions/v1/<function>",
  realtime: "/realtime/v1/websocket",
  dashboard: "/dashboard/",
};

/** What is there, for whoever opens the address in a browser. */
export function rootPage(origin: string): Response {
  return Response.json({
    message: "A local Supabase for development. `deno task status` prints its keys.",
    ...Object.fromEntries(Object.entries(PATHS).map(([name, path]) => [name, `${origin}${path}`])),
  });
}

/** For every path that nothing serves. */
export function unknownPath(path: string): Response {
  return Response.json({
    message: `Nothing is served at ${path} by the local stack.`,
    hint:
      "Paths begin with /rest/v1/, /auth/v1/, /functions/v1/, /realtime/v1/websocket or /dashboard/.",
    paths: PATHS,
  }, { status: 404 });
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]" ||
    hostname.endsWith(".localhost");
}

/** For requests that name another host: the keys of the stack are no secret. */
export function notLoopback(hostname: string): Response {
  return Response.json({
    message: `The local stack serves this machine only, not ${hostname}.`,
    hint:
      "Use http://127.0.0.1 or http://localhost; its keys are public, it must not be reachable.",
  }, { status: 403 });
}
