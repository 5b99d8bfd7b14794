-- Users delete nothing, not even their own; the service deletes, and the events go with the row.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(current_setting('t.owner')::uuid)
  )::text,
  true
);
insert into public.execution_events (execution_id, message)
values (current_setting('t.execution')::uuid, 'a line');
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok('delete from public.workflow_executions', '42501',
  'permission denied for table workflow_executions', 'the owner does not delete');
select throws_ok('truncate public.workflow_executions cascade', '42501',
  'permission denied for table workflow_executions', 'the owner does not truncate');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('truncate public.workflow_executions cascade', '42501',
  'permission denied for table workflow_executions', 'the service does not truncate');
with gone as (delete from public.workflow_executions returning 1)
select is(count(*), 1::bigint, 'the service deletes') from gone;
select tests.act_as_owner();
select is_empty('select * from public.execution_events', 'its events are gone');
select is_empty('select * from private.execution_event_totals', 'and their totals');

select * from finish();
rollback;
