import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, signUp, target } from "../actors.ts";

interface Updates {
  readonly all: number;
  readonly hot: number;
}

/** The updates of executions that this connection has made and not yet reported. */
async function updates(sql: postgres.TransactionSql): Promise<Updates> {
  const [row] = await sql<Updates[]>`
    select
      pg_stat_get_xact_tuples_updated(t.oid)::integer as all,
      pg_stat_get_xact_tuples_hot_updated(t.oid)::integer as hot
    from (select 'public.workflow_executions'::regclass::oid) as t (oid)
  `;
  return row ?? { all: NaN, hot: NaN };
}

Deno.test("at least 70 % of the heartbeats of fresh runs are HOT updates", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const inputs = { url: "https://example.com/", steps: Array(20).fill("fill in the form") };
  const ids: string[] = [];
  for (let run = 0; run < 50; run++) ids.push(await makeExecution(owner, workflow_id, { inputs }));
  const claims = JSON.stringify({ sub: owner.userId, role: "authenticated" });
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  const counted = { all: 0, hot: 0 };
  for (let round = 1; round <= 4; round++) {
    for (const execution_id of ids) {
      await sql.begin(async (sql) => {
        await sql`select set_config('request.jwt.claims', ${claims}, true)`;
        await sql`set local role authenticated`;
        const before = await updates(sql);
        await sql`select public.heartbeat_execution(${execution_id}, ${round * 20})`;
        const after = await updates(sql);
        counted.all += after.all - before.all;
        counted.hot += after.hot - before.hot;
      });
      // As if 5 seconds had passed.
      await sql`
        update public.workflow_executions
        set last_heartbeat_at = last_heartbeat_at - interval '5 seconds'
        where execution_id = ${execution_id}
      `;
    }
  }
  await sql.end();
  assert.equal(counted.all, 200);
  assert.ok(counted.hot >= 140, `${counted.hot} of ${counted.all}`);
});
