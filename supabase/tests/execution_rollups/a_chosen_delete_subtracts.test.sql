-- A deleted run is no longer counted; deleting one that runs changes no count.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table runs as
select
  tests.create_execution(f.owner, f.workflow, jsonb_build_object(
    'status', v.status, 'execution_time_seconds', v.seconds
  )) as id,
  v.status
from fixture as f, (
  values ('completed', 1), ('completed', 2), ('failed', 4), ('running', null)
) as v (status, seconds);
grant select on fixture, runs to public;
select tests.fold_rollups();

select tests.act_as_service();
delete from public.workflow_executions as e using runs as r
where e.execution_id = r.id and r.status in ('completed', 'running');
select tests.act_as_owner();
select is(tests.counted(f.owner)::text, '(0,1,0,1,0,0,0,0,0,0,0,4.000,0)', 'at once')
from fixture as f;
select is(
  tests.counted(f.owner, purged => true)::text, '(0,0,0,0,0,0,0,0,0,0,0,0,0)',
  'nothing is kept as purged'
) from fixture as f;
select results_eq(
  $$
    select d.bucket_runs, d.completed
    from private.execution_deltas as d join fixture as f on d.owner_key = f.owner
    order by d.bucket
  $$,
  'values (-1, -1), (-1, -1)',
  'a delta for each bucket; none for the running one'
);
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'right while they wait'
);
select tests.fold_rollups();
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'right when folded'
);
select tests.act_as_service();
delete from public.workflow_executions as e using runs as r where e.execution_id = r.id;
select tests.act_as_owner();
select tests.fold_rollups();
select is(
  tests.rollups_of(f.owner), '{"days": null, "totals": null, "durations": null}',
  'with the last run goes the last count'
) from fixture as f;

select * from finish();
rollback;
