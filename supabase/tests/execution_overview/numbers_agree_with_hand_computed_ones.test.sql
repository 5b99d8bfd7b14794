-- The overview counts the executions of all of the caller's workflows together; the same numbers
-- whether they are pending, folded, or both.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'one') as one, tests.create_workflow(u.owner) as two,
  tests.create_workflow(u.owner, 'never run') as three
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, mode, visual_streaming_enabled, visual_quality,
  execution_time_seconds, visual_events_captured, visual_stream_duration
)
select
  f.owner, case v.workflow when 1 then f.one else f.two end,
  timestamptz '2026-01-01 00:00Z' + v.hours * interval '1 hour', v.status, v.mode,
  v.quality is not null, v.quality, v.seconds, v.events, v.streamed
from fixture as f, (
  values
    (1, 1, 'completed', 'cloud-run', 'high', 1.0, 10, 0.5),
    (1, 2, 'completed', 'cloud-run', 'high', 2.0, 20, 1.0),
    (2, 3, 'completed', 'local-run', 'low', 3.5, 3, 3.0),
    (1, 30, 'failed', 'cloud-run', null, 10.25, null, null),
    (2, 31, 'cancelled', 'local-run', null, 0.004, null, null),
    (2, 32, 'running', 'cloud-run', null, null, 7, null)
) as v (workflow, hours, status, mode, quality, seconds, events, streamed);

create function pg_temp.overview()
returns jsonb
language sql
as $$
  select to_jsonb(o) - 'computed_at' - 'ranked_since' - 'ranked_until'
  from public.execution_overview() as o
$$;
create function pg_temp.of_days()
returns jsonb
language sql
as $$
  select to_jsonb(o) - 'computed_at'
  from public.execution_overview(since => '2026-01-01Z', until => '2026-01-04Z') as o
$$;
select tests.act_as(f.owner) from fixture as f;
create temp table before as select pg_temp.overview() as lifetime, pg_temp.of_days() as days;
select is(
  lifetime,
  '{
    "total_workflows": 2, "total_executions": 6, "successful_executions": 3,
    "failed_executions": 1, "cancelled_executions": 1, "running_executions": 1,
    "success_rate": 60, "average_execution_time": 3.351, "min_execution_time": 0.004,
    "max_execution_time": 10.25, "p50_execution_time": 2, "p95_execution_time": 8.9,
    "p99_execution_time": 9.98, "last_execution_at": "2026-01-02T08:00:00+00:00",
    "most_common_mode": "cloud-run", "mode_usage": {"cloud-run": 4, "local-run": 2},
    "quality_usage": {"low": 1, "high": 2}, "visual_streaming_usage_rate": 50,
    "average_visual_events_captured": 11, "average_visual_stream_duration": 1.5,
    "since": null, "until": null, "computed_from": "rows",
    "most_failing": [], "slowing_down": [], "most_run": []
  }',
  'all fields, of all time'
) from before;
select is(
  days - 'most_failing' - 'most_run' - 'slowing_down',
  lifetime - 'most_failing' - 'most_run' - 'slowing_down' || '{
    "since": "2026-01-01T00:00:00+00:00", "until": "2026-01-04T00:00:00+00:00",
    "ranked_since": "2026-01-01T00:00:00+00:00", "ranked_until": "2026-01-04T00:00:00+00:00"
  }',
  'the same numbers in a window that holds them all, which is echoed'
) from before;
select is(
  days -> 'most_run' -> 0,
  jsonb_build_object(
    'workflow_id', f.one, 'workflow_name', 'one', 'total_executions', 3, 'failed_executions', 1,
    'success_rate', 66.67, 'average_execution_time', 4.417, 'previous_average_execution_time', null,
    'slowdown', null
  ),
  'the workflow that ran most, by its finished executions'
) from before, fixture as f;
select is(
  (
    select (o.total_workflows, o.total_executions, o.success_rate)::text
    from public.execution_overview(since => '2026-01-02 06:30Z', until => '2026-01-02 07:30Z') as o
  ),
  '(1,1,0.00)', 'a window of an hour is counted exactly'
);
select is(
  (
    select (o.ranked_since, o.ranked_until)::text
    from public.execution_overview(since => '2026-01-02 06:30Z', until => '2026-01-02 07:30Z') as o
  ),
  (timestamptz '2026-01-02Z', timestamptz '2026-01-03Z')::text,
  'its lists are counted on the whole UTC day'
);
select is(
  (
    select (o.ranked_since, o.ranked_until)::text
    from public.execution_overview() as o
  ),
  (
    select (d.tomorrow - interval '30 days', d.tomorrow)::text
    from (
      select (date_trunc('day', now() at time zone 'UTC') + interval '1 day') at time zone 'UTC'
    ) as d (tomorrow)
  ),
  'without a window the lists count the last 30 days'
);
select tests.act_as_owner();
select tests.fold_rollups();
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.overview(), lifetime, 'the same after folding, of all time') from before;
select is(pg_temp.of_days(), days, 'the same after folding, in a window') from before;

select * from finish();
rollback;
