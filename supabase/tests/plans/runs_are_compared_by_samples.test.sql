-- Comparing workflows reads the newest 1 000 finished runs of each, however long the history is,
-- and comparing modes at most 20 000 runs: for a caller with most of the table, the first time as
-- the 6th and the 12th in a session, for one with few runs, and for the service.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select
  tests.create_user() as heavy, tests.create_user() as light,
  tests.create_workflow(null) as hot, tests.create_workflow(null) as cool;
grant select on fixture to public;
-- 60 000 runs of one user, one in 20 of another workflow and one in 100 local; 20 of another user.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, mode, status, completed_at, execution_time_seconds
)
select
  case when n % 3000 = 1 then f.light else f.heavy end,
  case when n % 20 = 0 then f.cool else f.hot end, now() - n * interval '1 minute',
  case when n % 100 = 7 then 'local-run' else 'cloud-run' end, 'completed', now(), n % 97
from fixture as f, generate_series(1, 60000) as n;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;

create function pg_temp.most_rows_read(call text)
returns bigint
language plpgsql
as $$
declare
  v_rows bigint[];
begin
  for n in 1..12 loop
    v_rows[n] := tests.rows_read_by('select c.* from public.' || most_rows_read.call || ' as c');
  end loop;
  return greatest(v_rows[1], v_rows[6], v_rows[12]);
end
$$;
create function pg_temp.test(caller text, most_rows integer, user_id text)
returns setof text
language sql
as $$
  select cmp_ok(
    pg_temp.most_rows_read(c.call), '<=', test.most_rows * c.times::bigint,
    test.caller || ': ' || c.name
  )
  from fixture as f
  cross join lateral (
    values
      ('workflows', format('compare_workflows(%L, %L%s)', f.hot, f.cool, test.user_id), 1),
      ('a window', format(
        'compare_workflows(%L, %L%s, until => %L)', f.hot, f.cool, test.user_id,
        now() - interval '10 days'
      ), 1),
      ('modes', format('compare_modes(%L%s)', f.hot, test.user_id), 10)
  ) as c (name, call, times)
$$;

-- 1 001 runs by an index, twice, and a few that the index of all runs has of the other workflow.
select tests.act_as(f.heavy) from fixture as f;
select pg_temp.test('heavy', 5000, '');
select tests.act_as_owner();
select tests.act_as(f.light) from fixture as f;
select pg_temp.test('light', 400, '');
select tests.act_as_owner();
select tests.act_as_service();
select pg_temp.test('service', 5000, format(', user_id => %L', f.heavy)) from fixture as f;

select * from finish();
rollback;
