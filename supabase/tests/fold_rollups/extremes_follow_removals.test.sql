-- When the shortest, the longest or the last run is removed, the next one takes its place in days
-- and totals, of its workflow and of all; removing any other leaves them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow, tests.create_workflow(u.owner) as other
from (select tests.create_user() as owner) as u;
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select
  f.owner, case when v.elsewhere then f.other else f.workflow end, 'completed',
  v.created_at::timestamptz, v.seconds
from fixture as f, (
  values
    (false, '2024-01-01 01:00Z', 5), (false, '2024-01-01 02:00Z', 2),
    (false, '2024-01-01 03:00Z', 9), (false, '2024-01-01 04:00Z', 4),
    (false, '2024-01-02 05:00Z', 6), (true, '2024-01-01 06:00Z', 3)
) as v (elsewhere, created_at, seconds);
insert into public.workflow_executions (user_id, workflow_id, created_at)
select f.owner, f.workflow, '2024-01-01 23:00Z' from fixture as f;
select tests.fold_rollups();

create function pg_temp.without(seconds numeric)
returns text
language plpgsql
as $$
declare
  f fixture;
begin
  select * into f from fixture;
  delete from public.workflow_executions as e
  where e.user_id = f.owner and e.execution_time_seconds = without.seconds;
  perform tests.fold_rollups();
  return (
    select string_agg(
      format('%s-%s %s', trim_scale(k.min_seconds), trim_scale(k.max_seconds),
        to_char(k.last_created_at at time zone 'UTC', 'DD HH24')), ', ' order by k.place
    )
    from (
      select 1 as place, d.min_seconds, d.max_seconds, d.last_created_at
      from private.execution_days as d
      where d.owner_key = f.owner and d.workflow_id = f.workflow and d.day = '2024-01-01'
      union all
      select 2, t.min_seconds, t.max_seconds, t.last_created_at
      from private.execution_totals as t
      where t.owner_key = f.owner and t.workflow_id = f.workflow
      union all
      select 3, t.min_seconds, t.max_seconds, t.last_created_at
      from private.execution_totals as t
      where t.owner_key = f.owner and t.workflow_id <> f.workflow and t.workflow_id <> f.other
    ) as k
  );
end
$$;
-- The day of the workflow, the workflow, all workflows.
select is(pg_temp.without(0), '2-9 01 04, 2-9 02 05, 2-9 02 05', 'as they were');
select is(pg_temp.without(5), '2-9 01 04, 2-9 02 05, 2-9 02 05', 'one in the middle');
select is(pg_temp.without(2), '4-9 01 04, 4-9 02 05, 3-9 02 05', 'the shortest');
select is(pg_temp.without(9), '4-4 01 04, 4-6 02 05, 3-6 02 05', 'the longest');
select is(pg_temp.without(6), '4-4 01 04, 4-4 01 04, 3-4 01 06', 'the last, with its day');
select is(pg_temp.without(3), '4-4 01 04, 4-4 01 04, 4-4 01 04', 'the only one elsewhere');
select is(pg_temp.without(4), null, 'all of them');
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'all this is right'
);

select * from finish();
rollback;
