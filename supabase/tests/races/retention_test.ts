import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, service, signUp, target, type User } from "../actors.ts";

/** A user with a policy and 30 runs that are old enough to go; their ids. */
async function withOldRuns(): Promise<{ owner: User; workflow_id: string; ids: string[] }> {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const run = { user_id: owner.userId, workflow_id, status: "cancelled" };
  const { data } = await service().client.from("workflow_executions")
    .insert(Array.from({ length: 30 }, (_, n) => ({
      ...run,
      created_at: `2020-01-${String(n + 1).padStart(2, "0")}T00:00:00+00:00`,
    }))).select("execution_id").throwOnError();
  await owner.client.from("retention_policies").insert({ cancelled_days: 1 }).throwOnError();
  return { owner, workflow_id, ids: data.map(({ execution_id }) => execution_id) };
}

/** Connections of the database's owner that give up when they would have to wait. */
async function withConnections(
  run: (connect: () => postgres.Sql) => Promise<void>,
): Promise<void> {
  await using connections = new AsyncDisposableStack();
  await run(() => {
    const connection = { lock_timeout: 5000 };
    const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {}, connection });
    connections.defer(() => sql.end({ timeout: 0 }));
    return sql;
  });
}

/** Removes what is due of one owner, as the job does it, in the given transaction. */
const sweep = async (sql: postgres.TransactionSql | postgres.Sql, owner: User) => {
  const [progress] = await sql<{ executions_deleted: string }[]>`
    select * from private.sweep_owner(${owner.userId}, 'infinity', 7)`;
  return Number(progress?.executions_deleted);
};

async function stored({ client, userId }: User): Promise<string[]> {
  const { data } = await client.from("workflow_executions").select("execution_id")
    .eq("user_id", userId).throwOnError();
  return data.map(({ execution_id }) => execution_id).sort();
}

/** Keeps the scheduler away from an owner for as long as the connection lasts. */
const alone = async (sql: postgres.Sql, owner: User) => {
  const key = `runtrail: retention ${owner.userId}`;
  await sql`select pg_advisory_lock(hashtextextended(${key}, 0))`;
};

Deno.test("a run that is being held as retention runs is spared, and nobody waits", async () => {
  await withConnections(async (connect) => {
    const [guard, holder, job] = [connect(), connect(), connect()];
    const { owner, workflow_id, ids } = await withOldRuns();
    await alone(guard, owner);
    const before = await stored(owner);
    const kept = before.find((id) => ids.includes(id));
    assert.ok(kept);
    await holder.begin(async (hold) => {
      await hold`update public.workflow_executions set held = true where execution_id = ${kept}`;
      await job.begin(async (purge) => {
        assert.ok(await sweep(purge, owner) >= before.length - 1);
        // A create while retention has removed rows and not committed.
        await makeExecution(owner, workflow_id);
      });
    });
    const after = await stored(owner);
    assert.equal(after.length, 2);
    assert.ok(after.includes(kept));
    assert.equal(await sweep(job, owner), 0);
  });
});

Deno.test("two runs of retention at once take each run once and do not wait for each other", async () => {
  await withConnections(async (connect) => {
    const [guard, one, two] = [connect(), connect(), connect()];
    const { owner } = await withOldRuns();
    await alone(guard, owner);
    const before = (await stored(owner)).length;
    let removed = 0;
    await one.begin(async (first) => {
      removed += await sweep(first, owner);
      await two.begin(async (second) => {
        removed += await sweep(second, owner);
      });
    });
    assert.equal(removed, before);
    assert.deepEqual(await stored(owner), []);
    const { data } = await owner.client.from("purges").select("executions").throwOnError();
    const recorded = data.reduce((sum: number, { executions }) => sum + executions, 0);
    assert.ok(recorded >= before);
  });
});

Deno.test("a deletion leaves what somebody else has locked, and says that it remains", async () => {
  await withConnections(async (connect) => {
    const sql = connect();
    const owner = await signUp();
    const workflow_id = await makeWorkflow(owner);
    const ids: string[] = [];
    for (const _ of [1, 2]) {
      const execution_id = await makeExecution(owner, workflow_id);
      await owner.client.rpc("update_execution", { execution_id, status: "failed" }).throwOnError();
      ids.push(execution_id);
    }
    const remove = async () => {
      const { data } = await owner.client.rpc("delete_executions", { execution_ids: ids })
        .throwOnError();
      return [data.deleted_executions, data.remaining_executions, data.done];
    };
    await sql.begin(async (sql) => {
      await sql`
        select 1 from public.workflow_executions where execution_id = ${ids[0] ?? ""} for update`;
      assert.deepEqual(await remove(), [1, 1, false]);
    });
    assert.deepEqual(await remove(), [1, 0, true]);
  });
});
