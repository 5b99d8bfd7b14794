import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeWorkflow, service, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";
import { setQuotas } from "../quotas.ts";

/** A user with limits, of which one execution has been used. */
async function limited() {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, "Order a kettle");
  await setQuotas(owner, { executions_per_day: 10, stored_bytes: 1_000_000 });
  await setQuotas(owner, { running_executions: 2 }, workflow_id);
  await owner.client.from("workflow_executions").insert({ workflow_id }).throwOnError();
  return { owner, workflow_id };
}

const told = ({ limits }: Record<string, unknown>) =>
  (limits as Record<string, unknown>[]).map(({ workflow_name, name, limit, remaining }) => [
    ...[workflow_name, name, limit],
    name === "stored_bytes" ? Number(remaining) < Number(limit) : remaining,
  ]);

const expected = [
  [null, "executions_per_day", 10, 9],
  [null, "stored_bytes", 1_000_000, true],
  ["Order a kettle", "running_executions", 2, 1],
];

testParity(contract.quotaStatus, [
  {
    when: "to the user",
    status: 200,
    arrange: async () => {
      const { owner } = await limited();
      return () => ({ actor: owner, input: {} });
    },
    check: (fields) => assert.deepEqual(told(fields), expected),
  },
  {
    when: "to the service, which says for whom",
    status: 200,
    arrange: async () => {
      const { owner } = await limited();
      return () => ({ actor: service(), input: { user_id: owner.userId } });
    },
    check: (fields) => assert.deepEqual(told(fields), expected),
  },
  {
    when: "to who has no limit",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input: {} });
    },
    check: ({ limits }) => assert.deepEqual(limits, []),
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
