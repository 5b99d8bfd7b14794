import assert from "node:assert/strict";
import postgres from "postgres";
import { prepareAuthSchema } from "./auth.ts";
import { startTestDatabase } from "./start-test-database.ts";

/** What migrations and policies rely on, as hosted projects give it to the role postgres. */
Deno.test("bootstrap.sql", async (t) => {
  const database = await startTestDatabase();
  await prepareAuthSchema(database.url("supabase_admin"));
  const notices: string[] = [];
  const sql = postgres(database.url(), {
    max: 1,
    onnotice: ({ severity, message }) => severity === "WARNING" && notices.push(message ?? ""),
  });
  const rolledBack = async (test: (tx: postgres.TransactionSql) => Promise<void>) => {
    const done = new Error("done");
    await sql.begin(async (tx) => {
      await test(tx);
      throw done;
    }).catch((error) => {
      if (error !== done) throw error;
    });
  };
  const sqlState = (query: Promise<unknown>) =>
    query.then(() => "none", (error: postgres.PostgresError) => error.code);

  try {
    await t.step(
      "postgres is no superuser, owns the database and administers the API roles",
      async () => {
        const [row] = await sql`
        select rolsuper, rolbypassrls, rolcreaterole,
          pg_get_userbyid(d.datdba) as owner,
          (select array_agg(m.roleid::regrole::text order by 1)
            from pg_auth_members as m
            where m.member = r.oid and m.admin_option) as administers
        from pg_roles as r, pg_database as d
        where r.rolname = current_user and d.datname = 'postgres'`;
        assert.deepEqual({ ...row }, {
          rolsuper: false,
          rolbypassrls: true,
          rolcreaterole: true,
          owner: "postgres",
          administers: ["anon", "authenticated", "service_role"],
        });
      },
    );
    await t.step("the API roles have the hosted time limits", async () => {
      const rows = await sql`
        select rolname, array_to_string(rolconfig, ' ') as config from pg_roles
        where rolname in ('anon', 'authenticated', 'authenticator', 'service_role') order by 1`;
      assert.deepEqual(rows.map(({ rolname, config }) => `${rolname}: ${config}`), [
        "anon: statement_timeout=3s",
        "authenticated: statement_timeout=8s",
        "authenticator: statement_timeout=8s lock_timeout=8s",
        "service_role: null",
      ]);
    });
    await t.step(
      "postgres creates the extensions that migrations and tests need",
      () =>
        rolledBack(async (tx) => {
          for (const name of ["pg_trgm", "btree_gin", "pgtap"]) {
            await tx`create extension ${tx(name)} with schema extensions`;
          }
          await tx`create extension if not exists pg_cron with schema pg_catalog`;
        }),
    );
    await t.step(
      "new objects in public are open to the API roles until revoked",
      () =>
        rolledBack(async (tx) => {
          await tx`create table public.a (id int primary key)`;
          await tx`create function public.f() returns int language sql return 1`;
          const [row] = await tx`
          select has_table_privilege('anon', 'public.a', 'insert') as anon_inserts,
            has_function_privilege('authenticated', 'public.f()', 'execute') as user_calls`;
          assert.deepEqual({ ...row }, { anon_inserts: true, user_calls: true });
        }),
    );
    await t.step(
      "postgres publishes tables, watches auth.users and guards Realtime's topics",
      () =>
        rolledBack(async (tx) => {
          await tx`create table public.a (id int primary key)`;
          await tx`alter publication supabase_realtime add table public.a`;
          await tx`create function public.t() returns trigger language plpgsql as
          'begin return new; end'`;
          await tx`create trigger a after insert on auth.users
          for each row execute function public.t()`;
          await tx`create policy "p" on realtime.messages for select to authenticated
          using (realtime.topic() = 'a')`;
        }),
    );
    await t.step("postgres cannot own or alter the schema auth", async () => {
      assert.equal(await sqlState(sql`alter table auth.users add column x int`), "42501");
      assert.equal(await sqlState(sql`create table auth.mine ()`), "42501");
    });
    await t.step("a changed table or function tells the API", async () => {
      const heard = Promise.withResolvers<string>();
      const listener = await sql.listen("pgrst", heard.resolve);
      await sql`create table public.told ()`;
      assert.equal(await heard.promise, "reload schema");
      await listener.unlisten();
    });
    await t.step(
      "realtime.send() stores the payload with an id, for private topics",
      () =>
        rolledBack(async (tx) => {
          await tx`select realtime.send('{"a": 1}', 'e', 't')`;
          const [row] = await tx`
          select payload ->> 'a' as a, payload ->> 'id' = id::text as has_id, event, topic, private,
            extension, realtime.topic() as current
          from realtime.messages`;
          assert.deepEqual({ ...row }, {
            ...{ a: "1", has_id: true, event: "e", topic: "t", private: true },
            ...{ extension: "broadcast", current: "t" },
          });
        }),
    );
    await t.step(
      "realtime.send() obeys the caller's policies, and fails as a warning only",
      () =>
        rolledBack(async (tx) => {
          await tx`set local role authenticated`;
          await tx`select realtime.send('{}', 'e', 't')`;
          assert.match(notices.join(), /ErrorSendingBroadcastMessage: .*row-level security/);
          await tx`reset role`;
          assert.equal((await tx`select 1 from realtime.messages`).length, 0);
        }),
    );
    await t.step("realtime.broadcast_changes() refuses triggers per statement", async () => {
      const call = sql`select realtime.broadcast_changes(
        't', 'e', 'INSERT', 'a', 'public', row(1), row(1), 'STATEMENT')`;
      await assert.rejects(call, /Failed to process the row: function can only be triggered/);
    });
  } finally {
    await sql.end();
    await database.stop();
  }
});
