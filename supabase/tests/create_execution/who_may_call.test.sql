-- Who is not signed in may not call it; a user acts for nobody else; a token without a user or
-- of a deleted one makes nothing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.gone', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
delete from auth.users where id = current_setting('t.gone')::uuid;
prepare ask as select public.create_execution(current_setting('t.public')::uuid);
select tests.act_as_anonymous();
select throws_ok(
  'ask', '42501', 'permission denied for function create_execution', 'nobody signed in'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  $$
    select public.create_execution(
      current_setting('t.public')::uuid, user_id => gen_random_uuid()
    )
  $$,
  'PT400', 'user_id_not_allowed', 'a user for somebody else'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.gone')::uuid);
select throws_ok('ask', 'PT404', 'user_not_found', 'a deleted user');
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
set local role authenticated;
select throws_ok('ask', 'PT401', 'authentication_required', 'a token without a user');
reset role;
select is((select count(*) from public.workflow_executions), 0::bigint, 'nothing was made');

select * from finish();
rollback;
