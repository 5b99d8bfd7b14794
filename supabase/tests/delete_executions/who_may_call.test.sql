-- Users delete their own; the service says for whom; an anonymous sign-in has their own; nobody
-- signed in may not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.create_run(f.owner, f.workflow, 'completed', 1) from fixture as f;
create function pg_temp.deleted(user_id uuid) returns integer language sql as $$
  select (public.delete_executions(delete_all => true, user_id => deleted.user_id)).deleted_executions
$$;
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.deleted(null), 0, 'a stranger has nothing to delete');
select throws_ok(format('select pg_temp.deleted(%L)', f.owner), 'PT400', 'user_id_not_allowed',
  'nor in another''s name') from fixture as f;
select tests.act_as_owner();
select set_config('t.visitor', tests.create_user(is_anonymous => true)::text, true);
select tests.create_run(current_setting('t.visitor')::uuid, tests.create_workflow(null), 'failed', 1);
select tests.act_as(current_setting('t.visitor')::uuid);
select is(pg_temp.deleted(null), 1, 'an anonymous sign-in deletes their own');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select public.delete_executions(delete_all => true)', '42501',
  'permission denied for function delete_executions', 'nobody signed in');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('select pg_temp.deleted(null)', 'PT400', 'user_id_required',
  'the service says for whom');
select throws_ok('select pg_temp.deleted(gen_random_uuid())', 'PT404', 'user_not_found',
  'somebody who exists');
select is(pg_temp.deleted(f.stranger), 0, 'it deletes nothing of others') from fixture as f;
select is(pg_temp.deleted(f.owner), 1, 'what that user would') from fixture as f;

select * from finish();
rollback;
