-- Of each workflow the last N failures and successes lose nothing, however old they are.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create temp table made as
select
  r.status, n.days_ago,
  tests.create_run(
    f.owner, f.workflow, r.status, n.days_ago, '{"result": 1, "visual_enabled": true}'
  ) as execution_id
from fixture as f
cross join (values ('completed'), ('failed'), ('cancelled')) as r (status)
cross join generate_series(101, 115) as n (days_ago);
create function pg_temp.kept() returns text language sql as $$
  select string_agg(k.kept, ', ' order by k.kept)
  from (
    select concat(m.status, ' ', min(m.days_ago), '-', max(m.days_ago)) as kept
    from made as m
    join public.workflow_executions as e using (execution_id)
    where e.result is not null and e.visual_expired_at is null
    group by m.status
  ) as k
$$;
insert into public.retention_policies (
  user_id, completed_days, failed_days, cancelled_days, payload_days, visual_days
)
select f.owner, 100, 100, 100, 50, 50 from fixture as f;

select tests.apply_retention(7);
select is(
  pg_temp.kept(), 'completed 101-101, failed 101-110',
  'ten failures and one success, if nobody says otherwise'
);
update public.retention_policies set keep_last_failures = 3, keep_last_successes = 0;
select tests.apply_retention();
select is(pg_temp.kept(), 'failed 101-103', 'as many as the policy says');
-- Two newer failures arrive; the last three are others now.
select tests.create_run(f.owner, f.workflow, 'failed', 1) from fixture as f, generate_series(1, 2);
select tests.apply_retention();
select is(pg_temp.kept(), 'failed 101-101', 'newer ones take their place');
-- A workflow of which everything but the last has lost its payloads keeps counting all of them.
update public.retention_policies set failed_days = null, keep_last_failures = 1;
select tests.apply_retention();
update public.retention_policies set failed_days = 100, keep_last_failures = 3;
select tests.apply_retention();
select is(
  (
    select count(*)
    from public.workflow_executions as e
    join fixture as f on f.workflow = e.workflow_id
    where e.status = 'failed'
  ),
  3::bigint, 'also those that have lost their payloads count among the last'
);

select * from finish();
rollback;
