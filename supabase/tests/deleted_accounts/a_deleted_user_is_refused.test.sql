-- A deleted user whose token has not expired can start nothing, and the service cannot ask for
-- them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as public_workflow;
grant select on fixture to public;
delete from auth.users as u using fixture as f where u.id = f.owner;

select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  'select public.create_execution(f.public_workflow) from fixture as f',
  'PT404', 'user_not_found', 'create_execution() with the old token'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  'select public.execution_history(user_id => f.owner) from fixture as f',
  'PT404', 'user_not_found', 'the service asks for the deleted user'
);

select * from finish();
rollback;
