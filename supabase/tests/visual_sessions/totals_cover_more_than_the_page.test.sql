-- The totals are over all streaming executions, or those of the workflow asked for, whatever the
-- page shows; running and completed executions are counted whether they stream or not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(u.owner) as other_workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, completed_at, status, visual_streaming_enabled,
  visual_events_captured
)
select
  v.user_id, v.workflow_id, m.midnight - interval '2 days',
  case when v.status <> 'running' then m.midnight + v.finished end, v.status, v.streams, v.events
from (select date_trunc('day', now(), 'UTC') as midnight) as m, fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, 'running', true, 10, null::interval),
    (f.owner, f.workflow, 'completed', true, 200, '0'),
    (f.owner, f.workflow, 'completed', false, 3000, '0'),
    (f.owner, f.workflow, 'completed', true, null, '-1 microsecond'),
    (f.owner, f.workflow, 'failed', false, null, '0'),
    (f.owner, f.other_workflow, 'running', false, null, null),
    (f.owner, f.other_workflow, 'completed', true, 40000, '0'),
    (null, f.public_workflow, 'running', true, 500000, null)
) as v (user_id, workflow_id, status, streams, events, finished);

create function pg_temp.totals(arguments text)
returns jsonb
language plpgsql
as $$
declare
  v_totals jsonb;
begin
  execute format(
    'select to_jsonb(v) - ''{sessions, page, page_size, has_next_page, next_cursor,'
    ' previous_cursor}''::text[] from fixture as f cross join lateral public.visual_sessions(%s) as v',
    arguments
  ) into v_totals;
  return v_totals;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.totals('page_size => 1'),
  '{
    "total_sessions": 5, "total_is_exact": true, "active_sessions": 2,
    "total_events_processed": 540210, "total_executions_with_streaming": 5,
    "active_executions": 3, "completed_executions_today": 3
  }',
  'of all workflows, own and shared'
);
select is(
  pg_temp.totals('workflow_id => f.workflow'),
  '{
    "total_sessions": 3, "total_is_exact": true, "active_sessions": 1,
    "total_events_processed": 210, "total_executions_with_streaming": 3,
    "active_executions": 1, "completed_executions_today": 2
  }',
  'of one workflow'
);
select is(
  pg_temp.totals('active_only => true'),
  '{
    "total_sessions": 2, "total_is_exact": true, "active_sessions": 2,
    "total_events_processed": 540210, "total_executions_with_streaming": 5,
    "active_executions": 3, "completed_executions_today": 3
  }',
  'active_only narrows the sessions, not the totals'
);
select is(
  pg_temp.totals('workflow_id => gen_random_uuid()'),
  '{
    "total_sessions": 0, "total_is_exact": true, "active_sessions": 0,
    "total_events_processed": 0, "total_executions_with_streaming": 0,
    "active_executions": 0, "completed_executions_today": 0
  }',
  'of nothing: zeros, not nulls'
);
select is(
  (select (v.sessions, v.has_next_page)::text from public.visual_sessions(page => 7) as v),
  '({},f)', 'a page past the end is an empty list, not null'
);

select * from finish();
rollback;
