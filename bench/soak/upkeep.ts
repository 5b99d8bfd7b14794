import type postgres from "postgres";
import type { Load } from "./load.ts";
import { pick } from "./runs.ts";
import type { SoakDatabase } from "./soak-database.ts";
import type { Workers } from "./workers.ts";

/** Upkeep at work. */
export interface Upkeep {
  /** Ends its connections. */
  end(): Promise<void>;
}

/** Retention removes nothing that is younger, in days. */
export const keptDays = 10;

/**
 * All that works beside clients, far more often than a scheduler would let it: two that fold, one
 * that ends stuck runs, one that vacuums, one that rebuilds, two for retention, one that deletes
 * accounts, and one that does it all.
 */
export function startUpkeep(database: SoakDatabase, load: Load, workers: Workers): Upkeep {
  const sql = database.owner(10);
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
  for (let i = 0; i < 2; i++) {
    workers.start("retention", 100, () => applyRetention(sql, load.userIds));
  }
  workers.start("maintain", 500, () => maintain(sql));
  workers.start("delete accounts", 500, () => deleteAnAccount(sql));
  return { end: () => sql.end({ timeout: 0 }) };
}

/** A user changes their mind about how long runs are kept, which retention then looks at first. */
async function applyRetention(sql: postgres.Sql, userIds: readonly string[]): Promise<void> {
  const [completed, failed] = [1, 2].map(() => keptDays + Math.floor(Math.random() * 25));
  await sql`
    insert into public.retention_policies (
      user_id, completed_days, failed_days, keep_last_failures, keep_last_successes)
    values (${pick(userIds) ?? ""}, ${completed ?? 0}, ${failed ?? 0}, 2, 2)
    on conflict (owner_key, workflow_id) do update
    set completed_days = excluded.completed_days, failed_days = excluded.failed_days`;
  await sql`select private.apply_retention(clock_timestamp() + interval '1 second', 50)`;
}

/** All of it in one call, as a scheduler makes it; it reports what failed instead of raising it. */
async function maintain(sql: postgres.Sql): Promise<void> {
  const [run] = await sql<{ errors: string[] }[]>`select errors from private.maintain(0.5)`;
  if (run && run.errors.length > 0) throw new Error(run.errors.join("; "));
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
