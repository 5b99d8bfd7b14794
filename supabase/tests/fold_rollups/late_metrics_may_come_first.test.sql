-- Metrics that were reported late may be folded before the run they belong to; they are kept, also
-- when counts are rebuilt in between.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp view found as
select d.* from fixture as f cross join lateral tests.differences(f.owner) as d;
select tests.fold_rollups();
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', v.created_at::timestamptz, 1
from fixture as f, (values ('2024-01-01Z'), ('2024-02-01Z')) as v (created_at);
update public.workflow_executions as e set visual_events_captured = 0
from fixture as f where e.user_id = f.owner and e.created_at = '2024-01-01Z';
create temp table waiting as
select d.* from private.execution_deltas as d join fixture as f on d.owner_key = f.owner;
delete from private.execution_deltas as d using fixture as f where d.owner_key = f.owner;
insert into private.execution_deltas
select w.* from waiting as w order by w.bucket_runs, w.day desc;

select is(private.fold_rollups(1), 1, 'the metrics');
select private.rebuild_rollups();
select is_empty('table found', 'right while their run waits');
select is(private.fold_rollups(1), 1, 'the other run');
select is_empty('table found', 'they are not forgotten');
select private.fold_rollups(1);
select is_empty('table found', 'right with their run');

select * from finish();
rollback;
