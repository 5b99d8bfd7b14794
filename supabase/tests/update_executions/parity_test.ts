import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signedOut, signUp } from "../actors.ts";
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

const unknown = crypto.randomUUID();

testParity(contract.updateExecutions, [
  {
    when: "when some items fail",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return async () => {
        const [a, b, c] = await Promise.all([1, 2, 3].map(() => makeExecution(owner, workflow_id)));
        const executions = [
          { execution_id: a, progress: 40, append_logs: ["signed in"] },
          { execution_id: unknown, progress: 1 },
          { execution_id: b, status: "failed", error: "no element", execution_time_seconds: 2.5 },
          { execution_id: c, progress: 101 },
          { execution_id: c, status: null, tags: ["nulls count as absent"] },
          { execution_id: c, nonsense: 1 },
          { execution_id: "c" },
          { execution_id: c, append_logs: [1] },
          { execution_id: a, status: "completed", result: {}, execution_time_seconds: 1 },
        ];
        return { actor: owner, input: { executions } };
      };
    },
    check: (fields) => {
      assert.deepEqual(outcomes(fields), [
        [200, undefined],
        [404, "execution_not_found"],
        [200, undefined],
        [400, "invalid_parameter"],
        [200, undefined],
        [400, "unknown_parameter"],
        [400, "invalid_parameter"],
        [400, "invalid_parameter"],
        [200, undefined],
      ]);
      assert.deepEqual([fields.succeeded, fields.failed], [4, 5]);
    },
  },
  {
    when: "for runs of several users, by the service",
    status: 200,
    arrange: async () => {
      const owners = await Promise.all([signUp(), signUp()]);
      const executions = await Promise.all(
        owners.map(async (owner) => ({
          execution_id: await makeExecution(owner, await makeWorkflow(owner)),
          progress: 7,
        })),
      );
      return () => ({ actor: service(), input: { executions } });
    },
    check: (fields) => assert.equal(fields.succeeded, 2),
  },
  refused("when there is no item", 400, "invalid_parameter", []),
  refused("when executions is no list", 400, "invalid_parameter", "text"),
  refused("when there are 501 items", 413, "payload_too_large", Array(501).fill({})),
]);

Deno.test("update-executions answers late reports per item, with 200 as a whole, in every way", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (const [name, way] of Object.entries(ways)) {
    const { data } = await service().client.from("workflow_executions").insert({
      workflow_id,
      user_id: owner.userId,
      status: "failed",
      error_code: "timed_out",
    }).select("execution_id").single().throwOnError();
    const { status, fields } = await way(contract.updateExecutions, owner, {
      executions: [{ execution_id: data.execution_id, status: "completed" }],
    });
    assert.equal(status, 200, name);
    const [result] = contract.updateExecutions.output.parse(fields).results;
    assert.deepEqual([result?.status, result?.execution?.late], [409, true], name);
  }
});

Deno.test("update-executions returns 401 in every way when nobody is signed in", async () => {
  for (const [name, way] of Object.entries(ways)) {
    const { status } = await way(contract.updateExecutions, signedOut(), { executions: [{}] });
    assert.equal(status, 401, name);
  }
});
