import assert from "node:assert/strict";
import { startTestApi, type TestApi } from "../start-test-api.ts";

const SCHEMA = `
  create table public.items (id bigint primary key, name text, price numeric(10, 3), made timestamptz);
  insert into public.items values
    (9007199254740993, 'one', 1.500, '2026-01-02 03:04:05.678+00'), (2, 'two', null, null),
    (3, 'three', 3, '2026-01-02T00:00:00+02');

  create function public.all_items() returns setof public.items
    language sql stable as $$ select * from public.items $$;
  create function public.one_item() returns public.items
    language sql stable as $$ select * from public.items where id = 2 $$;
  create function public.no_items() returns setof public.items
    language sql stable as $$ select * from public.items where false $$;
  create function public.table_of(n integer) returns table (i integer, label text)
    language sql stable as $$ select g, 'row ' || g from generate_series(1, n) as g order by g $$;
  create function public.one_column() returns table (i integer)
    language sql stable as $$ select 1 $$;
  create function public.numbers(n integer) returns setof integer
    language sql stable as $$ select generate_series(1, n) $$;
  create function public.outs(a integer, out b integer, out c text)
    language sql stable as $$ select a + 1, 'c' $$;
  create function public.null_text() returns text language sql stable as $$ select null::text $$;
  create function public.at() returns timestamptz
    language sql stable as $$ select '2026-01-02 03:04:05+00'::timestamptz $$;

  create table public.deleted (id integer);
  insert into public.deleted values (1), (2);
  create function public.delete_all() returns setof public.deleted
    language sql as $$ delete from public.deleted returning * $$;

  create domain public."text/html" as text;
  create function public.page() returns public."text/html"
    language sql stable as $$ select '<p>"hi"</p>' $$;
  create domain public."application/octet-stream" as bytea;
  create function public.file() returns public."application/octet-stream"
    language sql stable as $$ select '\\x00ff0a'::bytea $$;
  create domain public."text/plain" as text;
  create function public.metrics(label text default 'x') returns public."text/plain"
    language sql stable as $$ select label || ' 1' || chr(10) $$;
`;

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi(SCHEMA)));
Deno.test.afterAll(() => api.stop());

const post = (path: string, headers?: Record<string, string>, body: string = "{}") =>
  api.send("anon", `/rest/v1/rpc/${path}`, { method: "POST", body, headers });
const get = (path: string, headers?: Record<string, string>) =>
  api.send("anon", `/rest/v1/rpc/${path}`, { headers });

Deno.test("a set of rows is an array, with numbers and times as Postgres writes them", async () => {
  const res = await post("all_items");
  assert.equal(res.headers.get("content-type"), "application/json; charset=utf-8");
  assert.equal(res.headers.get("content-range"), "0-2/*");
  const text = await res.text();
  assert.ok(text.includes('"id":9007199254740993'), text);
  assert.ok(text.includes('"price":1.500'), text);
  assert.equal(JSON.parse(text)[0].made, "2026-01-02T03:04:05.678+00:00");
});

Deno.test("one row is an object, a set of none an empty array", async () => {
  const one = await post("one_item");
  assert.deepEqual(await one.json(), { id: 2, name: "two", price: null, made: null });
  const none = await post("no_items");
  assert.equal(await none.text(), "[]");
  assert.equal(none.headers.get("content-range"), "*/*");
});

Deno.test("table functions and OUT parameters give objects, even of one column", async () => {
  assert.deepEqual(await (await post("one_column")).json(), [{ i: 1 }]);
  const outs = await post("outs", {}, '{"a": 1}');
  assert.deepEqual(await outs.json(), { b: 2, c: "c" });
});

Deno.test("scalars are bare values, sets of them arrays, null is null", async () => {
  assert.deepEqual(await (await get("numbers?n=3")).json(), [1, 2, 3]);
  assert.equal(await (await get("at")).text(), '"2026-01-02T03:04:05+00:00"');
  assert.equal(await (await get("null_text")).text(), "null");
});

Deno.test("select, order, limit and offset apply to the rows of a function", async () => {
  const res = await get("table_of?n=5&select=number:i,label&order=i.desc&limit=2&offset=1");
  assert.deepEqual(await res.json(), [{ number: 4, label: "row 4" }, {
    number: 3,
    label: "row 3",
  }]);
  assert.equal(res.headers.get("content-range"), "1-2/*");
});

Deno.test("filters apply to the rows of a function", async () => {
  const rows = async (query: string) => await (await get(`table_of?n=5&select=i&${query}`)).json();
  assert.deepEqual(await rows("i=gt.3"), [{ i: 4 }, { i: 5 }]);
  assert.deepEqual(await rows("i=in.(1,3)"), [{ i: 1 }, { i: 3 }]);
  assert.deepEqual(await rows('label=in.("row 1",x)'), [{ i: 1 }]);
  assert.deepEqual(await rows("label=like.*4"), [{ i: 4 }]);
  assert.deepEqual(await rows("i=not.gt.1"), [{ i: 1 }]);
  const items = await post("all_items?price=is.null&select=id");
  assert.deepEqual(await items.json(), [{ id: 2 }]);
});

Deno.test("a filter the stack does not know is refused, not ignored", async () => {
  const res = await post("all_items?or=(id.eq.1,id.eq.2)");
  assert.deepEqual([res.status, (await res.json()).code], [400, "PGRST100"]);
});

Deno.test("count=exact gives the total, with 206 when the answer is a part of it", async () => {
  const part = await get("table_of?n=5&limit=2", { prefer: "count=exact" });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get("content-range"), "0-1/5");
  assert.equal(part.headers.get("preference-applied"), "count=exact");
  const whole = await get("table_of?n=2", { prefer: "count=exact" });
  assert.deepEqual([whole.status, whole.headers.get("content-range")], [200, "0-1/2"]);
  const estimated = await get("table_of?n=5&limit=2", { prefer: "count=estimated" });
  assert.equal(estimated.headers.get("content-range"), "0-1/5");
});

Deno.test("no answer has more than max_rows rows", async () => {
  assert.equal((await (await get("numbers?n=1500")).json()).length, 1000);
  assert.equal((await (await get("numbers?n=1500&limit=1200")).json()).length, 1000);
});

Deno.test("HEAD gives the headers of GET without the body", async () => {
  const res = await api.send("anon", "/rest/v1/rpc/table_of?n=3", {
    method: "HEAD",
    headers: { prefer: "count=exact" },
  });
  assert.deepEqual([res.status, res.headers.get("content-range")], [200, "0-2/3"]);
  assert.equal(await res.text(), "");
});

const OBJECT = { accept: "application/vnd.pgrst.object+json" };

Deno.test("vnd.pgrst.object gives the only row of a set as an object", async () => {
  const res = await post("all_items?id=eq.2&select=id", OBJECT);
  assert.equal(res.headers.get("content-type"), "application/vnd.pgrst.object+json; charset=utf-8");
  assert.deepEqual(await res.json(), { id: 2 });
});

Deno.test("vnd.pgrst.object answers 406 PGRST116 to none or several rows", async () => {
  for (const [path, rows] of [["no_items", 0], ["all_items", 3]] as const) {
    const res = await post(path, OBJECT);
    const error = await res.json();
    assert.deepEqual([res.status, error.code], [406, "PGRST116"]);
    assert.equal(error.details, `The result contains ${rows} rows`);
  }
});

Deno.test("what vnd.pgrst.object refuses is rolled back", async () => {
  assert.equal((await post("delete_all", OBJECT)).status, 406);
  const [{ count } = { count: 0 }] = await api.sql`select count(*)::int from public.deleted`;
  assert.equal(count, 2);
});

Deno.test("nulls=stripped leaves out nulls", async () => {
  const accept = "application/vnd.pgrst.array+json;nulls=stripped";
  const res = await post("all_items?id=eq.2", { accept });
  assert.deepEqual(await res.json(), [{ id: 2, name: "two" }]);
});

Deno.test("a domain named as a media type gives the body as it is", async () => {
  const page = await get("page", { accept: "text/html" });
  assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(await page.text(), '<p>"hi"</p>');
  const metrics = await get("metrics");
  assert.equal(metrics.headers.get("content-type"), "text/plain; charset=utf-8");
  assert.equal(await metrics.text(), "x 1\n");
  const file = await get("file");
  assert.equal(file.headers.get("content-type"), "application/octet-stream");
  assert.deepEqual([...await file.bytes()], [0, 255, 10]);
});

Deno.test("a media type that cannot be given is 406 PGRST107", async () => {
  for (const [path, accept] of [["one_item", "image/png"], ["page", "application/json"]] as const) {
    const res = await get(path, { accept });
    assert.deepEqual([res.status, (await res.json()).code], [406, "PGRST107"]);
  }
});
