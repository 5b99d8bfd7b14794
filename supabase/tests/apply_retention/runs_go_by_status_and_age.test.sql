-- Each status has its own days, counted from created_at; what no day is set for stays.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create temp table made as
select r.name, tests.create_run(f.owner, f.workflow, r.status, r.days_ago) as execution_id
from fixture as f
cross join (
  values
    ('completed, old', 'completed', 30.01), ('completed, young', 'completed', 29.99),
    ('failed, older', 'failed', 90.01), ('failed, old', 'failed', 30.01),
    ('cancelled, very old', 'cancelled', 4000), ('running, very old', 'running', 4000)
) as r (name, status, days_ago);
create temp table others as
select tests.create_run(f.stranger, f.workflow, 'completed', 4000) as execution_id
from (select owner, stranger, tests.create_workflow(null) as workflow from fixture) as f;
insert into public.retention_policies (
  user_id, completed_days, failed_days, keep_last_failures, keep_last_successes
)
select f.owner, 30, 90, 0, 0 from fixture as f;

select is(
  (tests.apply_retention()).executions_deleted, 2::bigint, 'it says how many executions it deleted'
);
select set_eq(
  'select m.name from made as m join public.workflow_executions as e using (execution_id)',
  array['completed, young', 'failed, old', 'cancelled, very old', 'running, very old'],
  'what is neither old enough nor final stays'
);
select isnt_empty(
  'select 1 from others as o join public.workflow_executions as e using (execution_id)',
  'nobody else loses anything'
);

select * from finish();
rollback;
