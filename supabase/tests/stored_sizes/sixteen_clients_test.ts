import assert from "node:assert/strict";
import postgres from "postgres";
import { makeWorkflow, signUp, target } from "../actors.ts";
import { setQuotas } from "../quotas.ts";

const clients = 16;
const limit = 100_000_000;
/** What is left of the limit: so much that shards may add some without asking. */
const left = 600_000;

Deno.test("16 clients store no more than the limit, and what arrives at the same moment", async () => {
  await using connections = new AsyncDisposableStack();
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  connections.defer(() => sql.end());
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await setQuotas(owner, { stored_bytes: limit });
  const create = async () => {
    const { status, error } = await owner.client.rpc("create_execution", { workflow_id });
    if (status !== 507) assert.equal(error, null);
    return status === 200;
  };
  const stored = async () => {
    const [row] = await sql<{ bytes: number; cleared: number }[]>`
      select
        private.stored_now(${owner.userId}, '00000000-0000-0000-0000-000000000000')::float8
          as bytes,
        count(c.stored_clear)::integer as cleared
      from private.quota_counters as c
      where c.owner_key = ${owner.userId}`;
    return row ?? { bytes: NaN, cleared: NaN };
  };
  assert.ok(await create());
  const { bytes: each } = await stored();
  await sql`
    insert into private.stored_deltas (owner_key, workflow_id, bytes)
    values (
      ${owner.userId}, '00000000-0000-0000-0000-000000000000', ${limit - left - each}
    )`;

  let made = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (await create()) made++;
  }));
  const { bytes, cleared } = await stored();
  assert.ok(made > 500, `${made} were made, of ${each} bytes each`);
  assert.ok(bytes <= limit + (clients - 1) * each, `${bytes} bytes`);
  assert.ok(bytes >= 0.996 * limit, `only ${bytes} bytes`);
  assert.ok(cleared > 1, `${cleared} shards were cleared`);
});
