import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp, type User } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

const finished = async (owner: User, workflow_id: string, report = {}): Promise<string> => {
  const execution_id = await makeExecution(owner, workflow_id);
  await owner.client.rpc("update_execution", { execution_id, status: "failed", ...report })
    .throwOnError();
  return execution_id;
};

const refuses = (
  when: string,
  slug: string,
  input: Record<string, unknown>,
  status = 400,
): Rule => ({
  when,
  status,
  slug,
  arrange: async () => {
    const actor = await signUp();
    return () => ({ actor, input });
  },
});

testParity(contract.deleteExecutions, [
  {
    when: "for executions named by id",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor);
      return async () => ({
        actor,
        input: {
          execution_ids: [
            await finished(actor, workflow_id),
            await makeExecution(actor, workflow_id),
            await finished(actor, workflow_id, { hold: true }),
            crypto.randomUUID(),
          ],
        },
      });
    },
    check: (fields) => {
      const { skipped_execution_ids, ...counts } = fields;
      assert.deepEqual(counts, {
        deleted_executions: 1,
        remaining_executions: 0,
        remaining_is_exact: true,
        skipped_running: 1,
        skipped_held: 1,
        done: true,
        next_cursor: null,
      });
      assert.equal((skipped_execution_ids as string[]).length, 2);
      // They differ from call to call.
      fields.skipped_execution_ids = [];
    },
  },
  {
    when: "for what a filter lets through, a batch at a time",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor);
      return async () => {
        await actor.client.rpc("delete_executions", { delete_all: true }).throwOnError();
        for (const _ of [1, 2, 3]) await finished(actor, workflow_id);
        const status_filter = ["failed", "cancelled"];
        return { actor, input: { workflow_id, status_filter, batch_size: 2 } };
      };
    },
    check: (fields) => {
      assert.equal(fields.deleted_executions, 2);
      assert.equal(fields.remaining_executions, 1);
      assert.equal(fields.done, false);
      assert.equal(typeof fields.next_cursor, "string");
      // It names the time of a run.
      fields.next_cursor = "";
    },
  },
  {
    when: "for the service, which says for whom",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return async () => {
        await finished(owner, workflow_id);
        return { actor: service(), input: { user_id: owner.userId, delete_all: true } };
      };
    },
    check: ({ deleted_executions }) => assert.equal(deleted_executions, 1),
  },
  {
    when: "when nothing can be deleted",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input: { tags: ["none"] } });
    },
    check: ({ done }) => assert.equal(done, true),
  },
  refuses("when there is no filter", "filter_required", {}),
  refuses("when the filter is empty", "filter_required", { tags: [], metadata: {} }),
  refuses("when ids and a filter are sent", "invalid_parameter", {
    execution_ids: [crypto.randomUUID()],
    tags: ["a"],
  }),
  refuses("when there are no ids", "invalid_parameter", { execution_ids: [] }),
  refuses("when there are 1001 ids", "invalid_parameter", {
    execution_ids: Array.from({ length: 1001 }, () => crypto.randomUUID()),
  }),
  refuses("when the batch is too large", "invalid_parameter", {
    delete_all: true,
    batch_size: 10001,
  }),
  refuses("when the cursor is none", "invalid_cursor", { delete_all: true, cursor: "x" }),
  refuses("when another user is named", "user_id_not_allowed", {
    user_id: crypto.randomUUID(),
    delete_all: true,
  }),
]);
