-- Another user's workflow does not exist: it is not read, and a change finds nothing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.workflow', tests.create_workflow(tests.create_user(), 'secret')::text, true);
select tests.act_as(u.id)
from (select tests.create_user() as id) as u;
select is((select count(*) from public.workflows), 0::bigint, 'a stranger reads nothing');
with changed as (update public.workflows set name = 'taken over' returning 1)
select is(count(*), 0::bigint, 'a stranger''s update finds nothing') from changed;
with changed as (
  update public.workflows set archived_at = now()
  where workflow_id = current_setting('t.workflow')::uuid returning 1
)
select is(count(*), 0::bigint, 'nor with the id known') from changed;

select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is((select count(*) from public.workflows), 0::bigint, 'an anonymous sign-in reads nothing');

select tests.act_as_owner();
select results_eq(
  'select name, archived_at from public.workflows', $$ values ('secret', null::timestamptz) $$,
  'the workflow is as it was'
);

select * from finish();
rollback;
