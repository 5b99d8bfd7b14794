import assert from "node:assert/strict";
import { startTestApi, type TestApi, type TestCaller } from "../start-test-api.ts";

const SCHEMA = `
  create function public.setting(name text) returns text
    language sql stable as $$ select current_setting(name, true) $$;
  create function public.who() returns jsonb language sql stable as $$
    select jsonb_build_object('role', current_user, 'session', session_user, 'uid', auth.uid(),
      'auth_role', auth.role(), 'email', auth.email(), 'jwt', auth.jwt()) $$;
  create function public.respond(status text, headers text) returns text language plpgsql as $$
  begin
    perform set_config('response.status', status, true);
    perform set_config('response.headers', headers, true);
    return 'done';
  end $$;

  create table public.marks (id integer);
  create function public.mark() returns integer
    language sql volatile as $$ insert into public.marks values (1) returning id $$;
  create function public.false_promise() returns integer language plpgsql stable as $$
  begin insert into public.marks values (1); return 1; end $$;
  create function public.writable() returns boolean
    language sql volatile as $$ select current_setting('transaction_read_only') = 'off' $$;
  create function public.writable_stable() returns boolean
    language sql stable as $$ select current_setting('transaction_read_only') = 'off' $$;

  create function public.slow(seconds numeric) returns text
    language sql volatile as $$ select pg_sleep(seconds)::text $$;
  create function public.hurried(seconds numeric) returns text
    language sql volatile set statement_timeout = '200ms' as $$ select pg_sleep(seconds)::text $$;
  alter role anon set statement_timeout = '300ms';
`;

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi(SCHEMA)));
Deno.test.afterAll(() => api.stop());

async function call(caller: TestCaller, name: string, args: unknown = {}, headers?: HeadersInit) {
  const body = JSON.stringify(args);
  const res = await api.send(caller, `/rest/v1/rpc/${name}`, { method: "POST", body, headers });
  return { status: res.status, headers: res.headers, text: await res.text() };
}

async function setting(name: string, headers?: HeadersInit): Promise<string> {
  return JSON.parse((await call("user", "setting", { name }, headers)).text);
}

Deno.test("a call runs as the role of its caller, and SQL sees the claims", async () => {
  const user = JSON.parse((await call("user", "who")).text);
  assert.deepEqual([user.role, user.session], ["authenticated", "authenticator"]);
  assert.deepEqual([user.uid, user.auth_role], [api.userId, "authenticated"]);
  assert.equal(user.jwt.sub, api.userId);
  const anon = JSON.parse((await call("anon", "who")).text);
  assert.deepEqual([anon.role, anon.uid, anon.jwt], ["anon", null, { role: "anon" }]);
  const service = JSON.parse((await call("service", "who")).text);
  assert.deepEqual([service.role, service.uid], ["service_role", null]);
});

Deno.test("SQL sees method, path, headers and cookies", async () => {
  assert.equal(await setting("request.method"), "POST");
  assert.equal(await setting("request.path"), "/rpc/setting");
  const headers = JSON.parse(await setting("request.headers", { "X-Custom": "Ü" }));
  assert.equal(headers["x-custom"], "Ü");
  const cookies = JSON.parse(await setting("request.cookies", { cookie: "a=1; b=x=y" }));
  assert.deepEqual(cookies, { a: "1", b: "x=y" });
  const read = await api.send("user", "/rest/v1/rpc/setting?name=request.method");
  assert.equal(await read.json(), "GET");
});

Deno.test("SQL can derive the public address from the headers", async () => {
  const headers = JSON.parse(await setting("request.headers"));
  const { hostname, port, host } = new URL(api.url);
  assert.equal(headers.host, host);
  assert.equal(headers["x-forwarded-proto"], "http");
  assert.equal(headers["x-forwarded-host"], hostname);
  assert.equal(headers["x-forwarded-port"], port);
});

Deno.test("unqualified names are looked up in public and extensions", async () => {
  assert.equal(await setting("search_path"), '"public", "public", "extensions"');
});

Deno.test("nothing of a request is seen by the next one on the same connection", async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => call(i % 2 ? "user" : "anon", "who")),
  );
  answers.forEach(({ text }, i) => {
    assert.equal(JSON.parse(text).uid, i % 2 ? api.userId : null);
  });
});

Deno.test("a function sets status and headers of the answer", async () => {
  const headers = JSON.stringify([{ "X-One": "1" }, { "Set-Cookie": "a=1" }, {
    "Set-Cookie": "b=2",
  }, { "Content-Type": "text/plain" }]);
  const res = await call("user", "respond", { status: "202", headers });
  assert.equal(res.status, 202);
  assert.equal(res.headers.get("x-one"), "1");
  assert.deepEqual(res.headers.getSetCookie(), ["a=1", "b=2"]);
  assert.equal(res.headers.get("content-type"), "text/plain");
});

Deno.test("status and headers that cannot be read are 500 PGRST112 and PGRST111", async () => {
  for (const status of ["teapot", "99", "600"]) {
    const res = await call("user", "respond", { status, headers: "" });
    assert.deepEqual([res.status, JSON.parse(res.text).code], [500, "PGRST112"], status);
  }
  for (const headers of ["nonsense", '{"a":"b"}', '[{"a":"1","b":"2"}]', '[{"a":1}]']) {
    const res = await call("user", "respond", { status: "200", headers });
    assert.deepEqual([res.status, JSON.parse(res.text).code], [500, "PGRST111"], headers);
  }
});

Deno.test("stable functions run in a read-only transaction by any method", async () => {
  assert.equal((await call("user", "writable")).text, "true");
  assert.equal((await call("user", "writable_stable")).text, "false");
  const { status, text } = await call("user", "false_promise");
  assert.deepEqual([status, JSON.parse(text).code], [400, "0A000"]);
});

Deno.test("GET and HEAD of a volatile function that writes are 405 25006 and write nothing", async () => {
  const res = await api.send("user", "/rest/v1/rpc/mark");
  assert.deepEqual([res.status, (await res.json()).code], [405, "25006"]);
  assert.equal((await api.send("user", "/rest/v1/rpc/mark", { method: "HEAD" })).status, 405);
  const [{ count } = { count: 0 }] = await api.sql`select count(*)::int from public.marks`;
  assert.equal(count, 0);
});

Deno.test("the statement_timeout of the caller's role holds: 500 57014", async () => {
  const anon = await call("anon", "slow", { seconds: 2 });
  assert.deepEqual([anon.status, JSON.parse(anon.text).code], [500, "57014"]);
  assert.equal((await call("user", "slow", { seconds: 0.4 })).status, 200);
});

Deno.test("the statement_timeout of a function goes before that of the role", async () => {
  const { status, text } = await call("user", "hurried", { seconds: 2 });
  assert.deepEqual([status, JSON.parse(text).code], [500, "57014"]);
});
