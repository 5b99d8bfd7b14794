import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, signUp, type User } from "../actors.ts";
import { randomSession } from "../record_visual_events/random-session.ts";
import { seededRandom } from "../record_visual_events/seeded-random.ts";
import { type Raised, withRace } from "./race.ts";

async function session(owner: User) {
  const session_id = crypto.randomUUID();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id, {
    visual_streaming_enabled: true,
    session_id,
  });
  return { session_id, execution_id };
}

const [batch, other] = randomSession(seededRandom(4));
assert.ok(batch && other && batch.lines !== other.lines);

/** Uploads the first batch of a random session, or the second in its place. */
const record = (session_id: string, { parameters } = batch) => (sql: postgres.TransactionSql) => {
  const given = JSON.parse(JSON.stringify(parameters));
  return sql<{ stored: boolean }[]>`
    select b.stored
    from jsonb_populate_record(null::public.visual_chunks, ${
    sql.json(given)
  }::jsonb - '{content,digest}'::text[]) as p,
    lateral public.record_visual_events(
      ${session_id}, 'main', 0, ${given.content}, ${given.digest}, p.events, p.bytes,
      p.first_event_at, p.last_event_at, p.snapshot_at
    ) as b
  `.then(([row]) => row?.stored);
};

const finish = (execution_id: string) => (sql: postgres.TransactionSql) =>
  sql<{ visual_events_captured: number }[]>`
    select e.visual_events_captured from public.update_execution(${execution_id}, 'completed') as e
  `.then(([row]) => row?.visual_events_captured);

const raised = (outcome: Raised<unknown>) =>
  outcome instanceof postgres.PostgresError ? [outcome.code, outcome.message] : outcome;

Deno.test("of the same batch twice at once, one is stored", async () => {
  const owner = await signUp();
  const { session_id } = await session(owner);
  await withRace(owner, async ({ first, second, end }) => {
    assert.equal(await first(record(session_id)), true);
    const { outcome } = await second(record(session_id));
    await end("commit");
    assert.equal(await outcome, false);
  });
});

Deno.test("of two batches in the same place at once, one is refused", async () => {
  const owner = await signUp();
  const { session_id } = await session(owner);
  await withRace(owner, async ({ first, second, end }) => {
    await first(record(session_id));
    const { outcome } = await second(record(session_id, other));
    await end("commit");
    assert.deepEqual(raised(await outcome), ["PT409", "visual_batch_conflict"]);
  });
});

Deno.test("a batch whose upload is undone leaves its place to another", async () => {
  const owner = await signUp();
  const { session_id } = await session(owner);
  await withRace(owner, async ({ first, second, end }) => {
    await first(record(session_id));
    const { outcome } = await second(record(session_id, other));
    await end("rollback");
    assert.equal(await outcome, true);
  });
});

Deno.test("whoever ends a run counts the batch that is on its way", async () => {
  const owner = await signUp();
  const { session_id, execution_id } = await session(owner);
  await withRace(owner, async ({ first, second, end }) => {
    await first(record(session_id));
    const { outcome } = await second(finish(execution_id));
    await end("commit");
    assert.equal(await outcome, batch.events);
  });
});

Deno.test("a batch that arrives while the run ends is counted as well", async () => {
  const owner = await signUp();
  const { session_id, execution_id } = await session(owner);
  await withRace(owner, async ({ first, second, end }) => {
    assert.equal(await first(finish(execution_id)), null);
    const { outcome } = await second(record(session_id));
    await end("commit");
    assert.equal(await outcome, true);
    const { data } = await owner.client.from("workflow_executions").select()
      .eq("execution_id", execution_id).single().throwOnError();
    assert.equal(data.visual_events_captured, batch.events);
  });
});

Deno.test("a batch that waits for a run while it is deleted is refused as for no session", async () => {
  const owner = await signUp();
  const { session_id, execution_id } = await session(owner);
  await owner.client.rpc("update_execution", { execution_id, status: "completed" }).throwOnError();
  await withRace(owner, async ({ first, second, end }) => {
    await first((sql) => sql`select public.delete_executions(array[${execution_id}::uuid])`);
    const { outcome } = await second(record(session_id));
    await end("commit");
    assert.deepEqual(raised(await outcome), ["PT404", "visual_session_not_found"]);
  });
});
