import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeWorkflow, service, signedOut, signUp } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

/** A rule about what the service sends for a user. */
const sends = (
  when: string,
  status: number,
  slug: string | undefined,
  input: Record<string, unknown>,
): Rule => ({
  when,
  status,
  ...(slug ? { slug } : {}),
  arrange: async () => {
    const { userId: user_id } = await signUp();
    return () => ({ actor: service(), input: { user_id, ...input } });
  },
});

testParity(contract.setQuotas, [
  {
    ...sends("for an account", 200, undefined, {
      limits: { executions_per_minute: 5, stored_bytes: null },
    }),
    check: ({ user_id, workflow_id, limits }) => {
      assert.equal(typeof user_id, "string");
      assert.equal(workflow_id, null);
      assert.deepEqual(limits, { executions_per_minute: 5, stored_bytes: null });
    },
  },
  {
    when: "for a workflow in it",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      const limits = { running_executions: 1 };
      return () => ({ actor: service(), input: { user_id: owner.userId, workflow_id, limits } });
    },
    check: ({ limits }) => assert.deepEqual(limits, { running_executions: 1 }),
  },
  sends("for a limit below 0", 400, "invalid_parameter", { limits: { stored_bytes: -1 } }),
  sends("for half an execution", 400, "invalid_parameter", { limits: { executions_per_day: 0.5 } }),
  sends("for a limit that there is not", 400, "unknown_parameter", { limits: { pages: 1 } }),
  sends("for one user and all", 400, "invalid_parameter", { limits: {}, all_users: true }),
  sends("for an unknown user", 404, "user_not_found", {
    limits: {},
    user_id: crypto.randomUUID(),
  }),
  sends("for an unknown workflow", 404, "workflow_not_found", {
    limits: {},
    workflow_id: crypto.randomUUID(),
  }),
  {
    when: "for nobody",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: { limits: {} } })),
  },
  {
    when: "from a user",
    status: 403,
    slug: "service_required",
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input: { user_id: actor.userId, limits: {} } });
    },
  },
]);

Deno.test("set-quotas asks who is not signed in for credentials", async () => {
  const { client } = signedOut();
  const { response } = await client.functions.invoke("set-quotas", { body: { limits: {} } });
  assert.equal(response?.status, 401);
});
