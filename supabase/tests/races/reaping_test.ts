import assert from "node:assert/strict";
import postgres from "postgres";
import { makeWorkflow, signUp, target, type User } from "../actors.ts";
import { request } from "../request.ts";
import { withRace } from "./race.ts";

/**
 * Runs of one workflow that are silent for so long that a reaper ends them, once the workflow lets it:
 * the scheduled one must not come before the test does.
 */
async function withSilentRuns(count: number) {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await using database = connect(1);
  await database.sql`
    insert into public.workflow_settings (workflow_id, ends_stuck_runs) values (${workflow_id}, false)
  `;
  const rows = await database.sql<{ execution_id: string }[]>`
    insert into public.workflow_executions
      (workflow_id, user_id, created_at, updated_at, last_heartbeat_at)
    select ${workflow_id}, ${owner.userId}, ago.at, ago.at, ago.at
    from (select now() - interval '1 hour' as at) as ago
    cross join generate_series(1, ${count}::integer)
    returning execution_id
  `;
  return { owner, workflow_id, ids: rows.map(({ execution_id }) => execution_id) };
}

async function withSilentRun() {
  const { owner, workflow_id, ids: [execution_id = ""] } = await withSilentRuns(1);
  return { owner, workflow_id, execution_id };
}

function connect(max: number) {
  const sql = postgres(target.databaseUrl, { max, onnotice: () => {} });
  return { sql, [Symbol.asyncDispose]: () => sql.end() };
}

/** The reaper, let loose on a workflow; also in a transaction that began as a user's. */
const reap = (workflow_id: string) => async (sql: postgres.Sql | postgres.TransactionSql) => {
  await sql`reset role`;
  await sql`
    update public.workflow_settings set ends_stuck_runs = true where workflow_id = ${workflow_id}
  `;
  await sql`select private.reap_executions(100000)`;
};

const finish = (execution_id: string) => async (sql: postgres.TransactionSql) => {
  const [row] = await sql`
    select status, late
    from public.update_execution(execution_id => ${execution_id}, status => 'completed')
  `;
  return row;
};

const beat = (execution_id: string) => async (sql: postgres.TransactionSql) => {
  const [row] = await sql`
    select status, late from public.heartbeat_execution(${execution_id}, message => 'alive')
  `;
  return row;
};

async function stored({ client }: User, execution_id: string) {
  const { data } = await client.from("workflow_executions")
    .select("status, error_code").eq("execution_id", execution_id).single().throwOnError();
  return data;
}

for (const [what, report] of Object.entries({ finish, beat })) {
  Deno.test(`the reaper passes over a run while a ${what} is under way, and after it`, async () => {
    const { owner, workflow_id, execution_id } = await withSilentRun();
    const status = report === finish ? "completed" : "running";
    await using database = connect(1);
    await withRace(owner, async (race) => {
      await race.first(report(execution_id));
      await reap(workflow_id)(database.sql);
      await race.end("commit");
    });
    assert.deepEqual(await stored(owner, execution_id), { status, error_code: null });
    await reap(workflow_id)(database.sql);
    assert.deepEqual(await stored(owner, execution_id), { status, error_code: null });
  });

  Deno.test(`a ${what} that waits for the reaper comes late`, async () => {
    const { owner, workflow_id, execution_id } = await withSilentRun();
    await withRace(owner, async (race) => {
      await race.first(reap(workflow_id));
      const { outcome } = await race.second(report(execution_id));
      await race.end("commit");
      assert.deepEqual({ ...await outcome }, { status: "failed", late: true });
    });
    const ended = { status: "failed", error_code: "heartbeat_lost" };
    assert.deepEqual(await stored(owner, execution_id), ended);
  });

  Deno.test(`a ${what} that waits for a reaper which is rolled back is in time`, async () => {
    const { owner, workflow_id, execution_id } = await withSilentRun();
    await withRace(owner, async (race) => {
      await race.first(reap(workflow_id));
      const { outcome } = await race.second(report(execution_id));
      await race.end("rollback");
      const status = report === finish ? "completed" : "running";
      assert.deepEqual({ ...await outcome }, { status, late: false });
    });
    assert.equal((await stored(owner, execution_id)).error_code, null);
  });
}

Deno.test("two reapers, finishes, beats and requests to stop at once: each run ends once", async () => {
  const { owner, workflow_id, ids } = await withSilentRuns(120);
  await using database = connect(2);
  await database.sql`
    update public.workflow_settings set ends_stuck_runs = true where workflow_id = ${workflow_id}
  `;
  const reporting = { done: false };
  const reapers = [1, 2].map(async () => {
    while (!reporting.done) await database.sql`select private.reap_executions(7)`;
  });
  const answers = await Promise.all(ids.map(async (execution_id, at) => {
    const [path, json] = ([
      ["/update-execution", { execution_id, status: "completed" }],
      ["/heartbeat-execution", { execution_id, progress: 50, message: "alive" }],
      ["/cancel-execution", { execution_id }],
    ] as const)[at % 3] ?? [];
    const { status, fields } = await request("POST", `${path}`, { headers: owner.headers, json });
    return { execution_id, path, status, late: fields.late === true, code: fields.code };
  }));
  reporting.done = true;
  await Promise.all(reapers);
  while ((await database.sql`select private.reap_executions() as n`)[0]?.n > 0);

  const { data: rows } = await owner.client.from("workflow_executions")
    .select("execution_id, status, error_code").eq("workflow_id", workflow_id).throwOnError();
  for (const { execution_id, path, status, late, code } of answers) {
    const row = rows.find((one) => one.execution_id === execution_id);
    const wasInTime = status === 200;
    assert.ok(wasInTime || code === "execution_already_finished", `${path}: ${status} ${code}`);
    if (path === "/cancel-execution") {
      // A request to stop is no sign of life of the run; the reaper may come before or after it.
      assert.ok(["running", "failed"].includes(row?.status), `${row?.status}`);
      continue;
    }
    assert.equal(late, !wasInTime);
    const status_in_time = path === "/update-execution" ? "completed" : "running";
    assert.equal(row?.status, wasInTime ? status_in_time : "failed", path);
    assert.equal(row?.error_code, wasInTime ? null : "heartbeat_lost", path);
  }
  const { data: stats } = await owner.client.rpc("execution_stats", { workflow_id }).throwOnError();
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  assert.deepEqual(
    [stats.successful_executions, stats.failed_executions, stats.running_executions],
    ["completed", "failed", "running"].map(count),
  );
});
