import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeWorkflow, service, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";

const row = (workflow_id: string, user_id: string) => ({
  ...{ execution_id: crypto.randomUUID(), workflow_id, user_id, status: "completed" },
  ...{ created_at: 1767225600, execution_time_seconds: 2.5, logs: "one\ntwo" },
});

testParity(contract.importExecutions, [
  {
    when: "for the service, row by row",
    status: 200,
    arrange: async () => {
      const { userId } = await signUp();
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return () => ({
        actor: service(),
        input: { executions: [row(workflow_id, owner.userId), row(workflow_id, userId), {}] },
      });
    },
    check: ({ imported, unchanged, refused, results }) => {
      assert.deepEqual([imported, unchanged, refused], [1, 0, 2]);
      const codes = (results as { status: number; error: { code: string } | null }[])
        .map(({ status, error }) => [status, error?.code]);
      assert.deepEqual(codes, [
        [201, undefined],
        [404, "workflow_not_found"],
        [400, "invalid_parameter"],
      ]);
    },
  },
  {
    when: "for rows that are there already",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const executions = [row(await makeWorkflow(owner), owner.userId)];
      await service().client.rpc("import_executions", { executions }).throwOnError();
      return () => ({ actor: service(), input: { executions: JSON.stringify(executions) } });
    },
    check: ({ imported, unchanged }) => assert.deepEqual([imported, unchanged], [0, 1]),
  },
  {
    when: "for a user, their own rows too",
    status: 403,
    slug: "service_required",
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return () => ({ actor: owner, input: { executions: [row(workflow_id, owner.userId)] } });
    },
  },
  {
    when: "for no rows",
    status: 400,
    slug: "invalid_parameter",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: { executions: [] } })),
  },
]);
