-- The list ends after the newest 1 000 running executions; total_active counts all of them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (user_id, workflow_id, created_at)
select f.owner, f.workflow, now() - n * interval '1 second'
from fixture as f, generate_series(1, 1003) as n;
alter table public.workflow_executions enable trigger user;

select tests.act_as(f.owner) from fixture as f;
select is(cardinality(l.active_executions), 1000, 'the list') from public.active_executions() as l;
select is(l.total_active, 1003::bigint, 'total_active') from public.active_executions() as l;
select is(
  (
    select (max(a.elapsed_seconds), min(a.elapsed_seconds))::text
    from public.active_executions() as l, unnest(l.active_executions) as a
  ),
  '(1000.000,1.000)', 'the oldest are left out'
);

select * from finish();
rollback;
