-- A signed-in user who names another user is refused with 400, by every function that takes
-- user_id.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select u.owner, tests.create_user() as stranger, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.act_as(f.stranger) from fixture as f;

select throws_ok(
  $$select private.owner_keys((select f.owner from fixture as f))$$,
  'PT400', 'user_id_not_allowed', 'owner_keys()'
);
select throws_ok(
  $$select private.owner_keys(gen_random_uuid())$$,
  'PT400', 'user_id_not_allowed', 'a user who does not exist is answered the same'
);
select throws_ok(
  $$select public.execution_history(user_id => (select f.owner from fixture as f))$$,
  'PT400', 'user_id_not_allowed', 'execution_history()'
);
select throws_ok(
  $$select public.execution_stats(f.workflow, user_id => f.owner) from fixture as f$$,
  'PT400', 'user_id_not_allowed', 'execution_stats()'
);
select throws_ok(
  $$select public.active_executions(user_id => (select f.owner from fixture as f))$$,
  'PT400', 'user_id_not_allowed', 'active_executions()'
);
select throws_ok(
  $$select public.visual_sessions(user_id => (select f.owner from fixture as f))$$,
  'PT400', 'user_id_not_allowed', 'visual_sessions()'
);
select throws_ok(
  $$select private.is_anonymous_user((select f.owner from fixture as f))$$,
  '42501', 'permission denied for function is_anonymous_user',
  'a user cannot ask whether somebody else exists'
);

select * from finish();
rollback;
