import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makePublicWorkflow, makeWorkflow, service, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";

testParity(contract.compareModes, [
  {
    when: "with both modes",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor, "Order a kettle");
      for (
        const [mode, status, execution_time_seconds] of [
          ["cloud-run", "completed", 1],
          ["cloud-run", "failed", 9],
          ["local-run", "completed", 4],
        ] as const
      ) {
        const execution_id = await makeExecution(actor, workflow_id, { mode });
        await actor.client
          .rpc("update_execution", { execution_id, status, execution_time_seconds }).throwOnError();
      }
      await makeExecution(actor, workflow_id);
      return () => ({ actor, input: { workflow_id } });
    },
    check: (fields) => {
      const { a, b } = fields as Record<string, Record<string, unknown>>;
      assert.deepEqual([a?.mode, a?.sampled_executions, a?.success_rate], ["cloud-run", 2, 50]);
      assert.deepEqual([b?.mode, b?.sampled_executions, b?.success_rate], ["local-run", 1, 100]);
      assert.match(
        String(fields.verdict),
        /^Too few finished runs to compare success: 2 of cloud-run and 1 of local-run;/,
      );
      const { verdict, difference, probability_longer, cliffs_delta, effect } = fields
        .duration as Record<string, unknown>;
      assert.deepEqual(
        [verdict, difference, probability_longer, cliffs_delta, effect],
        ["too_few_runs", 3, 100, 1, "large"],
      );
    },
  },
  {
    when: "for the service, as the user sees it",
    status: 200,
    arrange: async () => {
      const { userId } = await signUp();
      const workflow_id = await makePublicWorkflow();
      await makeExecution(service(), workflow_id);
      return () => ({ actor: service(), input: { workflow_id, user_id: userId } });
    },
  },
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
]);
