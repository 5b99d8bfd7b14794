import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makePublicWorkflow, makeWorkflow, service, signUp } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

const refuses = (
  when: string,
  status: number,
  slug: string,
  input: (execution_id: string) => Record<string, unknown>,
): Rule => ({
  when,
  status,
  slug,
  arrange: async () => {
    const actor = await signUp();
    const execution_id = await makeExecution(actor, await makeWorkflow(actor));
    return () => ({ actor, input: input(execution_id) });
  },
});

testParity(contract.executionDetail, [
  {
    when: "with payloads and events",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(actor, await makeWorkflow(actor, "Order a kettle"), {
        inputs: { search: "kettle" },
      });
      await actor.client.rpc("update_execution", {
        execution_id,
        status: "completed",
        result: 12345678901234567890n.toString(),
        logs: ["at the end"],
        append_logs: ["one", { message: "two", level: "warn" }],
      }).throwOnError();
      return () => ({ actor, input: { execution_id } });
    },
    check: (fields) => {
      assert.equal(fields.workflow_name, "Order a kettle");
      assert.deepEqual(fields.inputs, { search: "kettle" });
      assert.equal(fields.result, "12345678901234567890");
      const logs = fields.logs as unknown[];
      assert.equal(logs.length, 3);
      assert.equal(logs[2], "at the end");
      const events = fields.events as { message: string; level: string }[];
      assert.deepEqual(
        events.map(({ message, level }) => [message, level]),
        [["one", "info"], ["two", "warn"]],
      );
      assert.equal(fields.next_events_after, null);
    },
  },
  {
    when: "with steps",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(actor, await makeWorkflow(actor));
      await actor.client.rpc("update_execution", {
        execution_id,
        append_logs: [
          { kind: "step_started", step: "pay", id: "1", at: "2026-01-31T09:30:05Z" },
          { kind: "step_started", step: "enter card", step_id: "1" },
          {
            ...{ kind: "step_finished", step: "pay", step_id: "1", at: "2026-01-31T09:30:06Z" },
            ...{ level: "error", message: "declined" },
          },
        ],
      }).throwOnError();
      return () => ({ actor, input: { execution_id } });
    },
    check: ({ steps }) => {
      const shown = steps as Record<string, unknown>[];
      assert.deepEqual(
        shown.map(({ name, seconds, outcome, error }) => [name, seconds, outcome, error]),
        [["pay", 1, "failed", "declined"], ["enter card", null, null, null]],
      );
      assert.equal(shown[1]?.parent_seq, shown[0]?.seq);
    },
  },
  {
    when: "with the events that come after one",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(actor, await makeWorkflow(actor));
      await actor.client.rpc("update_execution", { execution_id, append_logs: ["one", "two"] })
        .throwOnError();
      const { data } = await actor.client.rpc("execution_detail", { execution_id }).throwOnError();
      return () => ({ actor, input: { execution_id, events_after: data.events[0].seq } });
    },
    check: ({ events }) => {
      const shown = events as { message: string }[];
      assert.deepEqual(shown.map(({ message }) => message), ["two"]);
    },
  },
  {
    when: "for the service",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const execution_id = await makeExecution(owner, await makeWorkflow(owner));
      return () => ({ actor: service(), input: { execution_id } });
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
    check: (fields) => assert.equal(fields.user_id, null),
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
  refuses("when there is no such execution", 404, "execution_not_found", () => ({
    execution_id: crypto.randomUUID(),
  })),
  refuses("when events_after is negative", 400, "invalid_parameter", (execution_id) => ({
    execution_id,
    events_after: -1,
  })),
]);
