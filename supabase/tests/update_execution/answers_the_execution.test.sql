-- update_execution() stores what is reported, leaves what is absent, and answers the whole
-- execution.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid, 'mine')::text, true
);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    '{"inputs": {"a": 1}, "mode": "local-run", "timeout_seconds": 60, "metadata": {"m": 1},
      "tags": ["t"], "visual_enabled": true}'
  )::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
select results_eq(
  $$
    select *
    from public.update_execution(
      current_setting('t.execution')::uuid, result => '[1]', error => 'e', logs => '["l"]',
      execution_time_seconds => 1.2345, visual_events_captured => 2,
      visual_stream_duration => 3.5, progress => 45.678, session_id => 's', hold => true
    )
  $$,
  $$
    values (
      current_setting('t.execution')::uuid, current_setting('t.workflow')::uuid, 'mine',
      current_setting('t.owner')::uuid, 'running', 'local-run', true, false, null::text, 's', 'e',
      null::text, 1.235, 2, 3.5, 45.68, '{"m": 1}'::jsonb, '{t}'::text[], 60, null::timestamptz,
      null::timestamptz, null::text, true, null::timestamptz, null::timestamptz, now(),
      null::timestamptz, now(), '{"a": 1}'::jsonb,
      '[1]'::jsonb, '["l"]'::jsonb, false
    )
  $$,
  'everything reported'
);
create temporary table before on commit drop as select * from public.workflow_executions;
select lives_ok(
  $$ select public.update_execution(current_setting('t.execution')::uuid) $$, 'nothing reported'
);
select results_eq('select * from public.workflow_executions', 'select * from before',
  'what is absent stays as it is');
select results_eq(
  $$
    select result, error, logs, metadata, tags
    from public.update_execution(
      current_setting('t.execution')::uuid, result => 'false', error => '', logs => '[]',
      metadata => '{}', tags => '{}'
    )
  $$,
  $$ values ('false'::jsonb, '', '[]'::jsonb, '{}'::jsonb, '{}'::text[]) $$,
  'empty values replace'
);

select * from finish();
rollback;
