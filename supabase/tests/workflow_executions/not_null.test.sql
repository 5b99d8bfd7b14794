-- What every execution has is never null.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select throws_ok(
  format(
    'select tests.create_execution(%L, %L, %L)', current_setting('t.owner'),
    current_setting('t.workflow'),
    '{"visual_enabled": true}'::jsonb || jsonb_build_object(c.name, null)
  ),
  '23502',
  format(
    'null value in column "%s" of relation "workflow_executions" violates not-null constraint',
    c.name
  ),
  c.name
)
from unnest(array[
  'execution_id', 'created_at', 'updated_at', 'status', 'mode', 'visual_enabled',
  'visual_streaming_enabled', 'tags', 'metadata', 'inputs'
]) as c (name);
select throws_ok(
  $$ select tests.create_execution(current_setting('t.owner')::uuid, null) $$, 'PT404',
  'workflow_not_found', 'workflow_id is missed by a trigger before'
);
select tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
);
select throws_ok(
  'update public.workflow_executions set status = null', '23502', null,
  'nor does an update make the status null'
);

select * from finish();
rollback;
