-- A workflow's policy comes before the account's, that before the installation's.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'own policy') as own,
  tests.create_workflow(u.owner, 'part of one') as partly,
  tests.create_workflow(u.owner, 'none') as none
from (select tests.create_user() as owner) as u;
create temp table made as
select
  w.name, s.status, d.days_ago,
  tests.create_run(f.owner, w.workflow_id, s.status, d.days_ago) as execution_id
from fixture as f
join public.workflows as w on w.workflow_id in (f.own, f.partly, f.none)
cross join (values ('completed'), ('failed')) as s (status)
cross join (values (5), (15), (25), (35)) as d (days_ago);
update private.settings
set
  retention_completed_days = 30, retention_failed_days = 20, retention_keep_last_failures = 0,
  retention_keep_last_successes = 0;
create function pg_temp.left_over(name text) returns text language sql as $$
  select string_agg(concat(m.status, ' ', m.days_ago), ', ' order by m.status, m.days_ago)
  from made as m
  join public.workflow_executions as e using (execution_id)
  where m.name = left_over.name
$$;

select tests.apply_retention();
select is(
  pg_temp.left_over('none'), 'completed 5, completed 15, completed 25, failed 5, failed 15',
  'the installation''s days, where there is no policy'
);
insert into public.retention_policies (user_id, workflow_id, completed_days, failed_days)
select f.owner, p.workflow_id, p.completed_days, p.failed_days
from fixture as f
cross join lateral (
  values (null, 20, null), (f.own, 36500, 10), (f.partly, null, 10)
) as p (workflow_id, completed_days, failed_days);
select tests.apply_retention();
select is(
  pg_temp.left_over('none'), 'completed 5, completed 15, failed 5, failed 15',
  'the account''s where it has some'
);
select is(
  pg_temp.left_over('own policy'), 'completed 5, completed 15, completed 25, failed 5',
  'the workflow''s own'
);
select is(
  pg_temp.left_over('part of one'), 'completed 5, completed 15, failed 5',
  'and what it leaves open is the account''s'
);

select * from finish();
rollback;
