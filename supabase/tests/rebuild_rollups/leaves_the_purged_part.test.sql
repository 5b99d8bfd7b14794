-- Rebuilding never touches counts of purged runs, which cannot be counted anew.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow, tests.create_workflow(u.owner) as gone
from (select tests.create_user() as owner) as u;
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select
  f.owner, case when i < 5 then f.gone else f.workflow end, 'completed',
  timestamptz '2024-01-01Z' + i * interval '8 hours', 1 + i
from fixture as f, generate_series(0, 9) as i;
select tests.purge(array(
  select e.execution_id
  from public.workflow_executions as e join fixture as f on e.user_id = f.owner
  where e.execution_time_seconds < 8
));
select tests.fold_rollups();
create temp view purged as
select d.day::text as place, to_jsonb(d) as content
from private.execution_days as d join fixture as f on d.owner_key = f.owner
where d.purged
union all
select 'total', to_jsonb(t)
from private.execution_totals as t join fixture as f on t.owner_key = f.owner
where t.purged
union all
select 'bucket', to_jsonb(h)
from private.execution_durations as h join fixture as f on h.owner_key = f.owner
where h.purged;
create temp table purged_before as select * from purged;
create temp table counted_before as
select tests.counted(f.owner, purged => true)::text as counted from fixture as f;

update private.execution_days as d set completed = 99
from fixture as f where d.owner_key = f.owner and not d.purged;
select private.rebuild_rollups();
select is(b.counted, '(7,0,0,7,0,0,0,0,0,0,0,28.000,0)', 'purged') from counted_before as b;
select bag_eq('table purged', 'table purged_before', 'they stay, to the digit');
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'while live ones are repaired'
);

select * from finish();
rollback;
