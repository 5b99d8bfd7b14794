-- Each check constraint of workflow_executions refuses what its name says, for the service
-- neither.
begin;
create extension if not exists pgtap with schema extensions;
select plan(41);

insert into auth.users (id) values ('00000000-0000-0000-0000-000000000000');
select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temporary table cases on commit drop as
select *
from (
  values
    ('status_is_known', '{"status": "paused"}'::jsonb),
    ('created_at_is_a_moment', '{"created_at": "-infinity"}'),
    ('updated_at_is_a_moment', '{"updated_at": "infinity"}'),
    ('last_heartbeat_at_is_a_moment', '{"last_heartbeat_at": "infinity"}'),
    ('cancel_requested_at_is_a_moment', '{"cancel_requested_at": "infinity"}'),
    ('cancel_reason_has_a_request', '{"cancel_reason": "why"}'),
    (
      'completed_at_is_a_moment',
      '{"status": "completed", "completed_at": "infinity", "execution_time_seconds": 1}'
    ),
    ('session_id_is_url_safe', '{"session_id": ".."}'),
    ('status_is_known', '{"status": "Running"}'),
    ('mode_is_known', '{"mode": "elsewhere"}'),
    ('timeout_seconds_is_1_second_to_30_days', '{"timeout_seconds": 0}'),
    ('timeout_seconds_is_1_second_to_30_days', '{"timeout_seconds": 2592001}'),
    ('visual_events_captured_is_not_negative', '{"visual_events_captured": -1}'),
    ('execution_time_seconds_is_not_negative', '{"execution_time_seconds": -0.001}'),
    ('execution_time_seconds_is_not_negative', '{"execution_time_seconds": "NaN"}'),
    ('visual_stream_duration_is_not_negative', '{"visual_stream_duration": -0.001}'),
    ('visual_stream_duration_is_not_negative', '{"visual_stream_duration": "NaN"}'),
    ('progress_is_a_percentage', '{"progress": -0.01}'),
    ('progress_is_a_percentage', '{"progress": 100.01}'),
    ('progress_is_a_percentage', '{"progress": "NaN"}'),
    ('visual_quality_is_known', '{"visual_streaming_enabled": true, "visual_quality": "best"}'),
    ('session_id_is_url_safe', '{"session_id": "a/b"}'),
    ('session_id_is_url_safe', '{"session_id": "a b"}'),
    ('session_id_is_url_safe', '{"session_id": ""}'),
    ('session_id_is_url_safe', '{"session_id": "a\n"}'),
    ('session_id_is_url_safe', '{"session_id": "é"}'),
    ('idempotency_key_is_not_empty', '{"idempotency_key": ""}'),
    ('inputs_is_an_object', '{"inputs": [1]}'),
    ('metadata_is_an_object', '{"metadata": "text"}'),
    ('logs_is_a_list', '{"logs": {"0": "line"}}'),
    ('completed_at_is_set_exactly_when_the_status_is_final', '{"completed_at": "2999-01-01"}'),
    (
      'completed_at_is_not_before_created_at',
      '{"status": "failed", "created_at": "2020-01-02", "completed_at": "2020-01-01"}'
    ),
    ('payloads_are_gone_when_expired', '{"payloads_expired_at": "2020-01-01"}'),
    (
      'payloads_are_gone_when_expired',
      '{"status": "failed", "payloads_expired_at": "2020-01-01", "logs": []}'
    ),
    ('only_what_is_final_has_expired_visuals', '{"visual_expired_at": "2020-01-01"}')
) as c (name, columns);
select throws_ok(
  format(
    'select tests.create_execution(%L, %L, %L)', current_setting('t.owner'),
    current_setting('t.workflow'), c.columns
  ),
  '23514',
  format('new row for relation "workflow_executions" violates check constraint "%s"', c.name),
  c.name || ': ' || c.columns
)
from cases as c;
select throws_ok(
  $$
    select tests.create_execution(
      '00000000-0000-0000-0000-000000000000', current_setting('t.workflow')::uuid
    )
  $$,
  '23514',
  'new row for relation "workflow_executions" violates check constraint '
  '"user_id_is_a_user_or_null"',
  'user_id_is_a_user_or_null'
);
-- These an insert keeps by itself.
select tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
);
create temporary table update_cases on commit drop as
select *
from (
  values
    ('visual_quality_is_stored_exactly_when_streaming', 'visual_quality = ''low'''),
    (
      'streaming_has_a_session_id',
      'visual_enabled = true, visual_streaming_enabled = true, visual_quality = ''low'''
    ),
    (
      'streaming_is_visual',
      'visual_streaming_enabled = true, visual_quality = ''low'', session_id = ''s'''
    )
) as c (name, change);
select throws_ok(
  'update public.workflow_executions set ' || c.change, '23514',
  format('new row for relation "workflow_executions" violates check constraint "%s"', c.name),
  c.name
)
from update_cases as c;
-- And this one a trigger sees to.
alter table public.workflow_executions disable trigger _300_insert;
select throws_ok(
  $$
    select tests.create_execution(
      current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
      jsonb_build_object('status', 'failed', 'completed_at', now())
    )
  $$,
  '23514',
  'new row for relation "workflow_executions" violates check constraint '
  '"a_final_status_has_a_duration"',
  'a_final_status_has_a_duration'
);
alter table public.workflow_executions enable trigger _300_insert;
select set_eq(
  $$
    select name from cases
    union all select name from update_cases
    union all select unnest(array['user_id_is_a_user_or_null', 'a_final_status_has_a_duration'])
  $$,
  $$
    select k.conname::text
    from pg_catalog.pg_constraint as k
    where k.conrelid = 'public.workflow_executions'::regclass and k.contype = 'c'
  $$,
  'these are all check constraints'
);

select * from finish();
rollback;
