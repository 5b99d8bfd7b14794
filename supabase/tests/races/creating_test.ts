import assert from "node:assert/strict";
import postgres from "postgres";
import { makeWorkflow, signUp, type User } from "../actors.ts";
import { request } from "../request.ts";
import { withRace } from "./race.ts";

interface Created {
  readonly execution_id: string;
  readonly replayed: boolean;
}

const create =
  (workflow_id: string, parameters: Record<string, string>, inputs = {}) =>
  async (sql: postgres.TransactionSql): Promise<Created | undefined> => {
    const { idempotency_key = null, session_id = null } = parameters;
    const [row] = await sql<Created[]>`
    select execution_id, replayed from public.create_execution(
      workflow_id => ${workflow_id}, idempotency_key => ${idempotency_key},
      session_id => ${session_id}, inputs => ${sql.json(inputs)}
    )
  `;
    return row;
  };

async function rowsOf({ client }: User, workflow_id: string): Promise<number> {
  const { count } = await client.from("workflow_executions")
    .select("*", { count: "exact", head: true }).eq("workflow_id", workflow_id).throwOnError();
  return count ?? NaN;
}

Deno.test("of two creates with one key at once the second gets the first answer", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const same = create(workflow_id, { idempotency_key: crypto.randomUUID() });
  await withRace(owner, async (race) => {
    const first = await race.first(same);
    const { outcome } = await race.second(same);
    await race.end("commit");
    assert.equal(first?.replayed, false);
    assert.deepEqual(await outcome, { execution_id: first?.execution_id, replayed: true });
  });
  assert.equal(await rowsOf(owner, workflow_id), 1);
});

Deno.test("a create whose twin is rolled back makes the execution itself", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const same = create(workflow_id, { idempotency_key: crypto.randomUUID() });
  await withRace(owner, async (race) => {
    await race.first(same);
    const { outcome } = await race.second(same);
    await race.end("rollback");
    const second = await outcome;
    assert.ok(!(second instanceof postgres.PostgresError));
    assert.equal(second?.replayed, false);
  });
  assert.equal(await rowsOf(owner, workflow_id), 1);
});

Deno.test("two creates with one key and other content at once: the second is refused", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const key = { idempotency_key: crypto.randomUUID() };
  await withRace(owner, async (race) => {
    await race.first(create(workflow_id, key, { a: 1 }));
    const { outcome } = await race.second(create(workflow_id, key, { a: 2 }));
    await race.end("commit");
    const refused = await outcome;
    assert.ok(refused instanceof postgres.PostgresError);
    assert.equal(refused.message, "idempotency_key_reused");
  });
  assert.equal(await rowsOf(owner, workflow_id), 1);
});

Deno.test("two creates with one session at once: the second is refused", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const same = create(workflow_id, { session_id: `session-${crypto.randomUUID()}` });
  await withRace(owner, async (race) => {
    await race.first(same);
    const { outcome } = await race.second(same);
    await race.end("commit");
    const refused = await outcome;
    assert.ok(refused instanceof postgres.PostgresError);
    assert.equal(refused.code, "PT409");
    assert.equal(refused.message, "session_id_in_use");
  });
});

Deno.test("creates with one key by HTTP at once make one row, twenty times", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (let round = 1; round <= 20; round++) {
    const headers = { ...owner.headers, "idempotency-key": crypto.randomUUID() };
    const answers = await Promise.all(
      Array.from(
        { length: 4 },
        () => request("POST", "/workflows/executions", { headers, json: { workflow_id } }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 201]);
    assert.equal(new Set(answers.map(({ fields }) => fields.execution_id)).size, 1);
    for (const { status, fields } of answers) assert.equal(fields.replayed, status === 200);
    assert.equal(await rowsOf(owner, workflow_id), round);
  }
});
