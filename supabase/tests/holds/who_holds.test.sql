-- A run's owner and the service hold and release it, through the function and the table, while it
-- runs and afterwards; others find nothing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select set_config(
  't.execution', tests.create_execution(f.owner, f.workflow, '{"status": "completed"}')::text, true
)
from fixture as f;
create function pg_temp.held() returns boolean language sql as $$
  select e.held
  from public.workflow_executions as e
  where e.execution_id = current_setting('t.execution')::uuid
$$;

select tests.act_as(f.stranger) from fixture as f;
select throws_ok(
  $$ select public.update_execution(current_setting('t.execution')::uuid, hold => true) $$,
  'PT404', 'execution_not_found', 'a stranger'
);
update public.workflow_executions set held = true;
select tests.act_as_owner();
select is(pg_temp.held(), false, 'nor through the table');
select tests.act_as(tests.create_user(is_anonymous => true));
select throws_ok(
  $$ select public.update_execution(current_setting('t.execution')::uuid, hold => true) $$,
  'PT404', 'execution_not_found', 'an anonymous sign-in'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  $$ select public.update_execution(current_setting('t.execution')::uuid, hold => true) $$,
  '42501', 'permission denied for function update_execution', 'nobody signed in'
);
select tests.act_as_owner();
select tests.act_as(f.owner) from fixture as f;
select is(
  (public.update_execution(current_setting('t.execution')::uuid, hold => true)).held, true,
  'the owner'
);
select is((public.update_execution(current_setting('t.execution')::uuid)).held, true,
  'it stays until they say otherwise');
update public.workflow_executions set held = false;
select is(pg_temp.held(), false, 'the owner, through the table');
select tests.act_as_owner();
select tests.act_as_service();
select is(
  (public.update_execution(current_setting('t.execution')::uuid, hold => true)).held, true,
  'the service'
);

select * from finish();
rollback;
