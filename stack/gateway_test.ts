import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { type GatewayOptions, startGateway } from "./gateway.ts";
import { devKeys } from "./keys.ts";
import { startTestApi, type TestApi } from "./start-test-api.ts";

const SCHEMA = `
  create function public.who() returns text language sql stable as $$ select current_user::text $$;
`;

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi(SCHEMA)));
Deno.test.afterAll(() => api.stop());

const who = async (headers: Record<string, string>, query: string = "") => {
  const res = await fetch(`${api.url}/rest/v1/rpc/who${query}`, { method: "POST", headers });
  return { status: res.status, headers: res.headers, body: await res.json() };
};

Deno.test("the publishable key means anon, the secret key service_role, a token its role", async () => {
  const authorization = `Bearer ${await api.token({})}`;
  assert.equal((await who({ apikey: devKeys.publishable })).body, "anon");
  assert.equal((await who({ apikey: devKeys.secret })).body, "service_role");
  assert.equal((await who({ apikey: devKeys.publishable, authorization })).body, "authenticated");
  assert.equal((await who({ apikey: devKeys.secret, authorization })).body, "authenticated");
  assert.equal((await who({}, `?apikey=${devKeys.secret}`)).body, "service_role");
});

Deno.test("a key repeated as Authorization counts once", async () => {
  for (const [key, role] of [[devKeys.publishable, "anon"], [devKeys.secret, "service_role"]]) {
    const { body } = await who({ apikey: key ?? "", authorization: `Bearer ${key}` });
    assert.equal(body, role);
  }
});

Deno.test("without a key, or with an unknown one, nothing is answered", async () => {
  const authorization = `Bearer ${await api.token({})}`;
  const without = await who({ authorization });
  assert.deepEqual([without.status, without.body.message], [401, "No API key found in request"]);
  const unknown = await who({ apikey: "sb_secret_other", authorization });
  assert.deepEqual([unknown.status, unknown.body.message], [401, "Invalid API key"]);
  const table = await fetch(`${api.url}/rest/v1/anything`);
  assert.equal(table.status, 401);
  const user = await fetch(`${api.url}/auth/v1/user`);
  assert.equal(user.status, 401);
});

Deno.test("the secret key is refused from browsers, the publishable one is not", async () => {
  const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64)" };
  const secret = await who({ apikey: devKeys.secret, ...browser });
  assert.equal(secret.status, 401);
  assert.match(secret.body.message, /Forbidden use of secret API key in browser/);
  assert.equal((await who({ apikey: devKeys.publishable, ...browser })).status, 200);
});

Deno.test("a bad token is 401 whatever the key, with a challenge and PostgREST's code", async () => {
  const expired = await api.token({ exp: Math.floor(Date.now() / 1000) - 60 });
  for (const apikey of [devKeys.publishable, devKeys.secret]) {
    const old = await who({ apikey, authorization: `Bearer ${expired}` });
    assert.deepEqual([old.status, old.body.code, old.body.message], [
      401,
      "PGRST303",
      "JWT expired",
    ]);
    assert.match(old.headers.get("www-authenticate") ?? "", /^Bearer error="invalid_token"/);
    const broken = await who({ apikey, authorization: `Bearer ${expired}x` });
    assert.deepEqual([broken.status, broken.body.code], [401, "PGRST301"]);
  }
});

Deno.test("a token that names a role of the database beyond the API's is refused", async () => {
  for (const role of ["postgres", "supabase_admin", "supabase_auth_admin", "nobody"]) {
    const authorization = `Bearer ${await api.token({ role })}`;
    const call = await who({ apikey: devKeys.publishable, authorization });
    assert.ok([400, 401, 403].includes(call.status), `${role}: ${call.status}`);
    const headers = { apikey: devKeys.publishable, authorization };
    const table = await fetch(`${api.url}/rest/v1/anything`, { headers });
    assert.ok([400, 401, 403, 404].includes(table.status), `${role}: ${table.status}`);
    await table.body?.cancel();
  }
});

Deno.test("browsers of any origin may call, and read what supabase-js reads", async () => {
  const preflight = await fetch(`${api.url}/rest/v1/rpc/who`, {
    method: "OPTIONS",
    headers: {
      origin: "https://example.com",
      "access-control-request-method": "POST",
      "access-control-request-headers": "apikey, authorization, content-type, x-client-info",
    },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /x-client-info/);
  assert.match(preflight.headers.get("access-control-allow-methods") ?? "", /PATCH/);
  const answered = await who({ apikey: devKeys.publishable, origin: "https://example.com" });
  assert.equal(answered.headers.get("access-control-allow-origin"), "*");
  assert.match(answered.headers.get("access-control-expose-headers") ?? "", /Content-Range/);
  const refused = await who({ origin: "https://example.com" });
  assert.equal(refused.headers.get("access-control-allow-origin"), "*");
});

Deno.test("functions get every request, without a check of keys, and the public address", async () => {
  const supabase = createClient(api.url, devKeys.publishable);
  const { data } = await supabase.functions.invoke("hello/there?x=1", { body: { a: 1 } });
  assert.equal(data.body, '{"a":1}');
  assert.equal(data.url, `${api.url}/functions/v1/hello/there?x=1`);
  const { hostname, port } = new URL(api.url);
  assert.equal(data.headers["x-forwarded-host"], hostname);
  assert.equal(data.headers["x-forwarded-port"], port);
  assert.equal(data.headers["x-forwarded-proto"], "http");
  const keyless = await fetch(`${api.url}/functions/v1/hello`, { method: "OPTIONS" });
  assert.equal((await keyless.json()).url, `${api.url}/functions/v1/hello`);
});

Deno.test("a request led here by a foreign host name is refused", async () => {
  const { port } = new URL(api.url);
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const lines = [
    "POST /rest/v1/rpc/who HTTP/1.1",
    "host: evil.example",
    `apikey: ${devKeys.secret}`,
    "content-length: 0",
    "connection: close",
  ];
  await conn.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
  const answer = await new Response(conn.readable).text();
  assert.match(answer, /^HTTP\/1\.1 403 /);
  assert.match(answer, /serves this machine only, not evil\.example/);
});

Deno.test("nothing but the loopback interface is bound", async () => {
  const { port } = new URL(api.url);
  const others = Deno.networkInterfaces().filter(({ address, family }) =>
    family === "IPv4" && !address.startsWith("127.")
  );
  for (const { address } of others) {
    await assert.rejects(Deno.connect({ hostname: address, port: Number(port) }), address);
  }
});

Deno.test("the root tells what is there, every other path is a 404 that helps", async () => {
  const root = await (await fetch(`${api.url}/`)).json();
  assert.equal(root.functions, `${api.url}/functions/v1/<function>`);
  const missing = await fetch(`${api.url}/storage/v1/bucket`);
  assert.equal(missing.status, 404);
  assert.match((await missing.json()).hint, /\/rest\/v1\//);
});

Deno.test("the dashboard is served with its policy, its files for good, and nothing else", async () => {
  const moved = await fetch(`${api.url}/dashboard`, { redirect: "manual" });
  assert.deepEqual([moved.status, moved.headers.get("location")], [308, "/dashboard/"]);
  await moved.body?.cancel();
  const page = await fetch(`${api.url}/dashboard/`);
  const html = await page.text();
  assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(page.headers.get("cache-control"), "no-store");
  const policy = page.headers.get("content-security-policy") ?? "";
  const socket = api.url.replace("http", "ws");
  assert.match(policy, /^default-src 'none'; script-src 'self';/);
  assert.ok(policy.includes(`; connect-src ${api.url} ${socket};`), policy);
  assert.match(policy, /; frame-ancestors 'none'$/);
  assert.equal(page.headers.get("x-content-type-options"), "nosniff");
  assert.equal(page.headers.get("referrer-policy"), "no-referrer");
  // A host that sets no headers serves the same policy in the page.
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src/);
  for (const [, path] of html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)) {
    const file = await fetch(`${api.url}/dashboard/${path}`);
    assert.equal(file.status, 200);
    assert.match(file.headers.get("cache-control") ?? "", /immutable/);
    assert.match(file.headers.get("content-type") ?? "", /^text\/(javascript|css)/);
    await file.body?.cancel();
  }
  for (const path of ["nothing.js", "assets/", "%2e%2e/build.lock", "..%2fbuild.lock"]) {
    const none = await fetch(`${api.url}/dashboard/${path}`);
    assert.equal(none.status, 404, path);
    await none.body?.cancel();
  }
  const posted = await fetch(`${api.url}/dashboard/`, { method: "POST" });
  assert.equal(posted.status, 405);
  await posted.body?.cancel();
});

Deno.test("a port in use is an error that leaves no connection behind", async () => {
  const connections = async () =>
    (await api.sql`select pid from pg_stat_activity where usename = 'authenticator'`).length;
  const before = await connections();
  const options: GatewayOptions = {
    port: Number(new URL(api.url).port),
    databaseUrl: api.databaseUrl,
    keys: devKeys,
    functions: { fetch: () => Promise.resolve(new Response()) },
    realtime: { handle: () => new Response() },
    onLog: () => {},
  };
  await assert.rejects(startGateway(options), Deno.errors.AddrInUse);
  assert.ok(await connections() <= before);
});

Deno.test("schemas and max_rows are those of supabase/config.toml", async () => {
  const config = await Deno.readTextFile(new URL("../supabase/config.toml", import.meta.url));
  assert.match(config, /^max_rows = 1000$/m);
  assert.match(config, /^schemas = \["public", "graphql_public"\]$/m);
  assert.match(config, /^extra_search_path = \["public", "extensions"\]$/m);
});
