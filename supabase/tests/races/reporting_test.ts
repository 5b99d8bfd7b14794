import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, signUp } from "../actors.ts";
import { request } from "../request.ts";
import { withRace } from "./race.ts";

Deno.test("lines appended at once are all kept, each caller's in its order", async () => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  const [callers, lines] = [20, 5];
  const answers = await Promise.all(
    Array.from(
      { length: callers },
      (_, caller) =>
        request("PATCH", `/workflows/executions/${execution_id}`, {
          headers: owner.headers,
          json: {
            append_logs: Array.from({ length: lines }, (_, line) => `${caller}:${line}`),
          },
        }),
    ),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  const { data } = await owner.client.from("execution_events").select("message")
    .eq("execution_id", execution_id).order("seq").throwOnError();
  assert.equal(data.length, callers * lines);
  for (let caller = 0; caller < callers; caller++) {
    const own = data.map(({ message }) => message).filter((one) => one.startsWith(`${caller}:`));
    assert.deepEqual(own, Array.from({ length: lines }, (_, line) => `${caller}:${line}`));
  }
});

Deno.test("two reports at once that exceed the events' limit together: one is refused", async () => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  const append = (sql: postgres.TransactionSql) =>
    sql`
      select execution_id from public.update_execution(
        execution_id => ${execution_id},
        append_logs => (select jsonb_agg('x'::text) from generate_series(1, 10001))
      )
    `.then(([row]) => row);
  await withRace(owner, async (race) => {
    await race.first(append);
    const { outcome } = await race.second(append);
    await race.end("commit");
    const refused = await outcome;
    assert.ok(refused instanceof postgres.PostgresError);
    assert.equal(refused.message, "payload_too_large");
  });
});

Deno.test("one session linked to two executions at once: one gets 409 session_id_in_use", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const [one, other] = [
    await makeExecution(owner, workflow_id),
    await makeExecution(owner, workflow_id),
  ];
  const session_id = `session-${crypto.randomUUID()}`;
  const link = (execution_id: string) => (sql: postgres.TransactionSql) =>
    sql`
      select session_id from public.update_execution(
        execution_id => ${execution_id}, session_id => ${session_id}
      )
    `.then(([row]) => row);
  await withRace(owner, async (race) => {
    await race.first(link(one));
    const { outcome } = await race.second(link(other));
    await race.end("commit");
    const refused = await outcome;
    assert.ok(refused instanceof postgres.PostgresError);
    assert.equal(refused.message, "session_id_in_use");
    assert.equal(refused.code, "PT409");
  });
});

Deno.test("one session linked and created at once: one gets 409 session_id_in_use", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  const session_id = `session-${crypto.randomUUID()}`;
  await withRace(owner, async (race) => {
    await race.first((sql) =>
      sql`
        select execution_id from public.create_execution(
          workflow_id => ${workflow_id}, session_id => ${session_id}
        )
      `.then(([row]) => row)
    );
    const { outcome } = await race.second((sql) =>
      sql`
        select session_id from public.update_execution(
          execution_id => ${execution_id}, session_id => ${session_id}
        )
      `.then(([row]) => row)
    );
    await race.end("commit");
    const refused = await outcome;
    assert.ok(refused instanceof postgres.PostgresError);
    assert.equal(refused.message, "session_id_in_use");
  });
});

Deno.test("a session linked by HTTP at once is answered 200 and 409, twenty times", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (let round = 0; round < 20; round++) {
    const session_id = `session-${crypto.randomUUID()}`;
    const ids = await Promise.all([1, 2].map(() => makeExecution(owner, workflow_id)));
    const answers = await Promise.all(
      ids.map((execution_id) =>
        request("POST", "/update-execution", {
          headers: owner.headers,
          json: { execution_id, session_id },
        })
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    assert.equal(refused?.fields.code, "session_id_in_use");
  }
});
