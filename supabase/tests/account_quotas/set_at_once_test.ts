import assert from "node:assert/strict";
import postgres from "postgres";
import { signUp, target } from "../actors.ts";
import { setQuotas } from "../quotas.ts";

/** What creates ask for, beside what is set: both as names and numbers of the account. */
async function askedAndSet(sql: postgres.Sql, user_id: string) {
  const [row] = await sql<{ asked: Record<string, number>; set: Record<string, number> }[]>`
    select
      (
        select jsonb_strip_nulls(to_jsonb(l) - 'workflow_id')
        from private.account_quotas as a cross join unnest(a.levels) as l
        where a.owner_key = ${user_id}
      ) as asked,
      (
        select jsonb_object_agg(q.name, q.most) from private.quotas as q
        where q.owner_key = ${user_id}
      ) as set`;
  return row;
}

async function withConnection(use: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(target.databaseUrl, { max: 3, onnotice: () => {} });
  try {
    await use(sql);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

Deno.test("of two that set quotas of an account in the table at once, neither is lost", async () => {
  await withConnection(async (sql) => {
    const { userId } = await signUp();
    const set = (transaction: postgres.TransactionSql, name: string) =>
      transaction`insert into private.quotas (user_id, name, most) values (${userId}, ${name}, 7)`;
    let second: Promise<unknown> = Promise.resolve();
    await sql.begin(async (one) => {
      await set(one, "executions_per_minute");
      second = sql.begin(async (two) => await set(two, "executions_per_day"));
      const [self] = await one<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const isWaiting = async () =>
        (await sql`
          select 1 from pg_stat_activity
          where ${self?.pid ?? 0} = any(pg_blocking_pids(pid))`).length > 0;
      const end = Date.now() + 5000;
      while (!await isWaiting()) assert.ok(Date.now() < end, "the second waits for the first");
    });
    await second;
    const expected = { executions_per_minute: 7, executions_per_day: 7 };
    assert.deepEqual(await askedAndSet(sql, userId), { asked: expected, set: expected });
  });
});

Deno.test("set_quotas() of one account by many at once: none fails, the last holds", async () => {
  await withConnection(async (sql) => {
    const user = await signUp();
    const names = [
      "executions_per_minute",
      "executions_per_day",
      "running_executions",
      "stored_bytes",
    ];
    await Promise.all(Array.from({ length: 40 }, async (_, turn) => {
      const chosen = names.filter((_, place) => (turn % 15 + 1) & 1 << place);
      await setQuotas(user, Object.fromEntries(chosen.map((name) => [name, turn])));
    }));
    const found = await askedAndSet(sql, user.userId);
    assert.ok(found?.set);
    assert.deepEqual(found.asked, found.set);
  });
});
