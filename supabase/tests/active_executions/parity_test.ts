import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";

testParity(contract.activeExecutions, [
  {
    when: "with running executions only, newest first",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor, "Order a kettle");
      const done = await makeExecution(actor, workflow_id);
      await actor.client.rpc("update_execution", {
        execution_id: done,
        status: "completed",
        execution_time_seconds: 7.5,
      }).throwOnError();
      await makeExecution(actor, workflow_id, { mode: "local-run" });
      const streaming = await makeExecution(actor, workflow_id, { visual_streaming_enabled: true });
      await actor.client.rpc("update_execution", { execution_id: streaming, progress: 40 })
        .throwOnError();
      return () => ({ actor, input: { workflow_id } });
    },
    check: ({ active_executions, total_active }) => {
      const [newest, older] = active_executions as Record<string, unknown>[];
      assert.equal(total_active, 2);
      assert.equal(newest?.visual_streaming_enabled, true);
      assert.equal(newest?.progress, 40);
      assert.equal(newest?.expected_seconds, 7.5);
      assert.equal(older?.mode, "local-run");
      assert.equal(older?.workflow_name, "Order a kettle");
    },
  },
  {
    when: "with an empty list for the service when nothing of the user's runs",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const input = { user_id: owner.userId, workflow_id: await makeWorkflow(owner) };
      return () => ({ actor: service(), input });
    },
    check: ({ active_executions }) => assert.deepEqual(active_executions, []),
  },
  {
    when: "when a user names another user",
    status: 400,
    slug: "user_id_not_allowed",
    arrange: async () => {
      const [actor, stranger] = await Promise.all([signUp(), signUp()]);
      return () => ({ actor, input: { user_id: stranger.userId } });
    },
  },
  {
    when: "when the service names nobody",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: {} })),
  },
  {
    when: "when the service names a user who does not exist",
    status: 404,
    slug: "user_not_found",
    arrange: () =>
      Promise.resolve(() => ({ actor: service(), input: { user_id: crypto.randomUUID() } })),
  },
]);
