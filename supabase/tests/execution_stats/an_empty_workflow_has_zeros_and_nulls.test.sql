-- A workflow with no runs: zeros for what is counted, nulls for what cannot be computed; one whose
-- runs are all unfinished has no success rate.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'new') as workflow,
  tests.create_workflow(u.owner) as started_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
do $$
begin
  perform tests.create_execution(f.owner, f.started_workflow) from fixture as f;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  (
    select to_jsonb(s) - 'workflow_id' - 'computed_at'
    from fixture as f cross join lateral public.execution_stats(f.workflow) as s
  ),
  '{
    "workflow_name": "new", "total_executions": 0, "successful_executions": 0,
    "failed_executions": 0, "cancelled_executions": 0, "running_executions": 0,
    "success_rate": null, "average_execution_time": null, "min_execution_time": null,
    "max_execution_time": null, "p50_execution_time": null, "p95_execution_time": null,
    "p99_execution_time": null, "last_execution_at": null, "most_common_mode": null,
    "mode_usage": {}, "quality_usage": {}, "visual_streaming_usage_rate": null,
    "average_visual_events_captured": null, "average_visual_stream_duration": null,
    "since": null, "until": null, "computed_from": "rows"
  }',
  'no runs'
);
select is(
  (
    select (
      s.total_executions, s.running_executions, s.success_rate, s.average_execution_time
    )::text
    from fixture as f cross join lateral public.execution_stats(f.started_workflow) as s
  ),
  '(1,1,,)', 'one unfinished run: counted, without a rate or a duration'
);
select is(
  (
    select (s.most_common_mode, s.visual_streaming_usage_rate)::text
    from fixture as f cross join lateral public.execution_stats(f.started_workflow) as s
  ),
  '(cloud-run,0.00)', 'its mode and streaming are known'
);

select * from finish();
rollback;
