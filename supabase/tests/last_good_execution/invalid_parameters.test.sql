-- Without an execution_id nothing can be looked for.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

select tests.act_as(tests.create_user());
select throws_ok(
  'select public.last_good_execution(null)', 'PT400', 'invalid_parameter', 'no execution_id'
);

select * from finish();
rollback;
