-- Events are never changed; only the service deletes them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
insert into public.execution_events (execution_id, message)
values (
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null)), 'a line'
);
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(s.statement, '42501', 'permission denied for table execution_events',
  'the owner: ' || s.statement)
from unnest(array[
  'update public.execution_events set message = ''other''', 'delete from public.execution_events',
  'truncate public.execution_events'
]) as s (statement);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(s.statement, '42501', 'permission denied for table execution_events',
  'the service: ' || s.statement)
from unnest(array[
  'update public.execution_events set message = ''other''', 'truncate public.execution_events'
]) as s (statement);
with gone as (delete from public.execution_events returning 1)
select is(count(*), 1::bigint, 'the service deletes') from gone;

select * from finish();
rollback;
