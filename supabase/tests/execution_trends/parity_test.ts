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

/**
 * A completed run of two seconds and one that runs, of an anonymous sign-in: anyone else sees
 * everybody's shared runs, those of other tests among them.
 */
async function withRuns() {
  const owner = await signInAnonymously();
  const workflow_id = await makeWorkflow(owner, "Order a kettle");
  const execution_id = await makeExecution(owner, workflow_id);
  await owner.client
    .rpc("update_execution", { execution_id, status: "completed", execution_time_seconds: 2 })
    .throwOnError();
  await makeExecution(owner, workflow_id, { mode: "local-run" });
  return { owner, workflow_id };
}

interface Point {
  readonly total_executions: number;
  readonly running_executions: number;
  readonly p50_execution_time: number | null;
  readonly mode_usage: Record<string, number>;
}

const today = (fields: Record<string, unknown>) => (fields.points as Point[]).at(-1);

testParity(contract.executionTrends, [
  {
    when: "with thirty days of all workflows by default",
    status: 200,
    arrange: async () => {
      const { owner: actor } = await withRuns();
      return () => ({ actor, input: {} });
    },
    check: (fields) => {
      assert.equal((fields.points as Point[]).length, 30);
      assert.equal(today(fields)?.total_executions, 2);
      assert.equal(today(fields)?.running_executions, 1);
      assert.deepEqual(today(fields)?.mode_usage, { "cloud-run": 1, "local-run": 1 });
      assert.equal(fields.computed_from, "rollups");
      assert.equal(fields.workflow_id, null);
      assert.equal((fields.total as Point).total_executions, 2);
      assert.equal((fields.previous as Point).total_executions, 0);
      assert.equal((fields.change as Point).total_executions, null);
    },
  },
  {
    when: "with hours of a workflow in a time zone",
    status: 200,
    arrange: async () => {
      const { owner: actor, workflow_id } = await withRuns();
      const input = { workflow_id, bucket: "hour", timezone: "America/Argentina/Buenos_Aires" };
      return () => ({ actor, input });
    },
    check: (fields) => {
      assert.equal((fields.points as Point[]).length, 24);
      assert.equal((fields.total as Point).total_executions, 2);
      assert.equal((fields.total as Point).p50_execution_time, 2);
      assert.equal(fields.computed_from, "rows");
      assert.equal(fields.workflow_name, "Order a kettle");
    },
  },
  {
    when: "for the service and a window",
    status: 200,
    arrange: async () => {
      const { owner, workflow_id } = await withRuns();
      const window = { bucket: "month", since: "2026-01-01", until: "2026-03-01T00:00:00Z" };
      return () => ({
        actor: service(),
        input: { workflow_id, user_id: owner.userId, ...window },
      });
    },
    check: (fields) => {
      assert.equal((fields.points as Point[]).length, 2);
      assert.equal(Date.parse(String(fields.previous_since)), Date.UTC(2025, 10, 1));
      assert.equal((fields.total as Point).total_executions, 0);
    },
  },
  {
    when: "when the workflow is a stranger's",
    status: 404,
    slug: "workflow_not_found",
    arrange: async () => {
      const [actor, { workflow_id }] = await Promise.all([signUp(), withRuns()]);
      return () => ({ actor, input: { workflow_id } });
    },
  },
  refuses("workflow_not_found", 404, "when there is no such workflow", {
    workflow_id: crypto.randomUUID(),
  }),
  refuses("invalid_parameter", 400, "when the bucket is unknown", { bucket: "minute" }),
  refuses("invalid_parameter", 400, "when the time zone is unknown", { timezone: "Mars/Base" }),
  refuses("invalid_parameter", 400, "when the window is too long for hours", {
    bucket: "hour",
    since: "2026-01-01",
    until: "2026-02-01",
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
