-- The active list shows running executions, the newest first, own and shared ones merged, each with
-- what is known of it; finished ones leave it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'nightly report') as workflow,
  tests.create_workflow(null, 'public one') as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, mode, visual_streaming_enabled, session_id, progress,
  last_heartbeat_at
)
select v.user_id, v.workflow_id, now() - v.age, v.status, v.mode, v.session_id is not null,
  v.session_id, v.progress, now() - v.beat
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, interval '90 seconds', 'running', 'local-run', 's-1', 42.5,
      interval '2 seconds'),
    (null, f.public_workflow, '30 seconds', 'running', 'cloud-run', null, null, null),
    (f.owner, f.workflow, '1 hour 0.125 seconds', 'running', 'cloud-run', null, null, null),
    (f.owner, f.workflow, '10 seconds', 'failed', 'cloud-run', null, null, null),
    (null, f.public_workflow, '20 seconds', 'completed', 'cloud-run', null, null, null)
) as v (user_id, workflow_id, age, status, mode, session_id, progress, beat);

select tests.act_as(f.owner) from fixture as f;
select results_eq(
  $$
    select
      a.workflow_name, a.status, a.mode, a.started_at, a.elapsed_seconds, a.session_id,
      a.visual_streaming_enabled, a.last_heartbeat_at, a.progress
    from public.active_executions() as l
    cross join lateral unnest(l.active_executions) with ordinality as a
    order by a.ordinality
  $$,
  $$
    values
      ('public one', 'running', 'cloud-run', now() - interval '30 seconds', 30.000, null::text,
        false, null::timestamptz, null::numeric),
      ('nightly report', 'running', 'local-run', now() - interval '90 seconds', 90.000, 's-1',
        true, now() - interval '2 seconds', 42.50),
      ('nightly report', 'running', 'cloud-run', now() - interval '1 hour 0.125 seconds', 3600.125,
        null, false, null, null)
  $$,
  'own and shared running ones, newest first'
);
select results_eq(
  $$
    select a.execution_id, a.workflow_id
    from public.active_executions() as l cross join lateral unnest(l.active_executions) as a
    order by a.execution_id
  $$,
  $$
    select e.execution_id, e.workflow_id
    from public.workflow_executions as e
    join fixture as f on e.workflow_id in (f.workflow, f.public_workflow)
    where e.status = 'running'
    order by e.execution_id
  $$,
  'with the ids of the rows'
);
select is(l.total_active, 3::bigint, 'total_active') from public.active_executions() as l;

select public.update_execution(a.execution_id, status => 'cancelled')
from public.active_executions() as l
cross join lateral unnest(l.active_executions) as a
where a.session_id = 's-1';
select is(
  (l.total_active, cardinality(l.active_executions))::text, '(2,2)',
  'a cancelled one leaves the list'
)
from public.active_executions() as l;

select tests.act_as_owner();
delete from public.workflow_executions as e using fixture as f
where e.workflow_id in (f.workflow, f.public_workflow);
select tests.act_as(f.owner) from fixture as f;
select is(
  (l.total_active, l.active_executions)::text, '(0,{})', 'nothing runs: an empty list, not null'
)
from public.active_executions() as l;

select * from finish();
rollback;
