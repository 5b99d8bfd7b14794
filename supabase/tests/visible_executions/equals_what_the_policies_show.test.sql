-- The view that lists search shows each caller exactly the rows that row level security shows them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.passer_by', tests.create_user(is_anonymous => true)::text, true);
select tests.create_execution(
  u.user_id, tests.create_workflow(u.user_id), '{"status": "failed", "error": "no such element"}'
)
from (
  select current_setting('t.' || a.actor)::uuid as user_id
  from unnest(array['owner', 'owner', 'stranger', 'passer_by']) as a (actor)
) as u;
select tests.create_execution(null, tests.create_workflow(null));

select tests.act_as(current_setting('t.owner')::uuid);
select is((select count(*) from private.visible_executions), 3::bigint,
  'a user sees their own and shared executions');
select set_eq(
  'select execution_id from private.visible_executions',
  'select execution_id from public.workflow_executions',
  'the owner sees the same in the view as in the table'
);

select tests.act_as_owner();
select tests.act_as(current_setting('t.stranger')::uuid);
select set_eq(
  'select execution_id from private.visible_executions',
  'select execution_id from public.workflow_executions',
  'a stranger sees the same in the view as in the table'
);

select tests.act_as_owner();
select tests.act_as(current_setting('t.passer_by')::uuid);
select is((select count(*) from private.visible_executions), 1::bigint,
  'an anonymous sign-in sees their own executions only');

select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select * from private.visible_executions', '42501', null,
  'nobody signed in may not read the view');

select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('select * from private.visible_executions', '42501', null,
  'the service reads the table, which no policy hides from it');

select * from finish();
rollback;
