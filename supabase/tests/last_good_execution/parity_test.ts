import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makePublicWorkflow, makeWorkflow, service, signUp } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

const refuses = (
  when: string,
  status: number,
  slug: string,
  input: Record<string, unknown>,
): Rule => ({
  when,
  status,
  slug,
  arrange: async () => {
    const actor = await signUp();
    return () => ({ actor, input });
  },
});

testParity(contract.lastGoodExecution, [
  {
    when: "with the success before a failure",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor);
      const inputs = { search: "kettle" };
      for (const [mode, execution_time_seconds] of [["cloud-run", 2.5], ["local-run", 1]]) {
        const execution_id = await makeExecution(actor, workflow_id, { inputs, mode });
        await actor.client
          .rpc("update_execution", { execution_id, status: "completed", execution_time_seconds })
          .throwOnError();
      }
      const execution_id = await makeExecution(actor, workflow_id, { inputs });
      await actor.client.rpc("update_execution", { execution_id, status: "failed" }).throwOnError();
      return () => ({ actor, input: { execution_id } });
    },
    check: (fields) => {
      const good = fields.last_good as Record<string, unknown>;
      assert.equal(fields.status, "failed");
      assert.equal(good.execution_time_seconds, 2.5);
      assert.equal(good.same_inputs, true);
      assert.notEqual(good.execution_id, fields.execution_id);
    },
  },
  {
    when: "with null where nothing completed before, for the service too",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const execution_id = await makeExecution(owner, await makeWorkflow(owner));
      return () => ({ actor: service(), input: { execution_id } });
    },
    check: ({ last_good, search_limited }) => {
      assert.equal(last_good, null);
      assert.equal(search_limited, false);
    },
  },
  {
    when: "for a shared run",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(service(), await makePublicWorkflow());
      return () => ({ actor, input: { execution_id } });
    },
  },
  {
    when: "when the execution is a stranger's",
    status: 404,
    slug: "execution_not_found",
    arrange: async () => {
      const [actor, stranger] = await Promise.all([signUp(), signUp()]);
      const execution_id = await makeExecution(stranger, await makeWorkflow(stranger));
      return () => ({ actor, input: { execution_id } });
    },
  },
  refuses("when there is no such execution", 404, "execution_not_found", {
    execution_id: "0198c1f0-9a1b-7c44-8f5e-000000000000",
  }),
]);
