-- A user updates the granted columns of their own executions; others' and shared ones are not
-- found.
begin;
create extension if not exists pgtap with schema extensions;
select plan(20);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(current_setting('t.owner')::uuid, current_setting('t.public')::uuid);
select tests.create_execution(null, current_setting('t.public')::uuid);

select tests.act_as(current_setting('t.owner')::uuid);
with changed as (
  update public.workflow_executions
  set
    status = 'failed', result = '{"a": 1}', error = 'why', logs = '["line"]',
    execution_time_seconds = 1.5, visual_events_captured = 2, visual_stream_duration = 2.5,
    progress = 50, session_id = 'mine', metadata = '{"b": 2}', tags = '{c}'
  returning user_id
)
select is(array_agg(user_id::text), array[current_setting('t.owner')],
  'the owner''s update changes their own execution and not the shared one') from changed;
select throws_ok(
  format('update public.workflow_executions set %s = default', c.name), '42501',
  'permission denied for table workflow_executions', c.name || ' is not updated'
)
from unnest(array[
  'execution_id', 'workflow_id', 'user_id', 'owner_key', 'created_at', 'updated_at',
  'completed_at', 'timeout_seconds', 'mode', 'visual_enabled',
  'visual_streaming_enabled', 'visual_quality', 'inputs', 'idempotency_key',
  'idempotency_fingerprint', 'error_code'
]) as c (name);

select tests.act_as_owner();
select tests.act_as(tests.create_user());
with changed as (update public.workflow_executions set tags = '{mine}' returning 1)
select is(count(*), 0::bigint, 'a stranger''s update finds nothing') from changed;
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
with changed as (update public.workflow_executions set tags = '{mine}' returning 1)
select is(count(*), 0::bigint, 'nor does that of an anonymous sign-in') from changed;
select tests.act_as_owner();
select is((select count(*) from public.workflow_executions where tags = '{mine}'), 0::bigint,
  'nothing was changed');

select * from finish();
rollback;
