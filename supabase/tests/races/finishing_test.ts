import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, signUp, type User } from "../actors.ts";
import { request } from "../request.ts";
import { withRace } from "./race.ts";

const finish = (execution_id: string, status: string) => async (sql: postgres.TransactionSql) => {
  const [row] = await sql<{ status: string }[]>`
    select status from public.update_execution(
      execution_id => ${execution_id}, status => ${status}, result => ${sql.json({ by: status })}
    )
  `;
  return row?.status;
};

async function withRun(): Promise<{ owner: User; execution_id: string }> {
  const owner = await signUp();
  return { owner, execution_id: await makeExecution(owner, await makeWorkflow(owner)) };
}

async function stored({ client }: User, execution_id: string) {
  const { data } = await client.from("workflow_executions")
    .select("status, result, completed_at, created_at, execution_time_seconds")
    .eq("execution_id", execution_id).single().throwOnError();
  return data;
}

Deno.test("of two finishes at once the second is refused, and the first stands", async () => {
  const { owner, execution_id } = await withRun();
  await withRace(owner, async (race) => {
    await race.first(finish(execution_id, "completed"));
    const { outcome } = await race.second(finish(execution_id, "failed"));
    await race.end("commit");
    const refused = await outcome;
    assert.ok(refused instanceof postgres.PostgresError);
    assert.equal(refused.code, "PT409");
    assert.equal(refused.message, "execution_already_finished");
  });
  const row = await stored(owner, execution_id);
  assert.equal(row.status, "completed");
  assert.deepEqual(row.result, { by: "completed" });
});

Deno.test("a finish that is rolled back leaves the execution to the one that waited", async () => {
  const { owner, execution_id } = await withRun();
  await withRace(owner, async (race) => {
    await race.first(finish(execution_id, "completed"));
    const { outcome } = await race.second(finish(execution_id, "failed"));
    await race.end("rollback");
    assert.equal(await outcome, "failed");
  });
  assert.deepEqual((await stored(owner, execution_id)).result, { by: "failed" });
});

Deno.test("two finishes with the same status both succeed, and the first report stands", async () => {
  const { owner, execution_id } = await withRun();
  await withRace(owner, async (race) => {
    await race.first(finish(execution_id, "completed"));
    const { outcome } = await race.second((sql) =>
      sql`
        select * from public.update_execution(
          execution_id => ${execution_id}, status => 'completed', result => '"late"',
          visual_events_captured => 5
        )
      `.then(([row]) => row)
    );
    await race.end("commit");
    const late = await outcome;
    assert.ok(!(late instanceof postgres.PostgresError));
    assert.deepEqual(late?.result, { by: "completed" });
    assert.equal(late?.visual_events_captured, 5);
  });
});

Deno.test("a report that waited for a finish does not undo it", async () => {
  const { owner, execution_id } = await withRun();
  await withRace(owner, async (race) => {
    await race.first(finish(execution_id, "cancelled"));
    const { outcome } = await race.second((sql) =>
      sql`
        select status, progress
        from public.update_execution(execution_id => ${execution_id}, progress => 60)
      `.then(([row]) => row)
    );
    await race.end("commit");
    const report = await outcome;
    assert.ok(!(report instanceof postgres.PostgresError));
    assert.equal(report?.status, "cancelled");
    assert.equal(report?.progress, null);
  });
});

Deno.test("metrics reported at once end at the greatest", async () => {
  const { owner, execution_id } = await withRun();
  const report = (events: number) => (sql: postgres.TransactionSql) =>
    sql`
      select visual_events_captured as events from public.update_execution(
        execution_id => ${execution_id}, visual_events_captured => ${events}
      )
    `.then(([row]) => row?.events);
  await withRace(owner, async (race) => {
    await race.first(report(9));
    const { outcome } = await race.second(report(4));
    await race.end("commit");
    assert.equal(await outcome, 9);
  });
});

Deno.test("of two finishes by HTTP at once exactly one wins, twenty times", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (let round = 0; round < 20; round++) {
    const execution_id = await makeExecution(owner, workflow_id);
    const answers = await Promise.all(
      ["completed", "failed"].map((status) =>
        request("PATCH", `/workflows/executions/${execution_id}`, {
          headers: owner.headers,
          json: { status, result: { by: status } },
        })
      ),
    );
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    assert.deepEqual([won?.status, lost?.status], [200, 409]);
    assert.equal(lost?.fields.code, "execution_already_finished");
    const row = await stored(owner, execution_id);
    assert.equal(row.status, won?.fields.status);
    assert.deepEqual(row.result, { by: row.status });
    assert.equal(row.completed_at, won?.fields.completed_at);
    const lasted = Date.parse(`${row.completed_at}`) - Date.parse(`${row.created_at}`);
    assert.ok(Math.abs(row.execution_time_seconds * 1000 - lasted) <= 1);
  }
});
