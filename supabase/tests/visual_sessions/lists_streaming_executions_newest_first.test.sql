-- A visual session is listed for every execution that streams, the newest first, with its
-- execution; executions that do not stream have none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'nightly report') as workflow,
  tests.create_workflow(null, 'public one') as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, visual_streaming_enabled, visual_enabled, session_id,
  visual_quality, visual_events_captured, progress
)
select v.user_id, v.workflow_id, now() - v.age, v.status, v.streams, true, v.session_id, v.quality,
  v.events, v.progress
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, interval '3 minutes', 'running', true, 's-1', 'high', 12, 42.5),
    (null, f.public_workflow, '2 minutes', 'completed', true, 's-2', 'low', null, null),
    (f.owner, f.workflow, '4 minutes', 'failed', true, 's-3', null, 7, 10),
    (f.owner, f.workflow, '1 minute', 'running', false, 's-4', null, 99, null)
) as v (user_id, workflow_id, age, status, streams, session_id, quality, events, progress);

select tests.act_as(f.owner) from fixture as f;
select results_eq(
  $$
    select
      s.session_id, s.streaming_active, s.events_processed, s.bytes_stored, s.created_at,
      s.last_event_time, s.workflow_name, s.quality, s.execution_status, s.execution_progress
    from public.visual_sessions() as v
    cross join lateral unnest(v.sessions) with ordinality as s
    order by s.ordinality
  $$,
  $$
    values
      ('s-2', false, 0::bigint, null::bigint, now() - interval '2 minutes', null::timestamptz,
        'public one', 'low', 'completed', null::numeric),
      ('s-1', true, 12, null, now() - interval '3 minutes', null,
        'nightly report', 'high', 'running', 42.50),
      ('s-3', false, 7, null, now() - interval '4 minutes', null,
        'nightly report', 'standard', 'failed', 10.00)
  $$,
  'sessions with what is known of them'
);
select results_eq(
  $$
    select s.session_id, s.execution_id, s.workflow_id, s.user_id
    from public.visual_sessions() as v cross join lateral unnest(v.sessions) as s
    order by s.session_id
  $$,
  $$
    select e.session_id::text, e.execution_id, e.workflow_id, e.user_id
    from public.workflow_executions as e
    where e.visual_streaming_enabled
    order by e.session_id
  $$,
  'each with its execution, workflow and user'
);
select results_eq(
  $$
    select s.session_id
    from fixture as f, public.visual_sessions(workflow_id => f.workflow) as v,
    unnest(v.sessions) as s
  $$,
  array['s-1', 's-3'],
  'of one workflow'
);
select results_eq(
  $$
    select s.session_id, v.total_sessions, v.total_is_exact
    from public.visual_sessions(active_only => true) as v, unnest(v.sessions) as s
  $$,
  $$values ('s-1', 1::bigint, true)$$,
  'active_only: those whose execution runs'
);

select * from finish();
rollback;
