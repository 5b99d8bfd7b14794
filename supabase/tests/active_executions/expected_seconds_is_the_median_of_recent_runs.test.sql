-- expected_seconds is the median duration of the workflow's last 100 completed runs that the caller
-- may see; without one it is null.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select
  u.owner, tests.create_user() as stranger, tests.create_user(is_anonymous => true) as visitor,
  tests.create_workflow(null) as busy, tests.create_workflow(u.owner) as quiet,
  tests.create_workflow(u.owner) as untried
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- Of "busy": the owner's 60 latest took 10 s, the 40 shared ones before 20 s, the owner's 100
-- before 999 s.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds
)
select
  case when n between 61 and 100 then null else f.owner end, f.busy,
  now() - n * interval '1 minute', 'completed',
  case when n <= 60 then 10 when n <= 100 then 20 else 999 end
from fixture as f, generate_series(1, 200) as n;
-- Of "quiet": 1 s and 2 s; failed, cancelled and unfinished runs tell nothing.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds
)
select f.owner, f.quiet, now() - interval '1 minute', v.status, v.seconds
from fixture as f, (
  values ('completed', 1), ('completed', 2), ('failed', 500), ('cancelled', 600), ('running', 700)
) as v (status, seconds);
do $$
begin
  perform tests.create_execution(v.user_id, v.workflow_id)
  from fixture as f
  cross join lateral (
    values (f.owner, f.busy), (f.owner, f.untried), (f.stranger, f.busy), (f.visitor, f.busy)
  ) as v (user_id, workflow_id);
end
$$;

create function pg_temp.expected(workflow_id uuid)
returns numeric
language sql
as $$
  select max(a.expected_seconds)
  from public.active_executions(workflow_id => expected.workflow_id) as l,
    unnest(l.active_executions) as a
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.expected(f.busy), 10.000, 'the last 100, own and shared: 60 of 10 s'
) from fixture as f;
select is(pg_temp.expected(f.quiet), 1.500, 'completed ones only, halfway between two')
from fixture as f;
select is(pg_temp.expected(f.untried), null::numeric, 'no completed run yet') from fixture as f;
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.expected(f.busy), 20.000, 'a stranger: from the shared ones') from fixture as f;
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is(pg_temp.expected(f.busy), null::numeric, 'an anonymous sign-in: from none')
from fixture as f;
select is(
  (select count(*) from public.active_executions() as l, unnest(l.active_executions)),
  1::bigint, 'though their own run is listed'
);

select * from finish();
rollback;
