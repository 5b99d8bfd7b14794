import assert from "node:assert/strict";
import { startTestApi, type TestApi, type TestCaller } from "../start-test-api.ts";

const SCHEMA = `
  create function public.refuse(state text, text text, detail text default null, hint text default null)
    returns void language plpgsql as $$
  begin
    raise exception using errcode = refuse.state, message = refuse.text,
      detail = coalesce(refuse.detail, ''), hint = coalesce(refuse.hint, '');
  end $$;
  create function public.plain_raise() returns void language plpgsql as $$
  begin raise exception 'it failed' using hint = 'try again'; end $$;
  create function public.to_number(value integer) returns integer
    language sql stable as $$ select value $$;

  create table public.parents (id integer primary key, name text not null unique check (name <> ''));
  create table public.children (parent_id integer references public.parents (id) deferrable
    initially deferred);
  insert into public.parents values (1, 'taken');
  create function public.add_parent(id integer, name text) returns void
    language sql as $$ insert into public.parents values (id, name) $$;
  create function public.add_child(parent integer) returns void
    language sql as $$ insert into public.children values (parent) $$;
  create function public.count_children() returns bigint
    language sql stable as $$ select count(*) from public.children $$;

  create function public.users_only() returns integer language sql stable as $$ select 1 $$;
  revoke execute on function public.users_only() from public, anon;
  create function public.nobody() returns integer language sql stable as $$ select 1 $$;
  revoke execute on function public.nobody() from public, anon, authenticated;
  create function public.missing_relation() returns integer language plpgsql as $$
  begin return (select count(*) from public.nowhere); end $$;
  create function public.missing_function() returns integer language plpgsql as $$
  begin return public.nowhere(1); end $$;
`;

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi(SCHEMA)));
Deno.test.afterAll(() => api.stop());

async function call(caller: TestCaller, name: string, args: Record<string, unknown>) {
  const body = JSON.stringify(args);
  const res = await api.send(caller, `/rest/v1/rpc/${name}`, { method: "POST", body });
  return { status: res.status, headers: res.headers, text: await res.text() };
}

async function refuse(state: string, text: string, detail?: string, hint?: string) {
  const { status, headers, text: body } = await call("user", "refuse", {
    state,
    text,
    detail,
    hint,
  });
  return { status, headers, error: JSON.parse(body) };
}

Deno.test("PTxyz answers with status xyz, and message, details and hint as raised", async () => {
  for (const status of [402, 404, 409, 413, 429, 503]) {
    const code = `PT${status}`;
    const answer = await refuse(code, "some_slug", "What happened.", "What to do.");
    assert.equal(answer.status, status);
    assert.deepEqual(answer.error, {
      code,
      message: "some_slug",
      details: "What happened.",
      hint: "What to do.",
    });
    assert.equal(answer.headers.get("proxy-status"), `PostgREST; error=${code}`);
  }
});

Deno.test("PGRST chooses body, status and headers", async () => {
  const body = {
    code: "rate_limited",
    message: "Too many.",
    details: "60 a minute",
    hint: "Wait.",
  };
  const rest = { status: 429, headers: { "Retry-After": "7", "X-Note": "a" } };
  const { status, headers, error } = await refuse(
    "PGRST",
    JSON.stringify(body),
    JSON.stringify(rest),
  );
  assert.equal(status, 429);
  assert.deepEqual(error, body);
  assert.deepEqual([headers.get("retry-after"), headers.get("x-note")], ["7", "a"]);
});

Deno.test("PGRST without readable JSON is 500 PGRST121", async () => {
  const { status, error } = await refuse("PGRST", "no json", "{}");
  assert.deepEqual([status, error.code], [500, "PGRST121"]);
  const noStatus = await refuse("PGRST", '{"code":"a","message":"b"}', '{"headers":{}}');
  assert.deepEqual([noStatus.status, noStatus.error.code], [500, "PGRST121"]);
  const odd = await refuse("PGRST", '{"code":"a","message":"b"}', '{"status":7,"headers":{}}');
  assert.deepEqual([odd.status, odd.error.code], [500, "PGRST121"]);
});

Deno.test("a PTxyz that is no status is 500", async () => {
  for (const code of ["PT099", "PT600", "PTABC"]) {
    assert.equal((await refuse(code, "m")).status, 500);
  }
});

Deno.test("text that Postgres cannot hold is 400", async () => {
  const nul = await refuse("P0001", "a\u0000b");
  assert.deepEqual([nul.status, nul.error.code], [400, "22P05"]);
  const surrogate = await call("user", "to_number", { value: 1, ["\ud800"]: 1 });
  assert.equal(surrogate.status, 404);
});

Deno.test("a plain raise is 400 P0001 with its hint", async () => {
  const { status, text } = await call("user", "plain_raise", {});
  assert.equal(status, 400);
  const error = { code: "P0001", message: "it failed", details: null, hint: "try again" };
  assert.deepEqual(JSON.parse(text), error);
});

Deno.test("each class of SQLSTATE has PostgREST's status", async () => {
  const expected: Record<string, number> = {
    "08006": 503,
    "0L000": 403,
    "22023": 400,
    "22P02": 400,
    "23502": 400,
    "23503": 409,
    "23505": 409,
    "23514": 400,
    "25006": 405,
    "28000": 403,
    "40001": 500,
    "40P01": 500,
    "42501": 403,
    "42883": 404,
    "42P01": 404,
    "42P17": 500,
    "53300": 503,
    "53400": 500,
    "54000": 500,
    "55P03": 500,
    "57014": 500,
    "P0002": 500,
    XX000: 500,
    AB123: 400,
  };
  for (const [state, status] of Object.entries(expected)) {
    const answer = await refuse(state, "m");
    assert.deepEqual([state, answer.status, answer.error.code], [state, status, state]);
  }
});

Deno.test("an argument that is no value of its type is 400 22P02", async () => {
  const { status, text } = await call("anon", "to_number", { value: "abc" });
  assert.equal(status, 400);
  assert.deepEqual(JSON.parse(text), {
    code: "22P02",
    message: 'invalid input syntax for type integer: "abc"',
    details: null,
    hint: null,
  });
});

Deno.test("a broken unique key is 409 23505, a broken check 400 23514", async () => {
  const taken = await call("user", "add_parent", { id: 2, name: "taken" });
  assert.deepEqual([taken.status, JSON.parse(taken.text).code], [409, "23505"]);
  assert.equal(JSON.parse(taken.text).details, "Key (name)=(taken) already exists.");
  const empty = await call("user", "add_parent", { id: 2, name: "" });
  assert.deepEqual([empty.status, JSON.parse(empty.text).code], [400, "23514"]);
});

Deno.test("what fails at the end of the transaction is an error and is not kept", async () => {
  const { status, text } = await call("user", "add_child", { parent: 99 });
  assert.deepEqual([status, JSON.parse(text).code], [409, "23503"]);
  assert.equal((await call("user", "count_children", {})).text, "0");
});

Deno.test("a missing privilege is 401 for anon, 403 for others, both 42501", async () => {
  const anon = await call("anon", "users_only", {});
  assert.deepEqual([anon.status, JSON.parse(anon.text).code], [401, "42501"]);
  assert.equal(anon.headers.get("www-authenticate"), "Bearer");
  assert.equal((await call("user", "users_only", {})).text, "1");
  const user = await call("user", "nobody", {});
  assert.deepEqual([user.status, JSON.parse(user.text).code], [403, "42501"]);
  assert.equal((await call("service", "nobody", {})).text, "1");
});

Deno.test("a table or function that is missing inside a function is 404", async () => {
  const table = await call("user", "missing_relation", {});
  assert.deepEqual([table.status, JSON.parse(table.text).code], [404, "42P01"]);
  const routine = await call("user", "missing_function", {});
  assert.deepEqual([routine.status, JSON.parse(routine.text).code], [404, "42883"]);
});

Deno.test("a failed call leaves nothing behind in its connection", async () => {
  const failing = Array.from({ length: 30 }, () => refuse("PT409", "x"));
  const calls = Array.from({ length: 30 }, () => call("user", "to_number", { value: 5 }));
  assert.ok((await Promise.all(failing)).every(({ status }) => status === 409));
  assert.ok((await Promise.all(calls)).every(({ text }) => text === "5"));
});
