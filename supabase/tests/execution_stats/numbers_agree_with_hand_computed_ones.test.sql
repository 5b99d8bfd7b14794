-- The statistics of a workflow are these numbers, computed by hand; runs of other workflows and of
-- other users do not enter them, and unfinished ones have no duration yet.
begin;
create extension if not exists pgtap with schema extensions;
select plan(21);

create temp table fixture as
select
  u.owner, u.stranger, tests.create_workflow(u.owner, 'nightly report') as workflow,
  tests.create_workflow(u.owner) as other_workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, mode, visual_streaming_enabled, visual_quality,
  execution_time_seconds, visual_events_captured, visual_stream_duration
)
select
  f.owner, f.workflow, timestamptz '2026-01-01 00:00Z' + v.minutes * interval '1 minute', v.status,
  v.mode, v.quality is not null, v.quality, v.seconds, v.events, v.streamed
from fixture as f, (
  values
    (1, 'completed', 'cloud-run', 'high', 1.0, 10, 0.5),
    (2, 'completed', 'cloud-run', 'high', 2.0, 20, 1.0),
    (3, 'completed', 'local-run', 'low', 3.5, 3, 3.0),
    (4, 'failed', 'cloud-run', null, 10.25, null, null),
    (5, 'cancelled', 'local-run', null, 0.004, null, null),
    (6, 'running', 'cloud-run', null, 500.0, 7, null),
    (7, 'running', 'cloud-run', null, null, null, null)
) as v (minutes, status, mode, quality, seconds, events, streamed);
insert into public.workflow_executions (
  user_id, workflow_id, status, mode, execution_time_seconds, visual_events_captured
)
select f.owner, f.other_workflow, 'failed', 'local-run', 9999, 9999 from fixture as f;

select tests.act_as(f.owner) from fixture as f;
create temp view stats as
select s.* from fixture as f cross join lateral public.execution_stats(f.workflow) as s;

select is(workflow_id, (select f.workflow from fixture as f), 'workflow_id') from stats;
select is(workflow_name, 'nightly report', 'workflow_name') from stats;
select is(total_executions, 7::bigint, 'total_executions') from stats;
select is(successful_executions, 3::bigint, 'successful_executions') from stats;
select is(failed_executions, 1::bigint, 'failed_executions') from stats;
select is(cancelled_executions, 1::bigint, 'cancelled_executions') from stats;
select is(running_executions, 2::bigint, 'running_executions') from stats;
select is(success_rate, 60.00, 'success_rate: 3 of the 5 finished') from stats;
select is(average_execution_time, 3.351, 'average: 16.754 / 5, rounded to milliseconds') from stats;
select is(min_execution_time, 0.004, 'min_execution_time') from stats;
select is(max_execution_time, 10.25, 'max_execution_time, not of a running one') from stats;
select is(p50_execution_time, 2.0, 'p50: the third of five') from stats;
select is(p95_execution_time, 8.9, 'p95: 3.5 + 0.8 * (10.25 - 3.5)') from stats;
select is(p99_execution_time, 9.98, 'p99: 3.5 + 0.96 * (10.25 - 3.5)') from stats;
select is(last_execution_at, timestamptz '2026-01-01 00:07Z', 'last_execution_at') from stats;
select is(most_common_mode, 'cloud-run', 'most_common_mode') from stats;
select is(mode_usage, '{"cloud-run": 5, "local-run": 2}', 'mode_usage') from stats;
select is(quality_usage, '{"high": 2, "low": 1}', 'quality_usage') from stats;
select is(visual_streaming_usage_rate, 42.86, 'visual_streaming_usage_rate: 3 of all 7') from stats;
select is(
  (average_visual_events_captured, average_visual_stream_duration)::text, '(11.00,1.500)',
  'visual averages: 33 / 3 events, 4.5 / 3 seconds, over the finished that reported'
) from stats;
select ok(
  computed_at = now() and since is null and until is null, 'computed now, over all time'
) from stats;

select * from finish();
rollback;
