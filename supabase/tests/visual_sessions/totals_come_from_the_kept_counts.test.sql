-- The totals agree with the stored executions whether counts are folded or pending, whether runs
-- were purged, deleted or reported late; what did not stream adds nothing to the events, and a run
-- completed today counts whether it began today or on an earlier day, whatever the session's time
-- zone.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
create function pg_temp.add(most integer)
returns void
language sql
as $$
  insert into public.workflow_executions (
    user_id, workflow_id, created_at, completed_at, status, visual_enabled,
    visual_streaming_enabled, visual_events_captured
  )
  select
    case when n % 3 > 0 then f.owner end,
    case when n % 3 > 0 then f.workflow else f.public_workflow end,
    m.midnight + interval '1 hour' - n * interval '5 hours',
    case when s.status <> 'running' then
      m.midnight + interval '1 hour' - n * interval '5 hours' + n % 13 * interval '3 hours' end,
    s.status, true, n % 2 = 0, case when n % 5 > 0 then n end
  from fixture as f
  cross join (select date_trunc('day', now(), 'UTC') as midnight) as m
  cross join generate_series(0, add.most) as n
  cross join lateral (
    select (array['completed', 'completed', 'failed', 'running'])[1 + n % 4] as status
  ) as s
$$;
select pg_temp.add(60);
select tests.purge(array(select e.execution_id from public.workflow_executions as e limit 5));
select tests.fold_rollups();
select pg_temp.add(40);
select tests.purge(array(select e.execution_id from public.workflow_executions as e limit 5));
delete from public.workflow_executions as e
where e.execution_id in (select o.execution_id from public.workflow_executions as o limit 5);
update public.workflow_executions as e set visual_events_captured = 1000
where e.status = 'completed' and e.visual_events_captured is null;

create function pg_temp.expected(workflow_id uuid)
returns text
language sql
as $$
  select row(
    count(*) filter (where e.status = 'running' and e.visual_streaming_enabled),
    sum(e.visual_events_captured) filter (where e.visual_streaming_enabled),
    count(*) filter (where e.visual_streaming_enabled),
    count(*) filter (where e.status = 'running'),
    count(*) filter (
      where e.status = 'completed' and e.completed_at >= date_trunc('day', now(), 'UTC')
    )
  )::text
  from public.workflow_executions as e, fixture as f
  where (e.user_id = f.owner or e.user_id is null)
    and (expected.workflow_id is null or e.workflow_id = expected.workflow_id)
$$;
create temp table expected as
select pg_temp.expected(null) as of_all, pg_temp.expected(f.workflow) as of_workflow
from fixture as f;
grant select on expected to public;
create function pg_temp.told(sessions public.visual_sessions_page)
returns text
language sql
as $$
  select (
    (told.sessions).active_sessions, (told.sessions).total_events_processed,
    (told.sessions).total_executions_with_streaming, (told.sessions).active_executions,
    (told.sessions).completed_executions_today
  )::text
$$;

select isnt(x.of_all, x.of_workflow, 'there is something to count') from expected as x;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.told(v), x.of_all, 'of all workflows')
from expected as x, public.visual_sessions() as v;
select is(pg_temp.told(v), x.of_workflow, 'of one workflow')
from expected as x, fixture as f, public.visual_sessions(workflow_id => f.workflow) as v;
set local timezone to 'Pacific/Kiritimati';
select is(pg_temp.told(v), x.of_all, 'in a session of another time zone')
from expected as x, public.visual_sessions() as v;
set local timezone to 'Pacific/Pago_Pago';
select is(pg_temp.told(v), x.of_all, 'west or east')
from expected as x, public.visual_sessions() as v;
select is(
  pg_temp.told(v), '(0,0,0,0,0)', 'the zero UUID is no workflow, although counts are kept under it'
)
from public.visual_sessions(workflow_id => '00000000-0000-0000-0000-000000000000') as v;
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.told(v), x.of_all, 'for the service on behalf of the owner')
from expected as x, fixture as f, public.visual_sessions(user_id => f.owner) as v;
select tests.act_as_owner();
do $$ begin perform tests.fold_rollups(); end $$;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.told(v), x.of_all, 'when everything is folded')
from expected as x, public.visual_sessions() as v;
select tests.act_as_owner();
do $$ begin perform private.rebuild_rollups(); end $$;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.told(v), x.of_workflow, 'when everything was counted anew')
from expected as x, fixture as f, public.visual_sessions(workflow_id => f.workflow) as v;

select * from finish();
rollback;
