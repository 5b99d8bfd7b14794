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

/** A rule about a heartbeat of the owner's, of a fresh run for each way. */
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

const refuses = (when: string, status: number, slug: string, input: Record<string, unknown>) => ({
  ...owners(when, input),
  status,
  slug,
});

const called =
  (rpc: string, parameters: Record<string, unknown>) => async (owner: User, execution_id: string) =>
    await owner.client.rpc(rpc, { execution_id, ...parameters }).throwOnError();

testParity(contract.heartbeatExecution, [
  {
    ...owners("for a run that goes on", {
      progress: 40.5,
      message: "signed in",
      visual_events_captured: 7,
    }),
    check: (fields) => {
      assert.deepEqual(
        [fields.status, fields.recorded, fields.cancel_requested, fields.late],
        ["running", true, false, false],
      );
      assert.notEqual(fields.last_heartbeat_at, null);
    },
  },
  {
    ...owners("too soon after another", { message: "again" }, called("heartbeat_execution", {})),
    check: ({ recorded }) => assert.equal(recorded, false),
  },
  {
    ...owners("for a run that was asked to stop", {}, called("cancel_execution", { reason: "x" })),
    check: ({ cancel_requested, cancel_reason }) => {
      assert.equal(cancel_requested, true);
      assert.equal(cancel_reason, "x");
    },
  },
  {
    ...owners("for a finished run", {}, called("update_execution", { status: "completed" })),
    check: ({ status, late }) => assert.deepEqual([status, late], ["completed", false]),
  },
  {
    when: "for the service",
    status: 200,
    arrange: async () => {
      const workflow_id = await makePublicWorkflow();
      return async () => ({
        actor: service(),
        input: { execution_id: await makeExecution(service(), workflow_id) },
      });
    },
  },
  refuses("when there is no such execution", 404, "execution_not_found", {
    execution_id: crypto.randomUUID(),
  }),
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
  refuses("when progress is over 100", 400, "invalid_parameter", { progress: 101 }),
  refuses("when progress is negative", 400, "invalid_parameter", { progress: -1 }),
  refuses("when events are negative", 400, "invalid_parameter", { visual_events_captured: -1 }),
]);
