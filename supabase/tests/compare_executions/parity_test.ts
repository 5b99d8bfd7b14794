import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makePublicWorkflow, makeWorkflow, service, signUp } from "../actors.ts";
import type { User } from "../actors.ts";
import { testParity } from "../parity.ts";

const step = (kind: string, name: string, more = {}) => ({ kind, step: name, ...more });

/** Makes a run that opens a page and pays, and ends as the report says. */
async function makeRun(
  actor: User,
  workflow_id: string,
  report: Record<string, unknown>,
  pay = {},
): Promise<string> {
  const execution_id = await makeExecution(actor, workflow_id, {
    inputs: { search: "kettle", limit: report.limit },
    visual_streaming_enabled: true,
  });
  const append_logs = [
    step("step_started", "open"),
    `opened page ${report.limit}`,
    step("step_finished", "open"),
    step("step_started", "pay"),
    step("step_finished", "pay", pay),
  ];
  const { limit: _, ...rest } = report;
  await actor.client.rpc("update_execution", { execution_id, append_logs, ...rest }).throwOnError();
  return execution_id;
}

testParity(contract.compareExecutions, [
  {
    when: "with all that differs",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor, "Order a kettle");
      const a = await makeRun(actor, workflow_id, {
        limit: 10,
        status: "completed",
        execution_time_seconds: 2,
        result: { price: 12.5 },
      });
      const failed = { status: "failed", error: "no button", execution_time_seconds: 3 };
      const b = await makeRun(actor, workflow_id, { limit: 11, logs: ["gave up"], ...failed }, {
        level: "error",
        message: "no button",
      });
      return () => ({ actor, input: { a, b } });
    },
    check: (fields) => {
      const { inputs, result, steps, logs, first_divergence, a } = fields as Record<
        string,
        Record<string, unknown>
      >;
      assert.equal(a?.workflow_name, "Order a kettle");
      assert.equal((a?.recording as Record<string, unknown>).stored_events, 0);
      assert.equal(fields.same_status, false);
      assert.equal(fields.seconds_difference, 1);
      assert.equal(fields.seconds_ratio, 1.5);
      assert.equal(inputs?.same_shape, true);
      assert.equal(result?.is_same, false);
      assert.equal(steps?.common_steps, 2);
      assert.equal(logs?.common_lines, 1);
      assert.deepEqual(fields.notes, ["a and b were given different inputs, first at /limit."]);
      assert.equal(
        first_divergence?.sentence,
        'Step 2, "pay", completed in a and failed in b: "no button".',
      );
      assert.equal(fields.truncated, false);
    },
  },
  {
    when: "for shared runs",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makePublicWorkflow();
      const a = await makeExecution(service(), workflow_id);
      const b = await makeExecution(service(), workflow_id, { mode: "local-run" });
      return () => ({ actor, input: { a, b } });
    },
    check: ({ same_mode, first_divergence }) => {
      assert.equal(same_mode, false);
      assert.equal(first_divergence, null);
    },
  },
  {
    when: "for the service, between users",
    status: 200,
    arrange: async () => {
      const [one, other] = await Promise.all([signUp(), signUp()]);
      const a = await makeExecution(one, await makeWorkflow(one));
      const b = await makeExecution(other, await makeWorkflow(other));
      return () => ({ actor: service(), input: { a, b } });
    },
    check: ({ same_workflow }) => assert.equal(same_workflow, false),
  },
  ...(["a", "b"] as const).map((which) => ({
    when: `when ${which} is a stranger's`,
    status: 404,
    slug: "execution_not_found",
    arrange: async () => {
      const [actor, stranger] = await Promise.all([signUp(), signUp()]);
      const own = await makeExecution(actor, await makeWorkflow(actor));
      const theirs = await makeExecution(stranger, await makeWorkflow(stranger));
      return () => ({ actor, input: { a: own, b: own, [which]: theirs } });
    },
  })),
]);
