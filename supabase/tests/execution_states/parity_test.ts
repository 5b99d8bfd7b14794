import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";

testParity(contract.executionStates, [
  {
    when: "with what runs and what began since, the oldest first",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor);
      const done = await makeExecution(actor, workflow_id);
      await actor.client.rpc("update_execution", { execution_id: done, status: "completed" })
        .throwOnError();
      const execution_id = await makeExecution(actor, workflow_id);
      await actor.client.rpc("update_execution", { execution_id, progress: 40 }).throwOnError();
      const since = new Date().toISOString();
      return () => ({ actor, input: { workflow_id, since } });
    },
    check: ({ states, topics, as_of, next_cursor }) => {
      const [older, newer] = states as Record<string, unknown>[];
      assert.deepEqual([older?.status, newer?.status], ["completed", "running"]);
      assert.deepEqual([older?.progress, newer?.progress], [null, 40]);
      assert.equal((topics as string[]).length, 2);
      assert.ok(Date.parse(`${as_of}`) > 0);
      assert.equal(next_cursor, null);
    },
  },
  {
    when: "with those that are named and the caller may see",
    status: 200,
    arrange: async () => {
      const [actor, stranger] = await Promise.all([signUp(), signUp()]);
      const own = await makeExecution(actor, await makeWorkflow(actor));
      const theirs = await makeExecution(stranger, await makeWorkflow(stranger));
      const execution_ids = [own, theirs, crypto.randomUUID()];
      return () => ({ actor, input: { execution_ids } });
    },
    check: ({ states, topics }) => {
      const [own, ...others] = states as { execution_id: string }[];
      assert.deepEqual(others, []);
      assert.deepEqual(topics, [`execution:${own?.execution_id}`]);
    },
  },
  {
    when: "when the service names nobody",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: {} })),
  },
  {
    when: "when ids and a filter are sent",
    status: 400,
    slug: "invalid_parameter",
    arrange: async () => {
      const actor = await signUp();
      const input = { execution_ids: [crypto.randomUUID()], workflow_id: crypto.randomUUID() };
      return () => ({ actor, input });
    },
  },
  {
    when: "when the cursor is none",
    status: 400,
    slug: "invalid_cursor",
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input: { cursor: "x" } });
    },
  },
]);
