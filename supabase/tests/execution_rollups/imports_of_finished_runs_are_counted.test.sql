-- A run that is inserted with a final status is counted on the day it was created; many at once are
-- counted each.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.act_as_service();
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select
  f.owner, f.workflow, (array['completed', 'failed', 'cancelled', 'running'])[1 + i % 4],
  timestamptz '2020-02-29 12:00Z' + i * interval '12 hours', 1
from fixture as f, generate_series(0, 7) as i;
select tests.act_as_owner();

select is(
  tests.counted(f.owner)::text, '(2,2,2,6,0,0,0,0,0,0,0,6.000,0)', 'all but the running ones'
) from fixture as f;
select results_eq(
  $$
    select d.day, sum(d.completed + d.failed + d.cancelled)
    from private.execution_deltas as d join fixture as f on d.owner_key = f.owner
    group by d.day order by d.day
  $$,
  $$
    values
      (date '2020-02-29', 1::bigint), (date '2020-03-01', 2::bigint),
      (date '2020-03-02', 1::bigint), (date '2020-03-03', 2::bigint)
  $$,
  'each on its own day'
);
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'all this is right'
);

select * from finish();
rollback;
