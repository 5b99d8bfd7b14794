import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { devKeys } from "../keys.ts";
import { startTestApi, type TestApi, type TestCaller } from "../start-test-api.ts";

const SCHEMA = `
  create table public.notes (
    id bigint generated always as identity primary key,
    owner uuid not null default auth.uid(),
    body jsonb,
    amount numeric(10, 3),
    big bigint,
    at timestamptz not null default '2026-01-02 03:04:05.5+00',
    tags text[] not null default '{}'
  );
  alter table public.notes enable row level security;
  create policy "users have their own notes" on public.notes to authenticated
    using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
  revoke all on public.notes from anon, authenticated;
  grant select, delete on public.notes to authenticated;
  grant insert (body, amount, big, tags), update (body, amount) on public.notes to authenticated;

  create table public.replies (
    id integer primary key,
    note_id bigint not null references public.notes (id),
    words text not null check (words <> '')
  );
  create table public.unprotected (id integer primary key);
  revoke all on public.unprotected from anon;
  insert into public.unprotected select generate_series(1, 1500);
  create table public.closed (id integer primary key);
  revoke all on public.closed from anon, authenticated, service_role;

  create function public.seen() returns trigger language plpgsql as $$
  begin
    raise sqlstate 'PT409' using message = 'already_finished', detail = format('by %s with %s',
      current_user, current_setting('request.method')), hint = 'Stop.';
  end $$;
  create table public.guarded (id integer primary key);
  create trigger guard before insert on public.guarded execute function public.seen();

  create function public.respond() returns trigger language plpgsql as $$
  begin
    perform set_config('response.status', '409', true);
    return new;
  end $$;
  create table public.answered (id integer primary key);
  create trigger respond before insert on public.answered
    for each row execute function public.respond();

  create table public.sleepy (id integer primary key);
  insert into public.sleepy values (1);
  create policy "slow" on public.sleepy using (pg_sleep(2)::text is not null);
  alter table public.sleepy enable row level security;
  alter role anon set statement_timeout = '300ms';
  create view public.limits with (security_invoker) as
    select current_setting('statement_timeout') as t, current_user as u,
      current_setting('request.headers')::json ->> 'x-forwarded-host' as host,
      current_setting('request.path') as path, auth.jwt() ->> 'email' as email;
`;

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi(SCHEMA)));
Deno.test.afterAll(() => api.stop());

async function send(caller: TestCaller, path: string, init?: RequestInit) {
  const res = await api.send(caller, `/rest/v1/${path}`, init);
  const text = await res.text();
  return { status: res.status, headers: res.headers, text, json: text ? JSON.parse(text) : null };
}

function insert(caller: TestCaller, table: string, row: unknown, prefer?: string) {
  return send(caller, table, {
    method: "POST",
    body: JSON.stringify(row),
    headers: prefer ? { prefer } : {},
  });
}

async function supabaseOf(userId: string) {
  const token = await api.token({ sub: userId });
  return createClient(api.url, devKeys.publishable, {
    global: { headers: { authorization: `Bearer ${token}` } },
    auth: { persistSession: false },
  });
}

Deno.test("a request changes no privilege, whatever it asks for", async () => {
  const privileges = async () =>
    JSON.stringify(
      await api.sql`
        select relname, relacl::text from pg_class
        where relnamespace = 'public'::regnamespace order by relname
      `,
    ) + JSON.stringify(await api.sql`select defaclacl::text from pg_default_acl order by 1`);
  const before = await privileges();
  for (const caller of ["anon", "user", "service"] as const) {
    await send(caller, "notes");
    await send(caller, "unprotected");
    await insert(caller, "closed", { id: 1 });
  }
  assert.equal(await privileges(), before);
});

Deno.test("a table without row level security is read with the caller's own rights", async () => {
  const anon = await send("anon", "unprotected?limit=1");
  assert.deepEqual([anon.status, anon.json.code], [401, "42501"]);
  assert.equal((await send("user", "unprotected?limit=1")).status, 200);
  assert.deepEqual(
    [await send("user", "closed"), await send("service", "closed")].map(({ status, json }) => [
      status,
      json.code,
    ]),
    [[403, "42501"], [403, "42501"]],
  );
});

Deno.test("requests at the same time keep their roles and users apart", async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => send(i % 3 ? "user" : "service", "limits?select=u,t")),
  );
  answers.forEach(({ json }, i) => {
    assert.deepEqual(json, [{ u: i % 3 ? "authenticated" : "service_role", t: "8s" }]);
  });
});

Deno.test("SQL sees claims, headers and path of a request for a table", async () => {
  const authorization = `Bearer ${await api.token({ email: "a@example.com" })}`;
  const headers = { apikey: devKeys.publishable, authorization };
  const [row] = await (await fetch(`${api.url}/rest/v1/limits`, { headers })).json();
  assert.deepEqual([row.email, row.path, row.host], ["a@example.com", "/limits", "127.0.0.1"]);
});

Deno.test("the statement_timeout of the caller's role holds", async () => {
  const { status, json } = await send("anon", "sleepy");
  assert.deepEqual([status, json.code], [500, "57014"]);
});

Deno.test("users see and change their own rows, others' do not exist for them", async () => {
  const ann = await supabaseOf(crypto.randomUUID());
  const bea = await supabaseOf(crypto.randomUUID());
  const { data } = await ann.from("notes").insert({ body: { a: 1 } }).select().single();
  assert.deepEqual(data.body, { a: 1 });
  assert.deepEqual((await bea.from("notes").select().eq("id", data.id)).data, []);
  const { count } = await bea.from("notes").select("*", { count: "exact", head: true });
  assert.equal(count, 0);
  const changed = await bea.from("notes").update({ amount: 1 }).eq("id", data.id).select();
  assert.deepEqual(changed.data, []);
  const own = await ann.from("notes").update({ amount: 2.5 }).eq("id", data.id).select("amount");
  assert.deepEqual(own.data, [{ amount: 2.5 }]);
});

Deno.test("columns that are not granted cannot be written", async () => {
  const owner = await insert("user", "notes", { owner: crypto.randomUUID() });
  assert.deepEqual([owner.status, owner.json.code], [403, "42501"]);
});

Deno.test("values come back as Postgres' to_json writes them", async () => {
  const row = { body: { n: [1.5, null] }, amount: "1.500", big: 9007199254740991, tags: ["a,b"] };
  const { text, json } = await insert("user", "notes", row, "return=representation");
  assert.ok(text.includes('"amount":1.500'), text);
  assert.equal(json[0].at, "2026-01-02T03:04:05.5+00:00");
  assert.deepEqual([json[0].big, json[0].tags], [9007199254740991, ["a,b"]]);
  await api.sql`update public.notes set big = 9007199254740993 where id = ${json[0].id}`;
  const read = await send("user", `notes?id=eq.${json[0].id}&select=big`);
  assert.equal(read.text, '[{"big":9007199254740993}]');
});

Deno.test("jsonb takes objects, arrays, numbers, booleans, strings and null as they are", async () => {
  for (const body of [{ a: "5" }, ["5", 5], [true], 5, true, "text", "5", '{"a":1}', null]) {
    const { json } = await insert("user", "notes", { body }, "return=representation");
    assert.deepEqual(json[0].body, body);
  }
  const { json } = await send("user", "notes?select=id&limit=1");
  const patched = await send("user", `notes?id=eq.${json[0].id}`, {
    method: "PATCH",
    body: JSON.stringify({ body: "7" }),
    headers: { prefer: "return=representation" },
  });
  assert.equal(patched.json[0].body, "7");
});

Deno.test("errors of the database keep status, code, details and hint", async () => {
  const raised = await insert("user", "guarded", { id: 1 });
  assert.equal(raised.status, 409);
  assert.deepEqual(raised.json, {
    code: "PT409",
    message: "already_finished",
    details: "by authenticated with POST",
    hint: "Stop.",
  });
  const [note] = (await insert("user", "notes", { big: 1 }, "return=representation")).json;
  const reply = { id: 1, note_id: note.id, words: "hi" };
  assert.equal((await insert("user", "replies", reply)).status, 201);
  const again = await insert("user", "replies", reply);
  assert.deepEqual([again.status, again.json.code], [409, "23505"]);
  assert.equal(again.json.details, "Key (id)=(1) already exists.");
  const empty = await insert("user", "replies", { ...reply, id: 2, words: "" });
  assert.deepEqual([empty.status, empty.json.code], [400, "23514"]);
  const orphan = await insert("user", "replies", { ...reply, id: 3, note_id: -1 });
  assert.deepEqual([orphan.status, orphan.json.code], [409, "23503"]);
  const nan = await send("user", "notes?id=eq.abc");
  assert.deepEqual([nan.status, nan.json.code], [400, "22P02"]);
});

Deno.test("an unknown table is 404 PGRST205, an unknown column 400", async () => {
  const table = await send("user", "note");
  assert.deepEqual([table.status, table.json.code], [404, "PGRST205"]);
  assert.equal(table.json.message, "Could not find the table 'public.note' in the schema cache");
  assert.equal(table.json.hint, "Perhaps you meant the table 'public.notes'");
  const column = await send("user", "notes?select=nothing");
  assert.deepEqual([column.status, column.json.code], [400, "42703"]);
});

Deno.test("filters, order, range, count and embedding work as supabase-js writes them", async () => {
  const ann = await supabaseOf(crypto.randomUUID());
  const rows = [1, 2, 3, 4].map((n) => ({ amount: n, body: { kind: n % 2 ? "odd" : "even" } }));
  const inserted = await ann.from("notes").insert(rows).select("id, amount");
  assert.equal(inserted.error, null);
  const page = await ann.from("notes").select("amount, body->>kind", { count: "exact" })
    .gte("amount", 2).order("amount", { ascending: false }).range(0, 1);
  assert.deepEqual(page.data, [{ amount: 4, kind: "even" }, { amount: 3, kind: "odd" }]);
  assert.deepEqual([page.count, page.status], [3, 206]);
  const odd = await ann.from("notes").select("amount").contains("body", { kind: "odd" })
    .in("amount", [1, 2]);
  assert.deepEqual(odd.data, [{ amount: 1 }]);
  const id = inserted.data?.[0]?.id;
  await ann.from("replies").insert({ id: 10, note_id: id, words: "yes" });
  const embedded = await ann.from("replies").select("words, notes(amount)").eq("id", 10).single();
  assert.deepEqual(embedded.data, { words: "yes", notes: { amount: 1 } });
});

Deno.test("no answer has more than max_rows rows", async () => {
  assert.equal((await send("user", "unprotected?select=id")).json.length, 1000);
});

Deno.test("a write that vnd.pgrst.object refuses is not kept", async () => {
  const ann = await supabaseOf(crypto.randomUUID());
  await ann.from("notes").insert([{ amount: 1 }, { amount: 1 }]);
  const { status, error } = await ann.from("notes").update({ amount: 9 }).eq("amount", 1)
    .select().single();
  assert.deepEqual([status, error?.code], [406, "PGRST116"]);
  const kept = await ann.from("notes").select("amount");
  assert.deepEqual(kept.data, [{ amount: 1 }, { amount: 1 }]);
});

Deno.test("a trigger sets the status of the answer to a write, which is kept", async () => {
  assert.equal((await insert("user", "answered", { id: 1 })).status, 409);
  const { status, json } = await insert("user", "answered", { id: 2 }, "return=representation");
  assert.deepEqual([status, json], [409, [{ id: 2 }]]);
  assert.deepEqual((await send("user", "answered")).json, [{ id: 1 }, { id: 2 }]);
});

Deno.test("reading runs in a read-only transaction", async () => {
  await api.sql.unsafe(`
    create function public.write_a_note() returns integer language plpgsql volatile as $$
    begin insert into public.replies values (99, 1, 'x'); return 1; end $$;
    create view public.writing with (security_invoker) as select public.write_a_note() as w;
    notify pgrst, 'reload schema'
  `).simple();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { status, json } = await send("user", "writing");
  assert.deepEqual([status, json.code], [405, "25006"]);
});
