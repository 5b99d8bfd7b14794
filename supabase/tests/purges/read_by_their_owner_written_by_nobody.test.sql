-- Purges are read by whose executions they removed, and by the service; nobody writes them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
insert into public.purges (
  owner_key, workflow_id, part, reason, executions, bytes, oldest_created_at, newest_created_at
)
select f.owner, f.workflow, 'rows', 'retention', 1, 1, now(), now() from fixture as f;
create function pg_temp.seen() returns bigint language sql as $$
  select count(*)
  from public.purges as p
  where exists (select 1 from fixture as f where f.owner = p.owner_key)
$$;
create function pg_temp.writes() returns setof text language sql as $$
  select throws_ok(s.statement, '42501', 'permission denied for table purges', s.statement)
  from unnest(array[
    'insert into public.purges (executions) values (1)',
    'update public.purges set executions = 0',
    'delete from public.purges'
  ]) as s (statement)
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.seen(), 1::bigint, 'the owner');
select pg_temp.writes();
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.seen(), 0::bigint, 'a stranger');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select * from public.purges', '42501', 'permission denied for table purges',
  'nobody signed in');
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.seen(), 1::bigint, 'the service');
select pg_temp.writes();

select * from finish();
rollback;
