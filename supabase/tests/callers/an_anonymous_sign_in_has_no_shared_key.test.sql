-- An anonymous sign-in is a user with rows of their own, from whom shared executions are hidden.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select
  tests.create_user(is_anonymous => true) as visitor,
  tests.create_workflow(null) as public_workflow;
grant select on fixture to public;
do $$
declare
  f fixture;
begin
  select * into f from fixture;
  perform tests.create_execution(f.visitor, f.public_workflow, '{"metadata": {"name": "own"}}');
  perform tests.create_execution(null, f.public_workflow, '{"metadata": {"name": "shared"}}');
end
$$;

select tests.act_as(f.visitor) from fixture as f;
select is(
  private.owner_keys(null),
  (select array[f.visitor, null] from fixture as f),
  'their own key only'
);
select results_eq(
  $$select e.metadata ->> 'name' from public.workflow_executions as e$$,
  array['own'],
  'the policy agrees: the table shows their own row and no shared one'
);

select tests.act_as_owner();
select tests.act_as_service();
select is(
  private.owner_keys((select f.visitor from fixture as f)),
  (select array[f.visitor, null] from fixture as f),
  'the service that asks for them is shown no more'
);

select * from finish();
rollback;
