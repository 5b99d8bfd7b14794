-- What its owner deletes leaves the statistics; a recount agrees.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.create_run(f.owner, f.workflow, r.status, r.days_ago)
from fixture as f
cross join (values ('completed', 1), ('completed', 2), ('failed', 3)) as r (status, days_ago);
select tests.fold_rollups();
select tests.act_as(f.owner) from fixture as f;
select is((public.delete_executions(status_filter => '{completed}')).deleted_executions, 2,
  'two are deleted');
select is(
  (
    select (s.total_executions, s.successful_executions, s.failed_executions)::text
    from fixture as f
    cross join lateral public.execution_stats(f.workflow) as s
  ),
  '(1,0,1)', 'and not counted any more'
);
select tests.act_as_owner();
select tests.fold_rollups();
select is_empty('select * from private.verify_rollups()', 'a recount agrees');

select * from finish();
rollback;
