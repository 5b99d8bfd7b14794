-- An archived workflow keeps its name and its statistics.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner, 'retired') as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
do $$
begin
  perform tests.create_execution(f.owner, f.workflow, '{"status": "completed"}') from fixture as f;
end
$$;

select tests.act_as(f.owner) from fixture as f;
update public.workflows as w set archived_at = now()
from fixture as f where w.workflow_id = f.workflow;
select is(
  (
    select (s.workflow_name, s.total_executions, s.success_rate)::text
    from fixture as f cross join lateral public.execution_stats(f.workflow) as s
  ),
  '(retired,1,100.00)', 'name, total and rate'
);

select * from finish();
rollback;
