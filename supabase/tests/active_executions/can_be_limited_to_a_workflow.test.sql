-- With workflow_id the list and its total show what runs of that workflow only.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(u.owner) as other_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
do $$
begin
  perform tests.create_execution(f.owner, w.workflow_id)
  from fixture as f,
    unnest(array[f.workflow, f.workflow, f.other_workflow]) as w (workflow_id);
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(l.total_active, 2::bigint, 'total_active')
from fixture as f, public.active_executions(workflow_id => f.workflow) as l;
select results_eq(
  $$
    select a.workflow_id
    from fixture as f, public.active_executions(workflow_id => f.workflow) as l,
      unnest(l.active_executions) as a
  $$,
  'select f.workflow from fixture as f union all select f.workflow from fixture as f',
  'the list'
);
select is(l.total_active, 0::bigint, 'an unknown workflow: nothing runs')
from public.active_executions(workflow_id => gen_random_uuid()) as l;

select * from finish();
rollback;
