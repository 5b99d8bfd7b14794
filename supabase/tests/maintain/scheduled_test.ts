import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, signUp, target } from "../actors.ts";

/** The database's owner; ended by whoever asks for it. */
const connect = () => postgres(target.databaseUrl, { max: 1, onnotice: () => {} });

async function eventually(check: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(what);
}

Deno.test("the scheduler ends a stuck run and folds counts without anybody calling", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const finished = await makeExecution(owner, workflow_id);
  await owner.client.rpc("update_execution", { execution_id: finished, status: "completed" })
    .throwOnError();
  const stuck = await makeExecution(owner, workflow_id, { timeout_seconds: 1 });
  const status = async () => {
    const { data } = await owner.client.from("workflow_executions")
      .select("status, error_code").eq("execution_id", stuck).single().throwOnError();
    return data;
  };
  assert.equal((await status()).status, "running");

  const sql = connect();
  // Each minute is the schedule; each second is the same job, and a shorter test.
  const [job] = await sql`
    select jobid, schedule from cron.job where jobname = 'runtrail-maintain'`;
  const every = (schedule: string) =>
    sql`select cron.alter_job(${job?.jobid}::bigint, schedule => ${schedule})`;
  try {
    await every("1 second");
    await eventually(async () => (await status()).status === "failed", "the run was not ended");
    assert.equal((await status()).error_code, "timed_out");
    const counted = async () => {
      const [row] = await sql`
        select
          (select completed || ' ' || failed from private.execution_totals
            where owner_key = ${owner.userId} and workflow_id = ${workflow_id}) as folded,
          (select count(*) from private.execution_deltas
            where owner_key = ${owner.userId}) as pending`;
      return { ...row };
    };
    await eventually(async () => (await counted()).folded === "1 1", "counts were not folded");
    assert.deepEqual(await counted(), { folded: "1 1", pending: "0" });
    const [run] = await sql`
      select outcome from private.maintenance_runs order by run_id desc limit 1`;
    assert.equal(run?.outcome, "done");
  } finally {
    await every(job?.schedule);
    await sql.end();
  }
});

Deno.test("a table of which much has changed is analyzed, and not again within minutes", async () => {
  const fill = async (sql: postgres.Sql) => {
    const rows = "select n from generate_series(1, 2000) as n";
    await sql.unsafe(`insert into private.just_filled ${rows}`);
    // What a connection has changed is counted when it ends at the latest.
    await sql.end();
  };
  const sql = connect();
  const analyzed = async () => {
    const [row] = await sql`
      select s.analyze_count, s.n_mod_since_analyze as modified, c.reltuples
      from pg_catalog.pg_stat_user_tables as s join pg_catalog.pg_class as c on c.oid = s.relid
      where s.relid = 'private.just_filled'::regclass`;
    return { ...row };
  };
  const maintained = async () => {
    const [run] = await sql`select * from private.maintain()`;
    return run?.outcome !== "busy";
  };
  try {
    await sql`create table private.just_filled (n integer) with (autovacuum_enabled = off)`;
    await fill(connect());
    await eventually(async () => (await analyzed()).modified === "2000", "not counted");
    await eventually(maintained, "the scheduler is always at it");
    assert.deepEqual(await analyzed(), { analyze_count: "1", modified: "0", reltuples: 2000 });
    await fill(connect());
    await eventually(async () => (await analyzed()).modified === "2000", "not counted");
    await eventually(maintained, "the scheduler is always at it");
    assert.equal((await analyzed()).analyze_count, "1");
  } finally {
    await sql`drop table if exists private.just_filled`;
    await sql.end();
  }
});
