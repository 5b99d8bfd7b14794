import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { startTestApi, type TestApi } from "../start-test-api.ts";

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi("")));
Deno.test.afterAll(() => api.stop());

/** Asks until the answer is `wanted`; a notification arrives a moment after the commit. */
async function answers(path: string, wanted: number): Promise<unknown> {
  let last = "";
  for (let tries = 0; tries < 100; tries++) {
    const res = await api.send("service", `/rest/v1/${path}`);
    const body = await res.json();
    last = `${res.status} ${JSON.stringify(body)}`;
    if (res.status === wanted) return body;
    await delay(20);
  }
  assert.fail(`${path} never answered ${wanted}, but ${last}`);
}

Deno.test("a new function, its change and its end are seen without a restart", async () => {
  await api.sql.unsafe(
    "create function public.fresh() returns int language sql stable as 'select 1'",
  );
  assert.equal(await answers("rpc/fresh", 200), 1);
  await api.sql.unsafe(`
    drop function public.fresh();
    create function public.fresh(a int) returns int language sql stable as 'select a'
  `).simple();
  assert.equal(await answers("rpc/fresh?a=7", 200), 7);
  await api.sql.unsafe("drop function public.fresh(int)");
  await answers("rpc/fresh?a=7", 404);
});

Deno.test("a new table, a new column and its end are seen without a restart", async () => {
  await answers("things", 404);
  await api.sql.unsafe("create table public.things (id int); insert into public.things values (1)")
    .simple();
  assert.deepEqual(await answers("things", 200), [{ id: 1 }]);
  await api.sql.unsafe("alter table public.things add column note text default 'x'");
  assert.deepEqual(await answers("things?select=note", 200), [{ note: "x" }]);
  await api.sql.unsafe("drop table public.things");
  await answers("things", 404);
});

Deno.test("notify pgrst, 'reload schema' renews what no event trigger reports", async () => {
  const admin = postgres(api.databaseUrl("supabase_admin"), { max: 1, onnotice: () => {} });
  // What the tests before have announced has arrived, and the schema has been read since.
  await delay(100);
  await answers("rpc/quiet", 404);
  await admin.unsafe("set event_triggers = off");
  await admin.unsafe(
    "create function public.quiet() returns int language sql stable as 'select 1'",
  );
  await delay(100);
  await answers("rpc/quiet", 404);
  await admin.unsafe("notify pgrst, 'reload schema'");
  assert.equal(await answers("rpc/quiet", 200), 1);
  await admin.end();
});

Deno.test("notify pgrst, 'reload config' renews the settings of roles", async () => {
  await api.sql.unsafe(`
    create function public.time_limit() returns text
      language sql stable as $$ select current_setting('statement_timeout') $$
  `);
  assert.equal(await answers("rpc/time_limit", 200), "8s");
  await api.sql.unsafe("alter role service_role set statement_timeout = '123ms'");
  assert.equal(await answers("rpc/time_limit", 200), "8s");
  await api.sql.unsafe("notify pgrst, 'reload config'");
  await delay(100);
  assert.equal(await answers("rpc/time_limit", 200), "123ms");
});

Deno.test("requests are answered again after the database dropped all connections", async () => {
  await api.sql.unsafe(
    "create function public.alive() returns int language sql stable as 'select 1'",
  );
  await answers("rpc/alive", 200);
  await api.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and usename in ('authenticator', 'supabase_auth_admin')
  `;
  await answers("rpc/alive", 200);
  await api.sql.unsafe(
    "create function public.later() returns int language sql stable as 'select 2'",
  );
  assert.equal(await answers("rpc/later", 200), 2);
});
