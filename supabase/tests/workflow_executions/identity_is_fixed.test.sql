-- What an execution is never changes through the API, for the service neither.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.other', tests.create_workflow(null)::text, true);
select tests.create_execution(
  current_setting('t.owner')::uuid, tests.create_workflow(null),
  '{"idempotency_key": "k", "inputs": {"a": 1}}'
);
select tests.act_as_service();
select throws_ok(
  'update public.workflow_executions set ' || c.change, 'PT409', 'execution_identity_is_fixed',
  c.change
)
from unnest(array[
  'execution_id = gen_random_uuid()',
  'workflow_id = current_setting(''t.other'')::uuid',
  'user_id = null',
  'user_id = current_setting(''t.stranger'')::uuid',
  'created_at = now() - interval ''1 hour''',
  'mode = ''local-run''',
  'visual_enabled = true',
  'visual_streaming_enabled = true',
  'visual_quality = ''low''',
  'inputs = ''{}''',
  'idempotency_key = null',
  'idempotency_key = ''k2''',
  'idempotency_fingerprint = null'
]) as c (change);
select lives_ok(
  $$
    update public.workflow_executions
    set
      execution_id = execution_id, workflow_id = workflow_id, user_id = user_id, mode = 'cloud-run',
      created_at = created_at, inputs = '{"a": 1}', idempotency_key = 'k'
  $$,
  'the same values again are no change'
);
select throws_ok(
  'update public.workflow_executions set owner_key = default, status = ''failed'', user_id = null',
  'PT409', 'execution_identity_is_fixed', 'not together with another change'
);

select * from finish();
rollback;
