import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signInAnonymously, signUp } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

const refuses = (
  slug: string,
  status: number,
  when: string,
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

// Everybody's shared runs, those of other tests among them, would be counted for anyone but an
// anonymous sign-in.
testParity(contract.executionOverview, [
  {
    when: "with the executions of all workflows and the lists",
    status: 200,
    arrange: async () => {
      const actor = await signInAnonymously();
      const [kettle, toaster] = [
        await makeWorkflow(actor, "Order a kettle"),
        await makeWorkflow(actor, "Order a toaster"),
      ];
      for (
        const [workflow_id, status, execution_time_seconds] of [
          [kettle, "completed", 1],
          [kettle, "failed", 2],
          [toaster, "completed", 6],
          [toaster, null, null],
        ] as const
      ) {
        const execution_id = await makeExecution(actor, workflow_id);
        if (!status) continue;
        await actor.client
          .rpc("update_execution", { execution_id, status, execution_time_seconds }).throwOnError();
      }
      return () => ({ actor, input: {} });
    },
    check: (fields) => {
      assert.equal(fields.total_workflows, 2);
      assert.equal(fields.total_executions, 4);
      assert.equal(fields.running_executions, 1);
      assert.equal(fields.success_rate, 66.67);
      assert.equal(fields.average_execution_time, 3);
      assert.equal(fields.since, null);
      const named = (list: unknown) =>
        (list as { workflow_name: string }[]).map((one) => one.workflow_name);
      assert.deepEqual(named(fields.most_failing), ["Order a kettle"]);
      assert.deepEqual(named(fields.most_run), ["Order a kettle", "Order a toaster"]);
      assert.deepEqual(fields.slowing_down, []);
    },
  },
  {
    when: "with zeros and nulls for an account without runs",
    status: 200,
    arrange: async () => {
      const actor = await signInAnonymously();
      return () => ({ actor, input: { since: "2026-01-01", until: "2026-02-01" } });
    },
    check: (fields) => {
      assert.equal(fields.total_workflows, 0);
      assert.equal(fields.success_rate, null);
      assert.deepEqual(fields.most_run, []);
      assert.equal(Date.parse(String(fields.ranked_since)), Date.UTC(2026, 0, 1));
      assert.equal(Date.parse(String(fields.ranked_until)), Date.UTC(2026, 1, 1));
    },
  },
  {
    when: "for the service that names a user",
    status: 200,
    arrange: async () => {
      const owner = await signInAnonymously();
      await makeExecution(owner, await makeWorkflow(owner));
      return () => ({ actor: service(), input: { user_id: owner.userId } });
    },
    check: (fields) => assert.equal(fields.running_executions, 1),
  },
  refuses("invalid_parameter", 400, "when since is not earlier than until", {
    since: "2026-01-02T00:00:00Z",
    until: "2026-01-01T00:00:00Z",
  }),
  refuses("user_id_not_allowed", 400, "when a user names another user", {
    user_id: crypto.randomUUID(),
  }),
  {
    when: "when the service names nobody",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: {} })),
  },
]);
