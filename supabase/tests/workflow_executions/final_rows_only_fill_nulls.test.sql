-- Once final, what is known stays and what is null can be filled, by users and by the service;
-- labels stay free.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create function pg_temp.make(columns jsonb) returns void language sql as $$
  select tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    columns || '{"status": "failed", "created_at": "2020-01-01", "completed_at": "2020-01-02"}'
  )
$$;
select pg_temp.make(
  '{"tags": ["known"], "execution_time_seconds": 1, "visual_events_captured": 2,
    "visual_stream_duration": 3, "progress": 4, "result": {"a": 1},
    "error": "why", "logs": ["line"], "last_heartbeat_at": "2020-01-01"}'
);
select pg_temp.make('{"tags": ["empty"]}');
prepare report as
  update public.workflow_executions
  set
    execution_time_seconds = 10, visual_events_captured = 20, visual_stream_duration = 30,
    progress = 40, result = '{"a": 10}', error = 'other', logs = '["other"]',
    metadata = '{"late": true}', tags = tags || 'late'::text;
prepare known as
  select
    execution_time_seconds, visual_events_captured, visual_stream_duration, progress, result, error,
    logs, metadata, completed_at, error_code::text, last_heartbeat_at
  from public.workflow_executions
  where tags[1] = 'known';
prepare stays as
  values (
    1::numeric, 2, 3::numeric, 4::numeric, '{"a": 1}'::jsonb, 'why', '["line"]'::jsonb,
    '{"late": true}'::jsonb, '2020-01-02'::timestamptz, null::text, '2020-01-01'::timestamptz
  );

select tests.act_as(current_setting('t.owner')::uuid);
execute report;
select results_eq('known', 'stays', 'what is known stays');
select results_eq(
  $$
    select
      execution_time_seconds, visual_events_captured, visual_stream_duration, progress, result,
      error, logs, metadata
    from public.workflow_executions
    where tags[1] = 'empty'
  $$,
  $$
    values (
      86400::numeric, 20, 30::numeric, null::numeric, '{"a": 10}'::jsonb, 'other',
      '["other"]'::jsonb, '{"late": true}'::jsonb
    )
  $$,
  'what was null is filled, but for progress'
);
select is((select count(*) from public.workflow_executions where 'late' = any (tags)), 2::bigint,
  'tags changed');
update public.workflow_executions
set
  result = null, error = null, logs = null, execution_time_seconds = null,
  visual_events_captured = null, visual_stream_duration = null;
select results_eq('known', 'stays', 'nulls take nothing away');

select tests.act_as_owner();
select tests.act_as_service();
execute report;
update public.workflow_executions
set
  result = null, error = null, error_code = 'other', last_heartbeat_at = now(),
  execution_time_seconds = null;
select results_eq('known', 'stays', 'for the service neither');

-- Retention runs as the tables' owner and takes payloads away, and nothing else.
select tests.act_as_owner();
update public.workflow_executions
set
  result = null, error = null, logs = null, inputs = '{}', execution_time_seconds = null,
  visual_events_captured = null, visual_stream_duration = null;
select results_eq(
  'known',
  $$
    values (
      1::numeric, 2, 3::numeric, 4::numeric, null::jsonb, null::text, null::jsonb,
      '{"late": true}'::jsonb, '2020-01-02'::timestamptz, null::text, '2020-01-01'::timestamptz
    )
  $$,
  'retention removes payloads and no metrics'
);

select * from finish();
rollback;
