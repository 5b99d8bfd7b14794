-- While an execution runs, each metric is the greatest reported, in whatever order reports
-- arrive; progress is the last.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select tests.create_execution(
  current_setting('t.owner')::uuid, tests.create_workflow(null),
  jsonb_build_object('created_at', now() - interval '5 seconds')
);
select tests.act_as(current_setting('t.owner')::uuid);
prepare report as
  update public.workflow_executions
  set
    execution_time_seconds = $1, visual_events_captured = $2, visual_stream_duration = $3,
    progress = $4;
prepare metrics as
  select execution_time_seconds, visual_events_captured, visual_stream_duration, progress
  from public.workflow_executions;
execute report (2, 20, 2.5, 20);
select results_eq('metrics', 'values (2::numeric, 20, 2.5, 20::numeric)', 'the first report');
execute report (1, 30, 1.5, 10);
select results_eq('metrics', 'values (2::numeric, 30, 2.5, 10::numeric)', 'an older one');
execute report (null, null, null, null);
select results_eq('metrics', 'values (2::numeric, 30, 2.5, null::numeric)', 'an empty one');
execute report (0, 0, 0, 0);
select results_eq('metrics', 'values (2::numeric, 30, 2.5, 0::numeric)', 'zeros');
update public.workflow_executions
set status = 'completed', execution_time_seconds = 1, visual_events_captured = 31;
select results_eq(
  'metrics', 'values (2::numeric, 31, 2.5, 0::numeric)', 'the last report, with the end'
);

select * from finish();
rollback;
