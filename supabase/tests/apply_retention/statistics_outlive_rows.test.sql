-- What retention removes stays in the statistics, moved from live to purged; a recount agrees.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.create_run(
  f.owner, f.workflow, r.status, r.days_ago, jsonb_build_object('execution_time_seconds', r.seconds)
)
from fixture as f
cross join (
  values ('completed', 40, 1), ('completed', 41, 3), ('failed', 42, 5), ('completed', 1, 7)
) as r (status, days_ago, seconds);
insert into public.retention_policies (user_id, completed_days, failed_days, keep_last_failures)
select f.owner, 30, 30, 0 from fixture as f;
create temp table before as
select s.* from fixture as f cross join lateral public.execution_stats(f.workflow, f.owner) as s;
select tests.fold_rollups();
select tests.apply_retention();
select is(
  (select count(*) from public.workflow_executions as e join fixture as f on f.owner = e.owner_key),
  1::bigint, 'rows are gone'
);
select results_eq(
  $$
    select
      s.total_executions, s.successful_executions, s.failed_executions, s.average_execution_time,
      s.min_execution_time, s.max_execution_time
    from fixture as f
    cross join lateral public.execution_stats(f.workflow, f.owner) as s
  $$,
  $$
    select
      b.total_executions, b.successful_executions, b.failed_executions, b.average_execution_time,
      b.min_execution_time, b.max_execution_time
    from before as b
  $$,
  'statistics are as before'
);
select tests.fold_rollups();
select is_empty('select * from private.verify_rollups()', 'and a recount of what is live agrees');

select * from finish();
rollback;
