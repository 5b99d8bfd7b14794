import postgres from "postgres";
import { createAccessTokens } from "./auth/access-tokens.ts";
import { prepareAuthSchema } from "./auth.ts";
import { startGateway } from "./gateway.ts";
import { devKeys } from "./keys.ts";
import { startTestDatabase } from "./start-test-database.ts";

/** Who sends a request of a test. */
export type TestCaller = "anon" | "user" | "service";

/** The gateway on a database of its own, without the product's migrations. */
export interface TestApi {
  url: string;
  /** The `sub` of the caller `user`, who is not in auth.users. */
  userId: string;
  /** What the parts of the stack logged. */
  logs: string[];
  databaseUrl(role: string): string;
  /** As the role that runs migrations. */
  sql: postgres.Sql;
  /** Sends a request with the credentials of `caller`; `path` begins with `/`. */
  send(caller: TestCaller, path: string, init?: RequestInit): Promise<Response>;
  /** Signs a token; the claims of the caller `user` are the defaults. */
  token(claims: Record<string, unknown>): Promise<string>;
  stop(): Promise<void>;
}

/**
 * @param schema SQL that the role `postgres` runs before the gateway starts.
 */
export async function startTestApi(schema: string): Promise<TestApi> {
  const database = await startTestDatabase();
  await prepareAuthSchema(database.url("supabase_admin"));
  const sql = postgres(database.url(), { max: 2, onnotice: () => {} });
  await sql.unsafe(schema).simple();
  const logs: string[] = [];
  const gateway = await startGateway({
    port: 0,
    databaseUrl: (role) => database.url(role),
    keys: devKeys,
    functions: { fetch: echo },
    realtime: { handle: () => new Response("realtime") },
    onLog: (line) => logs.push(line),
  });
  const url = `http://127.0.0.1:${gateway.port}`;
  const tokens = await createAccessTokens(devKeys);
  const userId = "11111111-1111-4111-8111-111111111111";

  function token(claims: Record<string, unknown>): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return tokens.sign({ sub: userId, role: "authenticated", iat: now, exp: now + 600, ...claims });
  }

  const credentials: Record<TestCaller, Record<string, string>> = {
    anon: { apikey: devKeys.publishable },
    user: { apikey: devKeys.publishable, authorization: `Bearer ${await token({})}` },
    service: { apikey: devKeys.secret },
  };

  return {
    url,
    userId,
    logs,
    databaseUrl: (role) => database.url(role),
    sql,
    token,
    send(caller, path, init) {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(credentials[caller])) headers.set(name, value);
      if (init?.body !== undefined && !headers.has("content-type")) {
        headers.set("content-type", "application/json");
      }
      return fetch(`${url}${path}`, { ...init, headers });
    },
    async stop() {
      await gateway.stop();
      await sql.end({ timeout: 5 });
      await database.stop();
    },
  };
}

/** Stands for the functions: answers what it was sent. */
async function echo(req: Request): Promise<Response> {
  return Response.json({
    url: req.url,
    headers: Object.fromEntries(req.headers),
    body: await req.text(),
  });
}
