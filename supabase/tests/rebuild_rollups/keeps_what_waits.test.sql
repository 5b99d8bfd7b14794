-- Rebuilding leaves waiting deltas where they are: counts are right before and after these are
-- folded, also where runs were removed that still wait.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp view found as
select d.* from fixture as f cross join lateral tests.differences(f.owner) as d;
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', timestamptz '2024-01-01Z' + i * interval '8 hours', 1 + i
from fixture as f, generate_series(0, 9) as i;
select tests.fold_rollups();
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'failed', timestamptz '2024-01-04Z' + i * interval '8 hours', 30 + i
from fixture as f, generate_series(0, 9) as i;
-- Folded ones and waiting ones, among them whole days.
delete from public.workflow_executions as e using fixture as f
where e.user_id = f.owner and (e.created_at < '2024-01-02Z' or e.created_at > '2024-01-06Z');
select tests.purge(array(
  select e.execution_id
  from public.workflow_executions as e join fixture as f on e.user_id = f.owner
  where e.execution_time_seconds in (5, 30)
));
create temp table waiting as
select d.* from private.execution_deltas as d join fixture as f on d.owner_key = f.owner;
create temp table counted_before as
select tests.counted(f.owner)::text as live, tests.counted(f.owner, purged => true)::text as purged
from fixture as f;

select private.rebuild_rollups();
select set_eq(
  'select d.* from private.execution_deltas as d join fixture as f on d.owner_key = f.owner',
  'table waiting', 'what waited waits'
);
select is_empty('table found', 'right while it waits');
select results_eq(
  'select tests.counted(f.owner)::text, tests.counted(f.owner, purged => true)::text '
    'from fixture as f',
  'table counted_before', 'the same sums'
);
select tests.fold_rollups(3);
select is_empty('table found', 'right when folded');
create temp table folded as select tests.rollups_of(f.owner) as rollups from fixture as f;
select private.rebuild_rollups();
select is(tests.rollups_of(f.owner), w.rollups, 'rebuilt again nothing changes')
from fixture as f, folded as w;
select is_empty(
  $$
    select d.day from private.execution_days as d join fixture as f on d.owner_key = f.owner
    where d.completed = 0 and d.failed = 0
  $$,
  'no day without runs is left'
);

select * from finish();
rollback;
