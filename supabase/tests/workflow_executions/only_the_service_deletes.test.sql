-- From the table users delete nothing, not even their own finished ones: that is for
-- delete_executions(). The service deletes, and the events go with the row.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(current_setting('t.owner')::uuid),
    '{"status": "completed"}'
  )::text,
  true
);
insert into public.execution_events (execution_id, message)
values (current_setting('t.execution')::uuid, 'a line');
select tests.act_as(current_setting('t.owner')::uuid);
with gone as (delete from public.workflow_executions returning 1)
select is(count(*), 0::bigint, 'the owner deletes nothing') from gone;
select throws_ok('truncate public.workflow_executions cascade', '42501',
  'permission denied for table workflow_executions', 'the owner does not truncate');
select tests.act_as_owner();
select tests.act_as(tests.create_user());
with gone as (delete from public.workflow_executions returning 1)
select is(count(*), 0::bigint, 'nor does a stranger') from gone;
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('truncate public.workflow_executions cascade', '42501',
  'permission denied for table workflow_executions', 'the service does not truncate');
with gone as (
  delete from public.workflow_executions
  where execution_id = current_setting('t.execution')::uuid
  returning 1
)
select is(count(*), 1::bigint, 'the service deletes') from gone;
select tests.act_as_owner();
select is_empty(
  $$
    select 1 from public.execution_events where execution_id = current_setting('t.execution')::uuid
  $$,
  'its events are gone'
);
select is_empty(
  $$
    select 1
    from private.execution_event_totals
    where execution_id = current_setting('t.execution')::uuid
  $$,
  'and their totals'
);
select is_empty(
  $$ select 1 from public.purges where owner_key = current_setting('t.owner')::uuid $$,
  'what the service deletes from the table is no purge'
);

select * from finish();
rollback;
