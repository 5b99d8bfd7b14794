-- In the total of a list what runs is counted up to 10 000: beyond, total_is_exact = false means "at
-- least". What runs by itself is counted whole.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user(is_anonymous => true) as owner) as u;
grant select on fixture to public;
select tests.create_execution(
  f.owner, f.workflow, jsonb_build_object('status', s.status)
)
from fixture as f, unnest(array['completed', 'failed']) as s (status);
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (user_id, workflow_id, created_at)
select f.owner, f.workflow, now() - n * interval '1 second'
from fixture as f, generate_series(1, 10000) as n;
alter table public.workflow_executions enable trigger user;

create function pg_temp.total(status_filter text[])
returns text
language sql
as $$
  select concat(h.total_executions, case when h.total_is_exact then ' exactly' end)
  from public.execution_history(page_size => 1, status_filter => $1) as h
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total(null), '10002 exactly', 'with 10 000 that run all are counted');
select tests.act_as_owner();
select tests.create_execution(f.owner, f.workflow) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total(null), '10002', 'with one more there are at least so many');
select is(
  pg_temp.total('{running,failed}'), '10001', 'in a list of running and failed ones as well'
);
select is(pg_temp.total('{completed,failed}'), '2 exactly', 'what is finished is exact');
select is(pg_temp.total('{running}'), '10001 exactly', 'and so is what runs by itself');
select is((public.active_executions()).total_active, 10001::bigint, 'as in the active list');

select * from finish();
rollback;
