-- What late metrics add to metrics that a run had already may be folded before that run; it is kept
-- when the last other run of the workflow goes in between.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', '2024-01-01Z', 1 from fixture as f;
select tests.fold_rollups();

insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds, visual_events_captured
)
select f.owner, f.workflow, 'completed', '2024-02-01Z', 1, 51 from fixture as f;
-- As a batch that arrives in the grace time does, which the state machine lets through.
insert into private.execution_deltas (
  owner_key, workflow_id, day, purged, bucket_runs, completed, failed, cancelled, cloud_runs,
  visual_runs, low_quality_runs, standard_quality_runs, high_quality_runs, events_runs,
  stream_runs, events_captured, seconds, stream_seconds
)
select f.owner, f.workflow, '2024-02-01', false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0
from fixture as f;
delete from public.workflow_executions as e using fixture as f
where e.user_id = f.owner and e.created_at = '2024-01-01Z';

create temp table waiting as
select d.* from private.execution_deltas as d join fixture as f on d.owner_key = f.owner;
delete from private.execution_deltas as d using fixture as f where d.owner_key = f.owner;
-- The metrics, the removal, the run.
insert into private.execution_deltas
select w.* from waiting as w order by w.bucket_runs <> 0, w.bucket_runs;

select is(private.fold_rollups(1), 1, 'the metrics are folded');
select is(private.fold_rollups(1), 1, 'the removal is folded');
select is(private.fold_rollups(1), 1, 'the run is folded');
select is(t.events_captured, 58::bigint, 'nothing of them is lost')
from private.execution_totals as t
join fixture as f on t.owner_key = f.owner and t.workflow_id = f.workflow;
select is(
  array_agg(d.events_captured order by d.workflow_id), array[58, 58]::bigint[],
  'nor on their day'
)
from private.execution_days as d
join fixture as f on d.owner_key = f.owner
where d.day = '2024-02-01';

select * from finish();
rollback;
