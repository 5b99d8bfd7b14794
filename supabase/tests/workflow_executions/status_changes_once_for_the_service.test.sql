-- The state machine holds for the service and for the database's owner.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.create_execution(null, current_setting('t.workflow')::uuid, '{"status": "completed"}');
select throws_ok(
  'update public.workflow_executions set status = ''running'', completed_at = null', 'PT409',
  'execution_already_finished', 'the database''s owner does not revive a run'
);
select tests.act_as_service();
select throws_ok(
  format('update public.workflow_executions set status = %L', s.status), 'PT409',
  'execution_already_finished', 'the service does not make it ' || s.status
)
from unnest(array['running', 'failed', 'cancelled']) as s (status);
update public.workflow_executions set completed_at = '2999-01-01', status = 'completed';
select is((select completed_at from public.workflow_executions), now(), 'the end stays');

select tests.act_as_owner();
delete from public.workflow_executions;
select tests.create_execution(null, current_setting('t.workflow')::uuid);
select tests.act_as_service();
update public.workflow_executions set completed_at = '2999-01-01';
select is((select completed_at from public.workflow_executions), null, 'what runs has no end');
update public.workflow_executions set status = 'failed', completed_at = '2999-01-01';
select is((select completed_at from public.workflow_executions), now(),
  'the end is when the status changed');

select * from finish();
rollback;
