-- Without a signed-in user nothing is answered: the anonymous role may not call a read function,
-- and a token that names no user gets 401.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as select tests.create_workflow(null) as public_workflow;
grant select on fixture to public;

select tests.act_as_anonymous();
select throws_ok(
  'select public.execution_history()',
  '42501', 'permission denied for function execution_history', 'anonymous: execution_history()'
);
select throws_ok(
  'select public.execution_stats((select f.public_workflow from fixture as f))',
  '42501', 'permission denied for function execution_stats', 'anonymous: execution_stats()'
);
select throws_ok(
  'select public.active_executions()',
  '42501', 'permission denied for function active_executions', 'anonymous: active_executions()'
);
select throws_ok(
  'select public.visual_sessions()',
  '42501', 'permission denied for function visual_sessions', 'anonymous: visual_sessions()'
);
select throws_ok(
  'select private.owner_keys(null)',
  '42501', 'permission denied for schema private', 'anonymous: nothing private either'
);

select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
select set_config('role', 'authenticated', true);
select throws_ok(
  'select public.execution_history()',
  'PT401', 'authentication_required', 'token without a user: execution_history()'
);
select throws_ok(
  'select public.execution_stats((select f.public_workflow from fixture as f))',
  'PT401', 'authentication_required', 'token without a user: execution_stats()'
);
select throws_ok(
  'select public.active_executions()',
  'PT401', 'authentication_required', 'token without a user: active_executions()'
);
select throws_ok(
  'select public.visual_sessions()',
  'PT401', 'authentication_required', 'token without a user: visual_sessions()'
);

select * from finish();
rollback;
