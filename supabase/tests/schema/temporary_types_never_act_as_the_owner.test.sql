-- A caller's temporary types never stand in for built-in ones where a function runs with its
-- owner's rights.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

-- Nothing before may have called the functions: they keep the types they found first.
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config('t.user', tests.create_user()::text, true);
select tests.act_as(current_setting('t.user')::uuid);
create function pg_temp.only_as_caller(value anyelement) returns boolean language plpgsql as $$
begin
  if current_user <> 'authenticated' then
    raise exception 'a type of the caller is checked as %', current_user;
  end if;
  return true;
end
$$;
select throws_ok(
  $$
    do $do$
    begin
      set local role service_role;
      perform pg_temp.only_as_caller(1);
    end
    $do$
  $$,
  'P0001', 'a type of the caller is checked as service_role', 'the trap tells whose rights it has'
);
create domain pg_temp.uuid as pg_catalog.uuid check (pg_temp.only_as_caller(value));
create domain pg_temp.text as pg_catalog.text check (pg_temp.only_as_caller(value));
create temporary table made on commit drop as
select execution_id
from public.create_execution(current_setting('t.public')::pg_catalog.uuid);
create temporary table logged on commit drop as
select u.execution_id
from made as m
cross join lateral public.update_execution(
  m.execution_id, append_logs => '[{"message": "line", "data": 1}]'
) as u;
drop domain pg_temp.uuid;
drop domain pg_temp.text;
select is((select count(*) from made), 1::bigint, 'an execution is made');
select is((select count(*) from logged), 1::bigint, 'and takes a line');

select * from finish();
rollback;
