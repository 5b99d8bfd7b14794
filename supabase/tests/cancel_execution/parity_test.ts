import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import {
  makeExecution,
  makePublicWorkflow,
  makeWorkflow,
  service,
  signUp,
  type User,
} from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

/** A rule about a request of the owner's, on a fresh run for each way. */
function owners(
  when: string,
  input: Record<string, unknown>,
  before?: (owner: User, execution_id: string) => Promise<unknown>,
): Rule {
  return {
    when,
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return async () => {
        const execution_id = await makeExecution(owner, workflow_id);
        await before?.(owner, execution_id);
        return { actor: owner, input: { execution_id, ...input } };
      };
    },
  };
}

const finished = (status: string) => async (owner: User, execution_id: string) =>
  await owner.client.rpc("update_execution", { execution_id, status, execution_time_seconds: 1 })
    .throwOnError();

testParity(contract.cancelExecution, [
  {
    ...owners("for a running run", { reason: "No longer needed" }),
    check: (fields) => {
      assert.deepEqual([fields.status, fields.cancel_reason], ["running", "No longer needed"]);
      assert.notEqual(fields.cancel_requested_at, null);
    },
  },
  {
    ...owners(
      "for a run that was asked before",
      { reason: "another" },
      async ({ client }, execution_id) =>
        await client.rpc("cancel_execution", { execution_id, reason: "first" }).throwOnError(),
    ),
    check: ({ cancel_reason }) => assert.equal(cancel_reason, "first"),
  },
  {
    ...owners("for a cancelled run", {}, finished("cancelled")),
    check: (fields) => {
      assert.deepEqual([fields.status, fields.cancel_requested_at], ["cancelled", null]);
    },
  },
  {
    when: "for the service",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return async () => ({
        actor: service(),
        input: { execution_id: await makeExecution(owner, workflow_id) },
      });
    },
  },
  ...["completed", "failed"].map((status): Rule => ({
    ...owners(`when the run is ${status}`, {}, finished(status)),
    status: 409,
    slug: "execution_already_finished",
  })),
  {
    ...owners("when there is no such execution", { execution_id: crypto.randomUUID() }),
    status: 404,
    slug: "execution_not_found",
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
  {
    when: "when the execution is shared",
    status: 404,
    slug: "execution_not_found",
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(service(), await makePublicWorkflow());
      return () => ({ actor, input: { execution_id } });
    },
  },
  {
    ...owners("when the reason is too long", { reason: "x".repeat(501) }),
    status: 400,
    slug: "invalid_parameter",
  },
]);
