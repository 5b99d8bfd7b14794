import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makePublicWorkflow, makeWorkflow, service, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";

testParity(contract.executionTimeline, [
  {
    when: "with steps, lines and the end",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(actor, await makeWorkflow(actor, "Order a kettle"));
      await actor.client.rpc("update_execution", {
        execution_id,
        append_logs: [
          { kind: "step_started", step: "pay", at: "2030-01-01T00:00:00Z" },
          { message: "clicked #buy", level: "warn", at: "2030-01-01T00:00:01Z" },
          { kind: "step_finished", step: "pay", at: "2030-01-01T00:00:02.5Z", level: "error" },
        ],
      }).throwOnError();
      const end = { status: "failed", error: "no button", logs: ["gave up"] };
      await actor.client.rpc("update_execution", { execution_id, ...end }).throwOnError();
      return () => ({ actor, input: { execution_id } });
    },
    check: (fields) => {
      const entries = fields.entries as Record<string, unknown>[];
      assert.equal(fields.workflow_name, "Order a kettle");
      assert.equal(fields.untimed_lines, 1);
      assert.equal(fields.truncated, false);
      assert.deepEqual(
        entries.map(({ lane, kind, label, level, outcome, seconds }) => [
          lane,
          kind,
          label,
          level,
          outcome,
          seconds,
        ]),
        [
          ["run", "created", null, null, null, null],
          ["run", "finished", "no button", null, "failed", null],
          ["steps", "step", "pay", null, "failed", 2.5],
          ["logs", "log", "clicked #buy", "warn", null, null],
        ],
      );
    },
  },
  {
    when: "for a shared run that has ended",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(service(), await makePublicWorkflow());
      await service().client.rpc("update_execution", { execution_id, status: "completed" })
        .throwOnError();
      return () => ({ actor, input: { execution_id } });
    },
  },
  {
    when: "for the service",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const execution_id = await makeExecution(owner, await makeWorkflow(owner));
      await owner.client.rpc("update_execution", { execution_id, status: "cancelled" })
        .throwOnError();
      return () => ({ actor: service(), input: { execution_id } });
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
]);
