-- Sessions are shown to their owner; a stranger sees those of shared executions only, an anonymous
-- sign-in neither, and the service what the user it names would see: in the list and in every
-- total.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_user() as stranger, tests.create_user(is_anonymous => true) as visitor,
  tests.create_workflow(u.owner) as workflow, tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, status, visual_streaming_enabled, session_id, visual_events_captured
)
select v.user_id, v.workflow_id, v.status, true, v.session_id, 10
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, 'running', 'own-1'), (f.owner, f.workflow, 'completed', 'own-2'),
    (null, f.public_workflow, 'running', 'shared-1'),
    (null, f.public_workflow, 'completed', 'shared-2')
) as v (user_id, workflow_id, status, session_id);

create function pg_temp.seen(user_id uuid)
returns text
language sql
as $$
  select concat_ws(
    ' ',
    (select string_agg(s.session_id, ' ' order by s.session_id) from unnest(v.sessions) as s),
    array[
      v.total_sessions, v.active_sessions, v.total_events_processed,
      v.total_executions_with_streaming, v.active_executions, v.completed_executions_today
    ]
  )
  from public.visual_sessions(user_id => seen.user_id) as v
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.seen(null), 'own-1 own-2 shared-1 shared-2 {4,2,40,4,2,2}', 'owner');
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.seen(null), 'shared-1 shared-2 {2,1,20,2,1,1}', 'stranger');
select is(
  (v.total_sessions, v.sessions)::text, '(0,{})', 'stranger who knows the workflow''s id'
) from fixture as f, public.visual_sessions(workflow_id => f.workflow) as v;
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is(pg_temp.seen(null), '{0,0,0,0,0,0}', 'anonymous sign-in');
select tests.act_as_owner();
select tests.act_as_service();
select is(
  pg_temp.seen(f.owner), 'own-1 own-2 shared-1 shared-2 {4,2,40,4,2,2}', 'service for the owner'
) from fixture as f;
select is(
  pg_temp.seen(f.stranger), 'shared-1 shared-2 {2,1,20,2,1,1}', 'service for the stranger'
) from fixture as f;
select is(pg_temp.seen(f.visitor), '{0,0,0,0,0,0}', 'service for the anonymous sign-in')
from fixture as f;

select * from finish();
rollback;
