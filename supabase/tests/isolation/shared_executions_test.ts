import assert from "node:assert/strict";
import { createRuntrailClient } from "../../../client/mod.ts";
import { contract } from "../../functions/_shared/contract.ts";
import {
  makeExecution,
  makePublicWorkflow,
  service,
  signedOut,
  signInAnonymously,
  signUp,
} from "../actors.ts";
import { eventsOf, makeEvents, recordBatches } from "../visual.ts";
import { ways } from "../ways.ts";

/** A public workflow with one shared, streaming execution. */
async function withShared() {
  const workflow_id = await makePublicWorkflow();
  const execution_id = await makeExecution(service(), workflow_id, {
    visual_streaming_enabled: true,
  });
  return { workflow_id, execution_id };
}

const shownBy = {
  executionHistory: "executions",
  activeExecutions: "active_executions",
  executionStates: "states",
  visualSessions: "sessions",
} as const;

Deno.test("a shared execution is seen by everyone signed in, in every way", async () => {
  const { workflow_id, execution_id } = await withShared();
  const user = await signUp();
  for (const [name, way] of Object.entries(ways)) {
    for (const [key, list] of Object.entries(shownBy)) {
      const operation = contract[key as keyof typeof shownBy];
      const { fields } = await way(operation, user, { workflow_id });
      const rows = fields?.[list] as { execution_id: string }[];
      assert.deepEqual(rows.map((row) => row.execution_id), [execution_id], `${key}, ${name}`);
    }
    const { fields } = await way(contract.executionStats, user, { workflow_id });
    assert.equal(fields?.total_executions, 1, name);
  }
  const { data } = await user.client.from("workflow_executions").select("user_id")
    .eq("execution_id", execution_id).throwOnError();
  assert.deepEqual(data, [{ user_id: null }]);
});

Deno.test("a shared execution is hidden from anonymous sign-ins, in every way", async () => {
  const { workflow_id, execution_id } = await withShared();
  const visitor = await signInAnonymously();
  for (const [name, way] of Object.entries(ways)) {
    for (const [key, list] of Object.entries(shownBy)) {
      const operation = contract[key as keyof typeof shownBy];
      for (
        const [actor, input] of [
          [visitor, { workflow_id }],
          [service(), { workflow_id, user_id: visitor.userId }],
        ] as const
      ) {
        const { fields } = await way(operation, actor, input);
        assert.deepEqual(fields?.[list], [], `${key}, ${name}`);
      }
    }
    const { fields } = await way(contract.executionStats, visitor, { workflow_id });
    assert.equal(fields?.total_executions, 0, name);
  }
  for (const { client } of [visitor, signedOut()]) {
    const rows = await client.from("workflow_executions").select().eq("execution_id", execution_id);
    assert.deepEqual(rows.data ?? [], []);
    const events = await client.from("execution_events").select().eq("execution_id", execution_id);
    assert.deepEqual(events.data ?? [], []);
  }
});

Deno.test("a shared recording is read by everyone signed in, written by the service", async () => {
  const session_id = `session-${crypto.randomUUID()}`;
  await makeExecution(service(), await makePublicWorkflow(), {
    visual_streaming_enabled: true,
    session_id,
  });
  await recordBatches(service(), session_id, [0]);
  const user = await signUp();
  const [own, visitor] = [createRuntrailClient(user.client), await signInAnonymously()];
  const { chunks } = await own.visualChunks({ session_id });
  assert.equal(chunks.length, 1);
  const { bytes } = await own.visualChunk({ session_id, tab: "main", sequence: 0 });
  assert.deepEqual(await eventsOf(bytes), makeEvents(0));
  const lines = await Array.fromAsync(own.visualStream({ session_id, follow: false }));
  assert.equal(lines.length, 5);
  for (const { client } of [user, visitor]) {
    const batch = { session_id, sequence: 1, events: makeEvents(1) };
    await assert.rejects(createRuntrailClient(client).recordVisualEvents(batch), {
      code: "visual_session_not_found",
    });
  }
  for (
    const [actor, input] of [
      [visitor, { session_id }],
      [service(), { session_id, user_id: visitor.userId }],
    ] as const
  ) {
    const hidden = createRuntrailClient(actor.client);
    const code = "visual_session_not_found";
    await assert.rejects(hidden.visualChunks(input), { code });
    await assert.rejects(hidden.visualChunk({ ...input, tab: "main", sequence: 0 }), { code });
    await assert.rejects(Array.fromAsync(hidden.visualStream(input)), { code });
  }
});

Deno.test("a shared execution is changed by nobody but the service", async () => {
  const { execution_id } = await withShared();
  for (const user of [await signUp(), await signInAnonymously()]) {
    const { data } = await user.client.from("workflow_executions").update({ progress: 9 })
      .eq("execution_id", execution_id).select().throwOnError();
    assert.deepEqual(data, []);
    const { error } = await user.client.from("execution_events")
      .insert({ execution_id, message: "was here" });
    assert.notEqual(error, null);
  }
  const { data } = await service().client
    .rpc("update_execution", { execution_id, progress: 50, append_logs: ["half way"] })
    .throwOnError();
  assert.equal(data.progress, 50);
});
