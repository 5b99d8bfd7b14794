-- A report on a run that the database ended changes nothing: it is kept as an event, once however
-- often it is sent, and answered with status 409 and late = true.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"created_at": "2020-01-01", "timeout_seconds": 60, "visual_events_captured": 3}'
  )::text,
  true
);
select private.reap_executions();
create temp table ended as select to_jsonb(e) as columns from public.workflow_executions as e;
grant select on table ended to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
prepare report as
  select status, error_code, result, visual_events_captured, late
  from public.update_execution(
    current_setting('t.execution')::uuid, 'completed', result => '{"price": 12.5}',
    execution_time_seconds => 61.5, visual_events_captured => 9, progress => 100,
    session_id => 'late', error => 'none', logs => '["end"]', visual_stream_duration => 1
  );
select results_eq(
  'report', $$ values ('failed', 'timed_out', null::jsonb, 3, true) $$, 'late, not applied'
);
select is(current_setting('response.status'), '409', 'the request is answered with 409');
select results_eq(
  'select kind::text, level::text, message, data from public.execution_events',
  $$
    values (
      'late_report', 'warn', 'Reported after the database had ended the run; not applied.',
      '{"status": "completed", "result": {"price": 12.5}, "execution_time_seconds": 61.5,
        "visual_events_captured": 9, "progress": 100, "session_id": "late", "error": "none",
        "logs": ["end"], "visual_stream_duration": 1}'::jsonb
    )
  $$,
  'the event has all that was reported'
);
select set_config('response.status', '', true);
select results_eq(
  'report', $$ values ('failed', 'timed_out', null::jsonb, 3, true) $$, 'the same again'
);
select is(current_setting('response.status'), '409', 'is answered in the same way');
select is((select count(*) from public.execution_events), 1::bigint, 'and is one event');
select lives_ok(
  $$ select public.update_execution(current_setting('t.execution')::uuid, 'cancelled') $$,
  'another report'
);
select results_eq(
  $$
    select to_jsonb(e), (select count(*) from public.execution_events)
    from public.workflow_executions as e
  $$,
  'select columns, 2::bigint from ended',
  'is another event; the run is as the database left it'
);

select * from finish();
rollback;
