-- Strangers, anonymous sign-ins and who is not signed in neither see nor change a policy; the
-- service does all.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
insert into public.retention_policies (user_id, completed_days)
select f.owner, 30 from fixture as f;
create function pg_temp.changed() returns bigint language sql as $$
  with changed as (update public.retention_policies set completed_days = 1 returning 1)
  select count(*) from changed
$$;
create function pg_temp.deleted() returns bigint language sql as $$
  with deleted as (
    delete from public.retention_policies as p using fixture as f
    where p.user_id = f.owner
    returning 1
  )
  select count(*) from deleted
$$;

select tests.act_as(f.stranger) from fixture as f;
select is_empty('select 1 from public.retention_policies', 'a stranger sees none');
select is(pg_temp.changed(), 0::bigint, 'changes none');
select is(pg_temp.deleted(), 0::bigint, 'deletes none');
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is_empty('select 1 from public.retention_policies', 'an anonymous sign-in sees none');
insert into public.retention_policies (completed_days) values (1);
select isnt_empty('select 1 from public.retention_policies', 'but has their own');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select * from public.retention_policies', '42501',
  'permission denied for table retention_policies', 'nobody signed in');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  $$ insert into public.retention_policies (user_id) values (gen_random_uuid()) $$, 'PT404',
  'user_not_found', 'the service makes them for users there are'
);
select is(pg_temp.deleted(), 1::bigint, 'and deletes them');

select * from finish();
rollback;
