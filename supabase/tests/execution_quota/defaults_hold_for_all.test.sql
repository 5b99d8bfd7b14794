-- A default holds for every account that has no limit of its own by that name; a limit of null is
-- none, whatever the default.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select
  tests.create_user() as plain, tests.create_user() as own, tests.create_user() as free,
  tests.create_workflow(null) as workflow;
grant select on fixture to public;
insert into private.quotas (user_id, name, most)
select v.user_id, 'executions_per_minute', v.most
from fixture as f
cross join lateral (values (null::uuid, 2), (f.own, 3), (f.free, null)) as v (user_id, most);
create function pg_temp.can(user_id uuid, times integer) returns boolean
language plpgsql as $$
begin
  insert into public.workflow_executions (workflow_id, user_id)
  select f.workflow, can.user_id from fixture as f, generate_series(1, can.times);
  return true;
exception when sqlstate 'PGRST' then
  return false;
end
$$;

select is(
  (select array[pg_temp.can(f.plain, 3), pg_temp.can(f.plain, 2)] from fixture as f),
  array[false, true], 'the default'
);
select is(
  (select array[pg_temp.can(f.own, 4), pg_temp.can(f.own, 3)] from fixture as f),
  array[false, true], 'a limit of one''s own'
);
select is((select pg_temp.can(f.free, 50) from fixture as f), true, 'none');
select is(
  (select pg_temp.can(null, 50) from fixture as f), true, 'shared runs have no quota'
);

select * from finish();
rollback;
