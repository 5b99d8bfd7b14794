import type postgres from "postgres";

const users = 50;
const batch = 100_000;

/** Whose history it is: the first user has the most of it. */
export interface History {
  userIds: string[];
}

/**
 * Fills in finished runs of the last 90 days: the heaviest user has a seventh of them, spread over
 * five workflows. Triggers are off meanwhile, so nothing is counted: private.rebuild_rollups() does it.
 */
export async function loadHistory(owner: postgres.Sql, rows: number): Promise<History> {
  const made = await owner<{ user_id: string }[]>`
    select tests.create_user() as user_id from generate_series(1, ${users}::integer)`;
  const userIds = made.map(({ user_id }) => user_id);
  await owner`
    insert into public.workflows (owner_id, name)
    select u, 'a workflow' from unnest(${userIds}::uuid[]) as u, generate_series(1, 5)`;
  await owner`alter table public.workflow_executions disable trigger user`;
  for (let done = 0; done < rows; done += batch) {
    await insertRuns(owner, userIds, Math.min(batch, rows - done));
  }
  await owner`alter table public.workflow_executions enable trigger user`;
  return { userIds };
}

/** Inserts finished runs; with triggers on, each leaves a delta. */
export async function insertRuns(
  owner: postgres.Sql,
  userIds: readonly string[],
  rows: number,
): Promise<void> {
  await owner`
    insert into public.workflow_executions (
      workflow_id, user_id, status, mode, created_at, completed_at, execution_time_seconds, inputs)
    select
      w.ids[1 + floor(random() * 5)::integer], r.user_id,
      case when random() < 0.9 then 'completed' else 'failed' end,
      case when random() < 0.7 then 'cloud-run' else 'local-run' end,
      r.created_at, r.created_at + interval '1 minute',
      round(least(exp(random() * 6), 9999)::numeric, 3),
      jsonb_build_object('url', 'https://example.com/' || r.i, 'note', repeat('x', 200))
    from (
      select i, (${[...userIds]}::uuid[])[1 + floor(random() ^ 2 * ${users})::integer] as user_id,
        now() - random() * interval '90 days' as created_at
      from generate_series(1, ${rows}::integer) as i
    ) as r
    join (
      select owner_id, array_agg(workflow_id) as ids from public.workflows group by owner_id
    ) as w on w.owner_id = r.user_id`;
}
