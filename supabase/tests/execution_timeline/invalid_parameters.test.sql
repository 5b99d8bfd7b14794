-- Without an execution_id there is no timeline.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

select tests.act_as(tests.create_user());
select throws_ok(
  'select public.execution_timeline(null)', 'PT400', 'invalid_parameter', 'no execution_id'
);

select * from finish();
rollback;
