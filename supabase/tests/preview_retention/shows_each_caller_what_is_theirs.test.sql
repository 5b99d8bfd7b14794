-- A preview is of the caller's own executions; the service says for whom it asks.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
insert into public.retention_policies (user_id, cancelled_days)
select f.owner, 30 from fixture as f;
insert into public.retention_policies (workflow_id, cancelled_days)
select tests.create_workflow(null), 30;
select tests.create_run(f.owner, f.workflow, 'cancelled', 40) from fixture as f;
select tests.create_run(null, p.workflow_id, 'cancelled', 40)
from public.retention_policies as p
where p.user_id is null and p.workflow_id is not null;
create function pg_temp.seen(user_id uuid) returns text language sql as $$
  select (p.executions_deleted, p.parts[1].workflow_name)::text
  from public.preview_retention(seen.user_id) as p
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.seen(null), '(1,mine)', 'the owner, without shared ones');
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.seen(null), '(0,)', 'a stranger');
select throws_ok(format('select pg_temp.seen(%L)', f.owner), 'PT400', 'user_id_not_allowed',
  'nor by name') from fixture as f;
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is(pg_temp.seen(null), '(0,)', 'an anonymous sign-in');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select public.preview_retention()', '42501',
  'permission denied for function preview_retention', 'nobody signed in');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('select pg_temp.seen(null)', 'PT400', 'user_id_required',
  'the service says for whom');
select throws_ok('select pg_temp.seen(gen_random_uuid())', 'PT404', 'user_not_found',
  'somebody who exists');
select is(pg_temp.seen(f.owner), '(1,mine)', 'what that user would see') from fixture as f;

select * from finish();
rollback;
