-- A finished execution takes the same status again: what is null is filled, what is known stays,
-- and a report without a status does the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    '{"status": "completed", "created_at": "2020-01-01 00:00:00",
      "completed_at": "2020-01-01 00:00:10", "result": {"a": 1}}'
  )::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
prepare metrics as
  select
    status, completed_at, execution_time_seconds, visual_events_captured, visual_stream_duration,
    result
  from public.update_execution(current_setting('t.execution')::uuid);
select lives_ok(
  $$
    select public.update_execution(
      current_setting('t.execution')::uuid, 'completed', visual_events_captured => 5,
      execution_time_seconds => 99, result => '{"other": 1}'
    )
  $$,
  'the same status again'
);
select results_eq(
  'metrics',
  $$
    values (
      'completed', '2020-01-01 00:00:10'::timestamptz, 10::numeric, 5, null::numeric,
      '{"a": 1}'::jsonb
    )
  $$,
  'what was null is filled, what was known stays'
);
select lives_ok(
  $$
    select public.update_execution(
      current_setting('t.execution')::uuid, visual_events_captured => 6,
      visual_stream_duration => 7.5
    )
  $$,
  'no status'
);
select results_eq(
  'metrics',
  $$
    values (
      'completed', '2020-01-01 00:00:10'::timestamptz, 10::numeric, 5, 7.5, '{"a": 1}'::jsonb
    )
  $$,
  'the same rule'
);
select results_eq(
  $$
    select metadata, tags
    from public.update_execution(
      current_setting('t.execution')::uuid, metadata => '{"kept": true}', tags => '{kept}'
    )
  $$,
  $$ values ('{"kept": true}'::jsonb, '{kept}'::text[]) $$,
  'labels stay free'
);
select throws_ok(
  $$
    select public.update_execution(
      current_setting('t.execution')::uuid, 'failed', tags => '{lost}', append_logs => '["lost"]'
    )
  $$,
  'PT409', 'execution_already_finished', 'another status is refused'
);
select is((select tags from public.workflow_executions), '{kept}'::text[],
  'and nothing that came with it is stored');

select * from finish();
rollback;
