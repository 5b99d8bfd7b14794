-- Nobody reads or writes the totals that the limits are held against.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

insert into public.execution_events (execution_id, message)
values (tests.create_execution(null, tests.create_workflow(null)), 'a line');
select tests.act_as(tests.create_user());
select throws_ok(s.statement, '42501', null, 'a user: ' || s.statement)
from unnest(array[
  'select * from private.execution_event_totals',
  'update private.execution_event_totals set events = 0',
  'delete from private.execution_event_totals'
]) as s (statement);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(s.statement, '42501', null, 'the service: ' || s.statement)
from unnest(array[
  'select * from private.execution_event_totals',
  'update private.execution_event_totals set events = 0',
  'delete from private.execution_event_totals'
]) as s (statement);

select * from finish();
rollback;
