-- Without an execution_id, and with events_after below zero, nothing can be asked for.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select tests.act_as(tests.create_user());
select throws_ok(
  'select public.execution_detail(null)', 'PT400', 'invalid_parameter', 'no execution_id'
);
select throws_ok(
  'select public.execution_detail(gen_random_uuid(), -1)', 'PT400', 'invalid_parameter',
  'a negative events_after'
);

select * from finish();
rollback;
