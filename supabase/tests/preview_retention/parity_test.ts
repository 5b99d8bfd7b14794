import assert from "node:assert/strict";
import postgres from "postgres";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp, target, type User } from "../actors.ts";
import { testParity } from "../parity.ts";
import { ways } from "../ways.ts";

/** A user with a policy and a run that is not old enough to go. */
async function withPolicy(): Promise<User> {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  await owner.client.rpc("update_execution", { execution_id, status: "failed" }).throwOnError();
  await owner.client.from("retention_policies").insert({ failed_days: 1, keep_last_failures: 0 })
    .throwOnError();
  return owner;
}

const nothing = (fields: Record<string, unknown>) => {
  const { computed_at, ...rest } = fields;
  assert.equal(typeof computed_at, "string");
  assert.deepEqual(rest, {
    executions_deleted: 0,
    payloads_expired: 0,
    visuals_expired: 0,
    bytes: 0,
    is_exact: true,
    parts: [],
  });
};

testParity(contract.previewRetention, [
  {
    when: "when nothing is old enough",
    status: 200,
    arrange: async () => {
      const actor = await withPolicy();
      return () => ({ actor, input: {} });
    },
    check: nothing,
  },
  {
    when: "for the service, which says for whom",
    status: 200,
    arrange: async () => {
      const owner = await withPolicy();
      return () => ({ actor: service(), input: { user_id: owner.userId } });
    },
    check: nothing,
  },
  {
    when: "when the service says for nobody",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: {} })),
  },
  {
    when: "when another user is named",
    status: 400,
    slug: "user_id_not_allowed",
    arrange: async () => {
      const [actor, other] = await Promise.all([signUp(), signUp()]);
      return () => ({ actor, input: { user_id: other.userId } });
    },
  },
]);

Deno.test("preview-retention tells in every way what is old enough to go", async () => {
  const actor = await signUp();
  const workflow_id = await makeWorkflow(actor, "Order a kettle");
  // The service may say when a run began: an import.
  await service().client.from("workflow_executions").insert({
    user_id: actor.userId,
    workflow_id,
    status: "cancelled",
    created_at: "2020-01-02T00:00:00+00:00",
    result: { a: 1 },
  }).throwOnError();
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    // So that the scheduler does not remove it meanwhile.
    await sql`select pg_advisory_lock(hashtextextended(${`runtrail: retention ${actor.userId}`}, 0))`;
    await actor.client.from("retention_policies").insert({ cancelled_days: 1 }).throwOnError();
    for (const [name, way] of Object.entries(ways)) {
      const { status, fields } = await way(contract.previewRetention, actor, {});
      assert.equal(status, 200, name);
      contract.previewRetention.output.parse(fields);
      assert.equal(fields?.executions_deleted, 1, name);
      const [part, ...others] = fields?.parts as Record<string, unknown>[];
      assert.equal(others.length, 0, name);
      assert.equal(part?.workflow_name, "Order a kettle", name);
      assert.equal(part?.part, "rows", name);
      assert.equal(part?.bytes, fields?.bytes, name);
    }
  } finally {
    await sql.end({ timeout: 0 });
  }
});
