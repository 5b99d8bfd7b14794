-- After runs were loaded with triggers switched off (a restored dump, a bulk load), one rebuild
-- makes the counts right; it says how many owners it has counted.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_workflow(null) as workflow;
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, completed_at, execution_time_seconds
)
select
  v.user_id, f.workflow, 'completed', timestamptz '2024-01-01Z' + i * interval '1 day',
  timestamptz '2024-01-02Z' + i * interval '1 day', 1 + i
from fixture as f
cross join lateral (values (f.owner), (f.stranger), (null)) as v (user_id)
cross join generate_series(0, 3) as i;
alter table public.workflow_executions enable trigger user;
select isnt_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d', 'not counted'
);
select cmp_ok(private.rebuild_rollups(), '>=', 3, 'at least these owners are counted');
select is_empty('select d.* from private.verify_rollups() as d', 'now they are');
select results_eq(
  $$
    select t.completed
    from private.execution_totals as t join fixture as f on t.workflow_id = f.workflow
  $$,
  'values (4::bigint), (4), (4)',
  'each owner''s, and the shared ones'
);

select * from finish();
rollback;
