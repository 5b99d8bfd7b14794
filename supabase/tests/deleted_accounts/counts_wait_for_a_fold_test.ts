import assert from "node:assert/strict";
import postgres from "postgres";
import { target } from "../actors.ts";

/** Makes a user with two runs, one of them purged and folded, and deletes their account. */
async function deleteAccount(sql: postgres.Sql): Promise<string> {
  const [made] = await sql<{ owner: string }[]>`select tests.create_user() as owner`;
  const owner = made?.owner ?? "";
  await sql`
    select tests.create_execution(${owner}, w.workflow_id, '{"status": "failed"}')
    from (select tests.create_workflow(${owner}) as workflow_id) as w, generate_series(1, 2)`;
  await sql`
    select tests.purge(array(
      select execution_id from public.workflow_executions where user_id = ${owner} limit 1))`;
  await sql`select tests.fold_rollups()`;
  await sql`delete from auth.users where id = ${owner}`;
  await sql`
    update private.deleted_accounts set deleted_at = now() - interval '61 minutes'
    where user_id = ${owner}`;
  return owner;
}

async function left(sql: postgres.Sql, owner: string): Promise<string> {
  const [row] = await sql<{ left: string }[]>`
    select format(
      '%s runs, %s purged, %s queued',
      (select count(*) from public.workflow_executions where user_id = ${owner}),
      (tests.counted(${owner}, purged => true)).failed,
      (select count(*) from private.deleted_accounts where user_id = ${owner})
    ) as left`;
  return row?.left ?? "";
}

Deno.test("an account whose counts are being folded stays queued until they can go too", async () => {
  const [one, two] = [1, 2].map(() => postgres(target.databaseUrl, { max: 1, onnotice: () => {} }));
  assert.ok(one && two);
  try {
    const owner = await deleteAccount(two);
    await one.begin(async (folding) => {
      await folding`select tests.fold_rollups()`;
      await two`select private.remove_deleted_accounts()`;
      assert.equal(await left(two, owner), "0 runs, 1 purged, 1 queued");
    });
    // Waits where the removal itself would leave the counts to its next call.
    await one.begin(async (alone) => {
      await alone`select tests.fold_rollups()`;
      await alone`select private.remove_deleted_accounts()`;
    });
    assert.equal(await left(two, owner), "0 runs, 0 purged, 0 queued");
  } finally {
    await Promise.all([one.end(), two.end()]);
  }
});
