-- The service names the user whose view it wants; without one, or for an unknown one, it is
-- refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow, gen_random_uuid() as unknown
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.act_as_service();

select is(
  private.owner_keys((select f.owner from fixture as f)),
  (select array[f.owner, '00000000-0000-0000-0000-000000000000'] from fixture as f),
  'a known user: the keys that the user would have'
);
select throws_ok(
  'select public.execution_history()', 'PT400', 'user_id_required', 'execution_history()'
);
select throws_ok(
  'select public.execution_stats((select f.workflow from fixture as f))',
  'PT400', 'user_id_required', 'execution_stats()'
);
select throws_ok(
  'select public.active_executions()', 'PT400', 'user_id_required', 'active_executions()'
);
select throws_ok(
  'select public.visual_sessions()', 'PT400', 'user_id_required', 'visual_sessions()'
);
select throws_ok(
  'select public.execution_history(user_id => (select f.unknown from fixture as f))',
  'PT404', 'user_not_found', 'execution_history() for an unknown user'
);
select throws_ok(
  'select public.execution_stats(f.workflow, user_id => f.unknown) from fixture as f',
  'PT404', 'user_not_found', 'execution_stats() for an unknown user'
);
select throws_ok(
  'select public.active_executions(user_id => (select f.unknown from fixture as f))',
  'PT404', 'user_not_found', 'active_executions() for an unknown user'
);
select throws_ok(
  'select public.visual_sessions(user_id => (select f.unknown from fixture as f))',
  'PT404', 'user_not_found', 'visual_sessions() for an unknown user'
);

select * from finish();
rollback;
