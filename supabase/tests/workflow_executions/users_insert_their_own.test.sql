-- A user's insert makes a running execution of their own; what is not granted is set by the
-- database.
begin;
create extension if not exists pgtap with schema extensions;
select plan(20);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select tests.act_as(current_setting('t.owner')::uuid);
insert into public.workflow_executions (workflow_id, inputs, mode, metadata, tags, timeout_seconds)
values (current_setting('t.workflow')::uuid, '{"a": 1}', 'local-run', '{"b": 2}', '{c}', 60);
select results_eq(
  $$
    select
      user_id, owner_key, status::text, mode::text, created_at, updated_at, completed_at,
      execution_time_seconds, inputs, metadata, tags, timeout_seconds
    from public.workflow_executions
  $$,
  $$
    values (
      current_setting('t.owner')::uuid, current_setting('t.owner')::uuid, 'running', 'local-run',
      now(), now(), null::timestamptz, null::numeric, '{"a": 1}'::jsonb, '{"b": 2}'::jsonb,
      array['c'], 60
    )
  $$,
  'it is theirs and running'
);
select throws_ok(
  format('insert into public.workflow_executions (workflow_id, %s) values (%L, default)',
    c.name, current_setting('t.workflow')),
  '42501', 'permission denied for table workflow_executions', c.name || ' is not inserted'
)
from unnest(array[
  'execution_id', 'user_id', 'status', 'created_at', 'updated_at', 'completed_at',
  'last_heartbeat_at', 'execution_time_seconds', 'visual_events_captured',
  'visual_stream_duration', 'progress', 'result', 'error', 'logs', 'error_code',
  'idempotency_fingerprint', 'cancel_requested_at', 'cancel_reason'
]) as c (name);
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
select set_config('t.public', tests.create_workflow(null)::text, true);
set local role authenticated;
select throws_ok(
  $$
    insert into public.workflow_executions (workflow_id)
    values (current_setting('t.public')::uuid)
  $$,
  '42501', 'new row violates row-level security policy for table "workflow_executions"',
  'a token without a user makes no shared execution'
);

select * from finish();
rollback;
