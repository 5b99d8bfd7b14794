-- create_execution() records a running execution of the caller and answers its identity; what is
-- not given takes the documented defaults.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select tests.act_as(current_setting('t.owner')::uuid);
create temporary table answer on commit drop as
select * from public.create_execution(current_setting('t.workflow')::uuid);
select results_eq(
  $$
    select
      workflow_id, status, created_at, session_id, visual_stream_url, viewer_url, replayed
    from answer
  $$,
  $$
    values (
      current_setting('t.workflow')::uuid, 'running', now(), null::text, null::text, null::text,
      false
    )
  $$,
  'the answer'
);
select results_eq(
  $$
    select
      e.execution_id, e.user_id, e.status::text, e.mode::text, e.visual_enabled,
      e.visual_streaming_enabled, e.visual_quality::text, e.inputs, e.metadata, e.tags,
      e.timeout_seconds, e.idempotency_key::text, e.completed_at
    from public.workflow_executions as e
  $$,
  $$
    select
      a.execution_id, current_setting('t.owner')::uuid, 'running', 'cloud-run', false, false,
      null::text, '{}'::jsonb, '{}'::jsonb, '{}'::text[], null::integer, null::text,
      null::timestamptz
    from answer as a
  $$,
  'the row, by default'
);
create temporary table full_answer on commit drop as
select *
from public.create_execution(
  workflow_id => current_setting('t.workflow')::uuid, inputs => '{"a": 1}', mode => 'local-run',
  visual_enabled => true, idempotency_key => 'k', metadata => '{"b": 2}', tags => '{c,d}',
  timeout_seconds => 60, session_id => 'mine', user_id => current_setting('t.owner')::uuid
);
select results_eq(
  $$
    select
      e.user_id, e.mode::text, e.visual_enabled, e.visual_streaming_enabled, e.session_id::text,
      e.inputs, e.metadata, e.tags, e.timeout_seconds, e.idempotency_key::text
    from public.workflow_executions as e
    join full_answer as a on a.execution_id = e.execution_id
  $$,
  $$
    values (
      current_setting('t.owner')::uuid, 'local-run', true, false, 'mine', '{"a": 1}'::jsonb,
      '{"b": 2}'::jsonb, '{c,d}'::text[], 60, 'k'
    )
  $$,
  'the row, with everything given'
);
select results_eq(
  'select session_id, visual_stream_url, viewer_url from full_answer',
  $$ values ('mine', null::text, null::text) $$,
  'without streaming there are no links'
);

select * from finish();
rollback;
