import type postgres from "postgres";
import type { Load } from "./load.ts";
import type { SoakDatabase } from "./soak-database.ts";
import type { Workers } from "./workers.ts";

/** Upkeep at work. */
export interface Upkeep {
  /** Finished runs of the load's users that retention has removed. */
  purged(): number;
  end(): Promise<void>;
}

/**
 * All that works beside clients, far more often than a scheduler would let it: two that fold, one
 * that ends stuck runs, one that vacuums, one that rebuilds, one for retention and one that deletes
 * accounts.
 */
export function startUpkeep(database: SoakDatabase, load: Load, workers: Workers): Upkeep {
  const sql = database.owner(8);
  let purged = 0;
  for (let i = 0; i < 2; i++) {
    // Small batches, so that some deltas of a day are folded and others wait.
    workers.start("fold", 50, () =>
      sql`
        select private.fold_rollups(${1 + Math.floor(Math.random() ** 2 * 500)})`);
  }
  // Deltas come out of order where space is used again.
  workers.start("vacuum", 300, () => sql`vacuum private.execution_deltas`);
  workers.start("reap", 200, () => sql`select private.reap_executions(50)`);
  workers.start("rebuild", 4000, () => sql`select private.rebuild_rollups()`);
  workers.start("retention", 100, async () => {
    purged += await purge(sql, load);
  });
  workers.start("delete accounts", 500, () => deleteAnAccount(sql));
  return { purged: () => purged, end: () => sql.end({ timeout: 0 }) };
}

/** Removes the oldest finished runs of a user, as retention does, and returns how many. */
async function purge(sql: postgres.Sql, { runs, userIds }: Load): Promise<number> {
  const userId = userIds[Math.floor(Math.random() * userIds.length)] ?? "";
  return await sql.begin(async (transaction) => {
    await transaction`select set_config('runtrail.purging', 'on', true)`;
    const chosen = await transaction<{ execution_id: string }[]>`
      select execution_id from public.workflow_executions
      where owner_key = ${userId} and status <> 'running'
      order by created_at limit 40 for update skip locked`;
    for (const { execution_id } of chosen) runs.removing.add(execution_id);
    const { count } = await transaction`
      delete from public.workflow_executions
      where execution_id = any (${chosen.map(({ execution_id }) => execution_id)}::uuid[])`;
    return count;
  });
}

/** An account with finished and running runs, some purged, is deleted and removed in batches. */
async function deleteAnAccount(sql: postgres.Sql): Promise<void> {
  const [made] = await sql<{ user_id: string }[]>`select tests.create_user() as user_id`;
  const userId = made?.user_id ?? "";
  await sql`
    insert into public.workflow_executions (user_id, workflow_id, status, execution_time_seconds)
    select ${userId}, w.id, case when i < 4 then 'running' else 'failed' end, i
    from (select tests.create_workflow(${userId}) as id) as w, generate_series(1, 60) as i`;
  await sql`
    select tests.purge(array(
      select execution_id from public.workflow_executions
      where owner_key = ${userId} and execution_time_seconds > 50))`;
  await sql`delete from auth.users where id = ${userId}`;
  for (let removed = 1; removed > 0;) {
    const [row] = await sql<{ removed: string }[]>`
      select private.remove_deleted_accounts(25) as removed`;
    removed = Number(row?.removed);
  }
}
