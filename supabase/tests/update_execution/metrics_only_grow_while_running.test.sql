-- While an execution runs its metrics are the greatest reported; progress is the last.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text, true
);
select tests.act_as(current_setting('t.owner')::uuid);
prepare report (numeric, integer, numeric, numeric) as
  select execution_time_seconds, visual_events_captured, visual_stream_duration, progress
  from public.update_execution(
    current_setting('t.execution')::uuid, execution_time_seconds => $1,
    visual_events_captured => $2, visual_stream_duration => $3, progress => $4
  );
select results_eq('execute report (2, 20, 2.5, 20)', 'values (2::numeric, 20, 2.5, 20::numeric)',
  'the first report');
select results_eq('execute report (1, 30, 1.5, 10)', 'values (2::numeric, 30, 2.5, 10::numeric)',
  'an older one');
select results_eq('execute report (null, null, null, null)',
  'values (2::numeric, 30, 2.5, 10::numeric)', 'an empty one');

select * from finish();
rollback;
