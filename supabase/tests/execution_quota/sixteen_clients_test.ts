import assert from "node:assert/strict";
import { makeWorkflow, signUp, type User } from "../actors.ts";
import { setQuotas } from "../quotas.ts";
import { request } from "../request.ts";

const clients = 16;

/** Asks for an execution; whether it was made. */
type Create = (user: User, workflow_id: string) => Promise<boolean>;

const made = (status: number, code: unknown): boolean => {
  if (status !== 429) assert.ok(status === 201 || status === 200, `${status} ${code}`);
  return status !== 429;
};

/** The three ways in. */
const ways: Readonly<Record<string, Create>> = {
  "functions": async ({ headers }, workflow_id) => {
    const { status, fields } = await request("POST", "/create-execution", {
      headers,
      json: { workflow_id },
    });
    return made(status, fields.code);
  },
  "rpc": async ({ client }, workflow_id) => {
    const { status, error } = await client.rpc("create_execution", { workflow_id });
    return made(status, error?.message);
  },
  "tables": async ({ client }, workflow_id) => {
    const { status, error } = await client.from("workflow_executions").insert({ workflow_id });
    return made(status, error?.message);
  },
};

/** Lets all clients ask at once, each several times; how many were allowed. */
async function rush(create: Create, user: User, workflow_id: string, each: number) {
  let allowed = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    for (let n = 0; n < each; n++) if (await create(user, workflow_id)) allowed++;
  }));
  return allowed;
}

async function rowsOf({ client }: User, workflow_id: string): Promise<number> {
  const { count } = await client.from("workflow_executions")
    .select("*", { count: "exact", head: true }).eq("workflow_id", workflow_id).throwOnError();
  return count ?? NaN;
}

for (const [name, create] of Object.entries(ways)) {
  for (const limit of [1, 3, 100]) {
    Deno.test(`16 clients through ${name} make ${limit} executions of ${limit} a day`, async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      await setQuotas(owner, { executions_per_day: limit });
      const allowed = await rush(create, owner, workflow_id, Math.ceil(2 * limit / clients) + 2);
      assert.ok(allowed <= limit, `${allowed} were allowed`);
      assert.ok(allowed >= 0.95 * limit, `only ${allowed} were allowed`);
      assert.equal(await rowsOf(owner, workflow_id), allowed);
    });
  }

  Deno.test(`16 clients through ${name} never run more than 5 executions at once`, async () => {
    const owner = await signUp();
    const workflow_id = await makeWorkflow(owner);
    await setQuotas(owner, { running_executions: 5 });
    for (let round = 0; round < 3; round++) {
      const allowed = await rush(create, owner, workflow_id, 3);
      assert.equal(allowed, 5, `round ${round}`);
      const { data } = await owner.client.from("workflow_executions").select("execution_id")
        .eq("workflow_id", workflow_id).eq("status", "running").throwOnError();
      assert.equal(data?.length, 5);
      await Promise.all(
        (data ?? []).map(({ execution_id }) =>
          owner.client.rpc("update_execution", { execution_id, status: "completed" }).throwOnError()
        ),
      );
    }
  });
}

Deno.test("all three ways, batches among them, share what 16 clients may make", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await setQuotas(owner, { executions_per_day: 200, running_executions: 150 });
  const creates = Object.values(ways);
  const batch = async () => {
    const { data } = await owner.client.rpc("create_executions", {
      executions: Array(10).fill({ workflow_id }),
    }).throwOnError();
    return data.succeeded as number;
  };
  let allowed = 0;
  await Promise.all(Array.from({ length: clients }, async (_, n) => {
    for (let round = 0; round < 8; round++) {
      const create = creates[n % 4];
      const more = create ? Number(await create(owner, workflow_id)) : await batch();
      allowed += more;
    }
  }));
  assert.equal(await rowsOf(owner, workflow_id), allowed);
  assert.ok(allowed <= 150, `${allowed} were allowed`);
  assert.ok(allowed >= 0.95 * 150, `only ${allowed} were allowed`);
});
