import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, signUp, target } from "../actors.ts";

/** Two connections of the database's owner, each with an open transaction. */
async function withTwo(
  run: (one: postgres.TransactionSql, two: postgres.TransactionSql) => Promise<void>,
): Promise<void> {
  const sql = postgres(target.databaseUrl, { max: 2, onnotice: () => {} });
  try {
    await sql.begin((one) => sql.begin((two) => run(one, two)));
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** Upkeep in the given transaction, once the scheduler is not at it. */
async function maintain(sql: postgres.TransactionSql) {
  await sql`select pg_advisory_xact_lock(hashtextextended('runtrail: maintenance', 0))`;
  const [run] = await sql`select * from private.maintain()`;
  return run;
}

Deno.test("of two calls of upkeep at once the second returns at once and says busy", async () => {
  await withTwo(async (one, two) => {
    const first = await maintain(one);
    assert.equal(first?.outcome, "done");
    const [second] = await two`select * from private.maintain()`;
    assert.deepEqual({ ...second, started_at: null }, {
      ...{ run_id: null, started_at: null, seconds: "0.000", outcome: "busy" },
      ...{ work_left: [], errors: [], steps: {} },
    });
  });
});

Deno.test("upkeep takes no run that somebody holds, and waits for nobody", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const [held, free] = [
    await makeExecution(owner, workflow_id, { idempotency_key: "held", timeout_seconds: 1 }),
    await makeExecution(owner, workflow_id, { idempotency_key: "free", timeout_seconds: 1 }),
  ];
  await withTwo(async (one, two) => {
    // So that the scheduler does not come first.
    await two`select pg_advisory_xact_lock(hashtextextended('runtrail: maintenance', 0))`;
    await two`
      update public.workflow_executions set created_at = now() - interval '8 days'
      where execution_id = ${free}`;
    await one`
      update public.workflow_executions set created_at = now() - interval '8 days'
      where execution_id = ${held}`;
    const run = await maintain(two);
    assert.deepEqual([run?.outcome, run?.work_left], ["done", []]);
    const read = (sql: postgres.TransactionSql, execution_id: string) =>
      sql`
        select idempotency_key, status from public.workflow_executions
        where execution_id = ${execution_id}`.then(([row]) => ({ ...row }));
    assert.deepEqual(await read(two, free), { idempotency_key: null, status: "failed" });
    assert.deepEqual(await read(one, held), { idempotency_key: "held", status: "running" });
  });
});

Deno.test("counts that are being rebuilt are folded later, and the other steps go on", async () => {
  await withTwo(async (one, two) => {
    await one`select private.rebuild_rollups()`;
    const run = await maintain(two);
    assert.deepEqual([run?.outcome, run?.work_left], ["done", ["fold"]]);
  });
});
