-- A heartbeat is stored with progress and events, and its answer says whether the run was asked to
-- stop, and how a finished one ended.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.owner', tests.create_user()::text, true);
create temp table run as
select
  r.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null), r.columns
  ) as execution_id
from (
  values
    ('fresh', '{}'::jsonb),
    (
      'asked to stop',
      jsonb_build_object('cancel_requested_at', '2020-01-01', 'cancel_reason', 'enough')
    ),
    ('completed', '{"status": "completed", "last_heartbeat_at": "2020-01-01"}')
) as r (name, columns);
grant select on table run to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
prepare beat (text) as
  select
    h.execution_id, h.status, h.error_code, h.recorded, h.cancel_requested, h.cancel_reason,
    h.cancel_requested_at, h.late, h.last_heartbeat_at
  from run as r
  cross join lateral public.heartbeat_execution(
    r.execution_id, progress => 40, visual_events_captured => 7
  ) as h
  where r.name = $1;
prepare stored (text) as
  select e.last_heartbeat_at, e.progress, e.visual_events_captured, e.updated_at
  from run as r
  join public.workflow_executions as e using (execution_id)
  where r.name = $1;
select results_eq(
  $$ execute beat('fresh') $$,
  $$
    select
      r.execution_id, 'running', null::text, true, false, null::text, null::timestamptz, false,
      now()
    from run as r
    where r.name = 'fresh'
  $$,
  'a run that goes on'
);
select results_eq(
  $$ execute stored('fresh') $$, 'values (now(), 40::numeric(5, 2), 7, now())', 'it is stored'
);
select results_eq(
  $$ execute beat('asked to stop') $$,
  $$
    select
      r.execution_id, 'running', null::text, true, true, 'enough', '2020-01-01'::timestamptz,
      false, now()
    from run as r
    where r.name = 'asked to stop'
  $$,
  'one that was asked to stop'
);
select results_eq(
  $$ execute beat('completed') $$,
  $$
    select
      r.execution_id, 'completed', null::text, false, false, null::text, null::timestamptz, false,
      '2020-01-01'::timestamptz
    from run as r
    where r.name = 'completed'
  $$,
  'one that its runner finished'
);
select results_eq(
  $$
    select last_heartbeat_at, progress from public.workflow_executions where status <> 'running'
  $$,
  $$ values ('2020-01-01'::timestamptz, null::numeric) $$, 'it stays as it was'
);
select lives_ok(
  $$
    select public.heartbeat_execution(r.execution_id, message => 'too late')
    from run as r
    where r.name = 'completed'
  $$,
  'its runner may go on beating'
);
select is_empty('select from public.execution_events', 'but adds no lines');

select * from finish();
rollback;
