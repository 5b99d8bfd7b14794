import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

const refuses = (
  slug: string,
  status: number,
  when: string,
  input: (workflow_id: string) => Record<string, unknown>,
): Rule => ({
  when,
  status,
  slug,
  arrange: async () => {
    const actor = await signUp();
    const workflow_id = await makeWorkflow(actor);
    return () => ({ actor, input: input(workflow_id) });
  },
});

testParity(contract.executionStats, [
  {
    when: "with numbers that agree with those computed by hand",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor, "Order a kettle");
      for (
        const [status, execution_time_seconds, parameters] of [
          ["completed", 1, {}],
          ["completed", 2, { mode: "local-run" }],
          ["failed", 6, { visual_streaming_enabled: true, visual_quality: "low" }],
          [null, null, {}],
        ] as const
      ) {
        const execution_id = await makeExecution(actor, workflow_id, parameters);
        if (!status) continue;
        await actor.client
          .rpc("update_execution", { execution_id, status, execution_time_seconds }).throwOnError();
      }
      return () => ({ actor, input: { workflow_id } });
    },
    check: (fields) => {
      assert.equal(fields.workflow_name, "Order a kettle");
      assert.equal(fields.total_executions, 4);
      assert.equal(fields.successful_executions, 2);
      assert.equal(fields.failed_executions, 1);
      assert.equal(fields.cancelled_executions, 0);
      assert.equal(fields.running_executions, 1);
      assert.equal(fields.success_rate, 66.67);
      assert.equal(fields.average_execution_time, 3);
      assert.equal(fields.min_execution_time, 1);
      assert.equal(fields.max_execution_time, 6);
      assert.equal(fields.p50_execution_time, 2);
      assert.equal(fields.most_common_mode, "cloud-run");
      assert.deepEqual(fields.mode_usage, { "cloud-run": 3, "local-run": 1 });
      assert.deepEqual(fields.quality_usage, { low: 1 });
      assert.equal(fields.visual_streaming_usage_rate, 25);
    },
  },
  {
    when: "with zeros and nulls for a workflow without runs",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor);
      return () => ({ actor, input: { workflow_id } });
    },
    check: (fields) => {
      assert.equal(fields.total_executions, 0);
      assert.equal(fields.success_rate, null);
      assert.equal(fields.last_execution_at, null);
    },
  },
  {
    when: "for the service and a window",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      await makeExecution(owner, workflow_id);
      const input = {
        workflow_id,
        user_id: owner.userId,
        since: "2026-01-01T00:00:00Z",
        until: "2026-01-02T00:00:00Z",
      };
      return () => ({ actor: service(), input });
    },
    check: (fields) => {
      assert.equal(fields.total_executions, 0);
      assert.equal(Date.parse(String(fields.since)), Date.UTC(2026, 0, 1));
    },
  },
  refuses("workflow_not_found", 404, "when there is no such workflow", () => ({
    workflow_id: crypto.randomUUID(),
  })),
  {
    when: "when the workflow is a stranger's",
    status: 404,
    slug: "workflow_not_found",
    arrange: async () => {
      const [actor, stranger] = await Promise.all([signUp(), signUp()]);
      const workflow_id = await makeWorkflow(stranger);
      return () => ({ actor, input: { workflow_id } });
    },
  },
  refuses("invalid_parameter", 400, "when since is not earlier than until", (workflow_id) => ({
    workflow_id,
    since: "2026-01-02T00:00:00Z",
    until: "2026-01-01T00:00:00Z",
  })),
  refuses("user_id_not_allowed", 400, "when a user names another user", (workflow_id) => ({
    workflow_id,
    user_id: crypto.randomUUID(),
  })),
  {
    when: "when the service names nobody",
    status: 400,
    slug: "user_id_required",
    arrange: async () => {
      const workflow_id = await makeWorkflow(await signUp());
      return () => ({ actor: service(), input: { workflow_id } });
    },
  },
]);
