import assert from "node:assert/strict";
import { startTestApi, type TestApi } from "../start-test-api.ts";

const SCHEMA = `
  create type public.mood as enum ('calm', 'angry');
  create type public.point3 as (x integer, y numeric);
  create domain public.short as varchar(3);

  create function public.add(a integer, b integer default 10) returns integer
    language sql stable as $$ select a + b $$;
  create function public.nothing() returns void language sql as $$ select $$;
  create function public.same(value jsonb) returns jsonb language sql stable as $$ select value $$;
  create function public.same_json(value json) returns json language sql stable as $$ select value $$;
  create function public.total(items integer[]) returns bigint
    language sql stable as $$ select sum(i) from unnest(items) as i $$;
  create function public.documents(items jsonb[]) returns integer
    language sql stable as $$ select cardinality(items) $$;
  create function public.joined(variadic words text[]) returns text
    language sql stable as $$ select array_to_string(words, '-') $$;
  create function public.feel(m public.mood) returns public.mood
    language sql stable as $$ select m $$;
  create function public.move(p public.point3) returns public.point3
    language sql stable as $$ select row(p.x + 1, p.y)::public.point3 $$;
  create function public.shorten(s public.short) returns public.short
    language sql stable as $$ select s $$;
  create function public.whole(jsonb) returns jsonb language sql stable as $$ select $1 $$;
  create function public.whole_text(text) returns text language sql stable as $$ select $1 $$;
  create function public.whole_bytes(bytea) returns integer
    language sql stable as $$ select length($1) $$;
  create function public.fits(a integer) returns text language sql stable as $$ select 'number' $$;
  create function public.fits(a integer, b text) returns text
    language sql stable as $$ select 'number and text' $$;
  create function public.unclear(a integer) returns text language sql stable as $$ select '1' $$;
  create function public.unclear(a text) returns text language sql stable as $$ select '2' $$;
  create function public."Mixed Case"("Some Arg" text) returns text
    language sql stable as $$ select "Some Arg" $$;
  create schema hidden;
  create function hidden.secret() returns integer language sql as $$ select 1 $$;
`;

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi(SCHEMA)));
Deno.test.afterAll(() => api.stop());

async function call(name: string, args: unknown): Promise<{ status: number; text: string }> {
  const res = await api.send("anon", `/rest/v1/rpc/${name}`, {
    method: "POST",
    body: typeof args === "string" ? args : JSON.stringify(args),
  });
  return { status: res.status, text: await res.text() };
}

async function get(query: string): Promise<{ status: number; text: string }> {
  const res = await api.send("anon", `/rest/v1/rpc/${query}`);
  return { status: res.status, text: await res.text() };
}

Deno.test("rpc() passes arguments by name and leaves out those with defaults", async () => {
  assert.deepEqual(await call("add", { b: 1, a: 2 }), { status: 200, text: "3" });
  assert.deepEqual(await call("add", { a: 2 }), { status: 200, text: "12" });
});

Deno.test("rpc() calls a function without arguments with an empty body or an empty object", async () => {
  assert.equal((await call("nothing", "")).status, 204);
  assert.equal((await call("nothing", "{}")).status, 204);
});

Deno.test("rpc() hands jsonb of every kind over untouched", async () => {
  const values = ['{"a": [1, {"b": null}]}', "[1, 2]", "5", "true", '"text"', '"5"', "null"];
  for (const value of values) {
    const { text } = await call("same", `{"value": ${value}}`);
    assert.deepEqual(JSON.parse(text), JSON.parse(value), value);
  }
});

Deno.test("rpc() keeps the digits of numbers that JavaScript would round", async () => {
  const exact = '{"n": 123456789012345678901234567890.1250}';
  assert.equal((await call("same", `{"value": ${exact}}`)).text, exact);
});

Deno.test("rpc() keeps the text of json, spaces and repeated keys too", async () => {
  const exact = '{"b":  1, "a": 2, "a": 3}';
  assert.equal((await call("same_json", `{"value": ${exact}}`)).text, exact);
});

Deno.test("rpc() takes arrays, arrays of jsonb, enums, composites and domains", async () => {
  assert.equal((await call("total", { items: [1, 2, 3] })).text, "6");
  assert.equal((await call("documents", { items: [{ a: 1 }, [2], "x"] })).text, "3");
  assert.equal((await call("feel", { m: "angry" })).text, '"angry"');
  const moved = await call("move", '{"p": {"x": 1, "y": 2.50}}');
  assert.equal(moved.text, '{"x":2,"y":2.50}');
  assert.equal((await call("shorten", { s: "abc" })).text, '"abc"');
});

Deno.test("rpc() takes variadic arguments as an array, or repeated in a query string", async () => {
  assert.equal((await call("joined", { words: ["a", "b"] })).text, '"a-b"');
  assert.equal((await get("joined?words=a&words=b")).text, '"a-b"');
});

Deno.test("rpc() by GET reads arguments from the query string by their types", async () => {
  assert.equal((await get("add?a=2&b=3")).text, "5");
  assert.equal((await get("same?value={%22a%22:1}")).text, '{"a": 1}');
  assert.equal((await get("total?items={1,2}")).text, "3");
});

Deno.test("rpc() takes a form as it takes a query string", async () => {
  const res = await api.send("anon", "/rest/v1/rpc/add", {
    method: "POST",
    body: "a=2&b=5",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  assert.equal(await res.text(), "7");
});

Deno.test("rpc() hands the whole body to a single unnamed parameter", async () => {
  assert.equal((await call("whole", '{"x": [1]}')).text, '{"x": [1]}');
  assert.equal((await call("whole", "[1, 2]")).text, "[1, 2]");
  const text = await api.send("anon", "/rest/v1/rpc/whole_text", {
    method: "POST",
    body: "a 'b'",
    headers: { "content-type": "text/plain" },
  });
  assert.equal(await text.text(), "\"a 'b'\"");
  const bytes = await api.send("anon", "/rest/v1/rpc/whole_bytes", {
    method: "POST",
    body: new Uint8Array([0, 255, 10]),
    headers: { "content-type": "application/octet-stream" },
  });
  assert.equal(await bytes.text(), "3");
});

Deno.test("rpc() chooses the overload that has exactly the given names", async () => {
  assert.equal((await call("fits", { a: 1 })).text, '"number"');
  assert.equal((await call("fits", { a: 1, b: "x" })).text, '"number and text"');
});

Deno.test("rpc() answers 300 PGRST203 when two overloads have the same names", async () => {
  const { status, text } = await call("unclear", { a: 1 });
  assert.equal(status, 300);
  const error = JSON.parse(text);
  assert.equal(error.code, "PGRST203");
  assert.match(error.message, /public\.unclear\(a => integer\), public\.unclear\(a => text\)/);
});

Deno.test("rpc() calls functions and arguments whose names need quotes", async () => {
  const { text } = await call("Mixed%20Case", { "Some Arg": "x" });
  assert.equal(text, '"x"');
});

Deno.test("rpc() answers 404 PGRST202 for a missing function, argument or unknown argument", async () => {
  for (
    const [name, args, message, details] of [
      ["ad", { a: 1 }, "public.ad(a)", "with parameter a or with a single unnamed json/jsonb"],
      ["add", {}, "public.add without parameters", "without parameters or with a single unnamed"],
      ["add", { a: 1, c: 2 }, "public.add(a, c)", "with parameters a, c or with a single"],
    ] as const
  ) {
    const { status, text } = await call(name, args);
    const error = JSON.parse(text);
    assert.equal(status, 404);
    assert.equal(error.code, "PGRST202");
    assert.equal(error.message, `Could not find the function ${message} in the schema cache`);
    assert.ok(error.details.includes(details), error.details);
    assert.match(error.hint, /^Perhaps you meant to call the function public\.add/);
  }
});

Deno.test("rpc() does not tell of functions in schemas that are not exposed", async () => {
  const { status, text } = await call("secret", {});
  assert.equal(status, 404);
  assert.equal(JSON.parse(text).hint, null);
  const res = await api.send("anon", "/rest/v1/rpc/secret", {
    method: "POST",
    body: "{}",
    headers: { "content-profile": "hidden" },
  });
  assert.equal(res.status, 406);
  assert.equal((await res.json()).code, "PGRST106");
});

Deno.test("rpc() answers 400 PGRST102 for broken JSON and 415 for an unknown content type", async () => {
  const broken = await call("add", '{"a": ');
  assert.deepEqual([broken.status, JSON.parse(broken.text).code], [400, "PGRST102"]);
  const res = await api.send("anon", "/rest/v1/rpc/add", {
    method: "POST",
    body: "a: 1",
    headers: { "content-type": "application/yaml" },
  });
  assert.deepEqual([res.status, (await res.json()).code], [415, "PGRST102"]);
});

Deno.test("rpc() answers 405 PGRST101 to other methods than GET, HEAD and POST", async () => {
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const res = await api.send("anon", "/rest/v1/rpc/add", { method, body: "{}" });
    assert.deepEqual([res.status, (await res.json()).code], [405, "PGRST101"]);
  }
});

Deno.test("a path that cannot be decoded is 404, for tables too", async () => {
  assert.equal((await get("%E0%A4%A")).status, 404);
  assert.equal((await api.send("anon", "/rest/v1/%E0%A4%A")).status, 404);
});

Deno.test("rpc() takes bodies of many megabytes", async () => {
  const big = "x".repeat(20_000_000);
  const { text } = await call("same", { value: { big } });
  assert.equal(JSON.parse(text).big.length, big.length);
});
