import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makePublicWorkflow, makeWorkflow, service, signedOut, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";
import { ways } from "../ways.ts";

/** Status and code of each item. */
const outcomes = (fields: Record<string, unknown>) =>
  (fields.results as { status: number; error: { code: string } | null }[])
    .map(({ status, error }) => [status, error?.code]);

/** Whole requests that are refused. */
const refused = (when: string, status: number, slug: string, executions: unknown) => ({
  when,
  status,
  slug,
  arrange: async () => {
    const actor = await signUp();
    return () => ({ actor, input: { executions } });
  },
});

testParity(contract.createExecutions, [
  {
    when: "when all items are good",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor);
      const more = [{}, { mode: "local-run", tags: ["a"] }, { visual_streaming_enabled: true }];
      return () => ({ actor, input: { executions: more.map((one) => ({ workflow_id, ...one })) } });
    },
    check: (fields) => {
      assert.deepEqual(outcomes(fields), Array(3).fill([201, undefined]));
      assert.deepEqual([fields.succeeded, fields.failed], [3, 0]);
    },
  },
  {
    // Also what the schema of the single call refuses: no shape of an item refuses the others.
    when: "when some items fail",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor);
      const strangers = await makeWorkflow(await signUp());
      const executions = [
        { workflow_id: strangers },
        { workflow_id, timeout_seconds: 0 },
        { workflow_id, timeout_seconds: null },
        { workflow_id, mode: "somewhere" },
        { workflow_id, nonsense: true },
        { workflow_id, inputs: { text: "x".repeat(262144) } },
        { workflow_id: 5 },
        {},
        "text",
        null,
      ];
      return () => ({ actor, input: { executions } });
    },
    check: (fields) => {
      const invalid = [400, "invalid_parameter"];
      assert.deepEqual(outcomes(fields), [
        [404, "workflow_not_found"],
        invalid,
        [201, undefined],
        invalid,
        [400, "unknown_parameter"],
        [413, "payload_too_large"],
        invalid,
        invalid,
        invalid,
        invalid,
      ]);
      assert.deepEqual([fields.succeeded, fields.failed], [1, 9]);
    },
  },
  {
    when: "when keys repeat",
    status: 200,
    arrange: async () => {
      const [actor, workflow_id] = await Promise.all([signUp(), makePublicWorkflow()]);
      return () => {
        const one = { workflow_id, idempotency_key: crypto.randomUUID() };
        return { actor, input: { executions: [one, one] } };
      };
    },
    check: (fields) =>
      assert.deepEqual(outcomes(fields), [
        [201, undefined],
        [200, undefined],
      ]),
  },
  {
    when: "when the service names a user per item",
    status: 200,
    arrange: async () => {
      const [one, other] = await Promise.all([signUp(), signUp()]);
      const workflow_id = await makeWorkflow(one);
      const executions = [one, other].map(({ userId: user_id }) => ({ workflow_id, user_id }));
      return () => ({ actor: service(), input: { executions: [...executions, { workflow_id }] } });
    },
    check: (fields) =>
      assert.deepEqual(outcomes(fields), [
        [201, undefined],
        [404, "workflow_not_found"],
        [400, "user_id_required"],
      ]),
  },
  refused("when there is no item", 400, "invalid_parameter", []),
  refused("when executions is no list", 400, "invalid_parameter", {}),
  refused("when there are 501 items", 413, "payload_too_large", Array(501).fill({})),
]);

Deno.test("create-executions returns 401 in every way when nobody is signed in", async () => {
  for (const [name, way] of Object.entries(ways)) {
    const { status } = await way(contract.createExecutions, signedOut(), { executions: [{}] });
    assert.equal(status, 401, name);
  }
});
