-- A reason has at most 500 characters, however wide, and an empty one is none; execution_id is
-- required.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
create temp table run as
select
  c.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null)
  ) as execution_id
from (values ('longest'), ('empty'), ('none')) as c (name);
grant select on table run to authenticated;
select tests.act_as(current_setting('t.owner')::uuid);
prepare reason (text, text) as
  select e.cancel_reason
  from run as r
  cross join lateral public.cancel_execution(r.execution_id, $2) as e
  where r.name = $1;
select results_eq(
  $$ execute reason('longest', repeat('🐢', 500)) $$, $$ values (repeat('🐢', 500)) $$,
  'the longest'
);
select results_eq($$ execute reason('empty', '') $$, 'values (null::text)', 'an empty one');
select results_eq($$ execute reason('none', null) $$, 'values (null::text)', 'none');
select throws_ok(
  $$ select public.cancel_execution(gen_random_uuid(), repeat('x', 501)) $$,
  'PT400', 'invalid_parameter', 'one too long'
);
select throws_ok('select public.cancel_execution(null)', 'PT400', 'invalid_parameter',
  'no execution_id');

select * from finish();
rollback;
