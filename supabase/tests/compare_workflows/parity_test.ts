import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makePublicWorkflow, makeWorkflow, service, signUp, type User } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

/** Makes finished runs; the nth of them completes after n seconds and a bit, or fails. */
async function makeRuns(actor: User, workflow_id: string, outcomes: string, bit: number) {
  const { data } = await actor.client.rpc("create_executions", {
    executions: [...outcomes].map(() => ({ workflow_id })),
  }).throwOnError();
  const results = data.results as { execution: { execution_id: string } }[];
  const executions = results.map(({ execution }, at) => ({
    execution_id: execution.execution_id,
    status: outcomes[at] === "+" ? "completed" : "failed",
    execution_time_seconds: at + 1 + bit,
  }));
  await actor.client.rpc("update_executions", { executions }).throwOnError();
}

const refuses = (
  when: string,
  status: number,
  slug: string,
  input: (ids: { own: string; theirs: string }) => Record<string, unknown>,
): Rule => ({
  when,
  status,
  slug,
  arrange: async () => {
    const [actor, stranger] = await Promise.all([signUp(), signUp()]);
    const ids = { own: await makeWorkflow(actor), theirs: await makeWorkflow(stranger) };
    return () => ({ actor, input: input(ids) });
  },
});

// Windows of runs that are created now are masked, as all moments of an answer.
testParity(contract.compareWorkflows, [
  {
    when: "with a verdict on success and duration",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const a = await makeWorkflow(actor, "Order a kettle");
      const b = await makeWorkflow(actor);
      await makeRuns(actor, a, "++++++++++++", 0);
      await makeRuns(actor, b, "+++++-------", 0.25);
      return () => ({ actor, input: { a, b, since: "2020-01-01" } });
    },
    check: (fields) => {
      const a = fields.a as Record<string, unknown>;
      assert.equal(a.workflow_name, "Order a kettle");
      assert.equal(a.mode, null);
      assert.equal(a.success_rate, 100);
      assert.equal(a.median_execution_time, 6.5);
      assert.equal(a.is_whole_window, true);
      // Newcombe's interval of 5 of 12 without 12 of 12, by SciPy's Wilson intervals.
      assert.deepEqual(fields.outcome, {
        verdict: "lower",
        difference: -58.33,
        difference_low: -80.67,
        difference_high: -22.5,
      });
      assert.equal((fields.duration as Record<string, unknown>).verdict, "too_few_runs");
      assert.equal((fields.duration as Record<string, unknown>).difference, -3.25);
      assert.match(
        String(fields.verdict),
        /^b succeeds less often than a: 41.67 % against 100.00 %/,
      );
      assert.equal(fields.sample_limit, 1000);
      assert.equal(fields.since, "2020-01-01T00:00:00+00:00");
      assert.equal(fields.until, null);
    },
  },
  {
    when: "for the service, as the user sees it",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const a = await makePublicWorkflow();
      await makeRuns(owner, a, "+", 0);
      const input = { a, b: await makeWorkflow(owner), user_id: owner.userId };
      return () => ({ actor: service(), input });
    },
    check: ({ a, b }) => {
      assert.equal((a as Record<string, unknown>).sampled_executions, 1);
      assert.equal((b as Record<string, unknown>).sampled_executions, 0);
    },
  },
  refuses("when a is a stranger's", 404, "workflow_not_found", ({ own, theirs }) => ({
    a: theirs,
    b: own,
  })),
  refuses("when b is a stranger's", 404, "workflow_not_found", ({ own, theirs }) => ({
    a: own,
    b: theirs,
  })),
  refuses("when the window is empty", 400, "invalid_parameter", ({ own }) => ({
    a: own,
    b: own,
    since: "2026-01-02",
    until: "2026-01-01",
  })),
  {
    when: "when the service names no user",
    status: 400,
    slug: "user_id_required",
    arrange: async () => {
      const a = await makePublicWorkflow();
      return () => ({ actor: service(), input: { a, b: a } });
    },
  },
]);
