-- Users read their own executions and shared ones; an anonymous sign-in reads only their own;
-- who is not signed in reads none; the service reads all.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.passer_by', tests.create_user(is_anonymous => true)::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(u.id::uuid, current_setting('t.public')::uuid)
from unnest(array[
  current_setting('t.owner'), current_setting('t.stranger'), current_setting('t.passer_by'), null
]) as u (id);
prepare visible as
  select coalesce(user_id::text, 'shared') from public.workflow_executions;

select tests.act_as(current_setting('t.owner')::uuid);
select set_eq('visible', array[current_setting('t.owner'), 'shared'], 'the owner');
select tests.act_as_owner();
select tests.act_as(current_setting('t.stranger')::uuid);
select set_eq('visible', array[current_setting('t.stranger'), 'shared'], 'the stranger');
select tests.act_as_owner();
select tests.act_as(current_setting('t.passer_by')::uuid);
select set_eq('visible', array[current_setting('t.passer_by')], 'an anonymous sign-in');
select tests.act_as_owner();
select tests.act_as_service();
select is((select count(*) from public.workflow_executions), 4::bigint, 'the service');

-- A token without a user, or with the zero UUID as its user, opens nothing.
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated", "is_anonymous": true}', true);
set local role authenticated;
select is((select count(*) from public.workflow_executions), 0::bigint, 'a token without a user');

select * from finish();
rollback;
