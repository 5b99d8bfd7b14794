-- A point sums up the executions created in its bucket; total, previous and change go with the
-- window. Pending or folded, the numbers are the same; rows show them too, exactly.
begin;
create extension if not exists pgtap with schema extensions;
select plan(17);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'nightly report') as workflow,
  tests.create_workflow(u.owner) as other_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, mode, visual_streaming_enabled, execution_time_seconds
)
select
  f.owner, f.workflow, v.created_at::timestamptz, v.status, v.mode, v.streams, v.seconds
from fixture as f, (
  values
    -- The three days before the window.
    ('2026-03-08 00:00Z', 'completed', 'cloud-run', false, 0.1),
    ('2026-03-10 23:59:59.999Z', 'failed', 'cloud-run', false, 0.05),
    -- The window.
    ('2026-03-11 00:00Z', 'completed', 'cloud-run', true, 0.01),
    ('2026-03-11 05:00Z', 'completed', 'cloud-run', false, 0.03),
    ('2026-03-11 23:59:59.999Z', 'failed', 'local-run', false, 0.08),
    ('2026-03-13 10:00Z', 'cancelled', 'local-run', false, 0.02),
    ('2026-03-13 10:30Z', 'running', 'local-run', true, null),
    -- After it.
    ('2026-03-14 00:00Z', 'failed', 'cloud-run', false, 7.5)
) as v (created_at, status, mode, streams, seconds);
insert into public.workflow_executions (user_id, workflow_id, created_at, status)
select f.owner, f.other_workflow, '2026-03-12 12:00Z', 'failed' from fixture as f;

create function pg_temp.trend()
returns jsonb
language sql
as $$
  select to_jsonb(t) - 'computed_at'
  from fixture as f
  cross join lateral public.execution_trends(
    f.workflow, since => '2026-03-11 04:00Z', until => '2026-03-13 10:45Z'
  ) as t
$$;
select tests.act_as(f.owner) from fixture as f;
create temp table before as select pg_temp.trend() as trend;

select is(
  trend #> '{points,0}',
  '{
    "starts_at": "2026-03-11T00:00:00+00:00", "total_executions": 3, "successful_executions": 2,
    "failed_executions": 1, "cancelled_executions": 0, "running_executions": 0,
    "success_rate": 66.67, "average_execution_time": 0.04, "p50_execution_time": 0.03,
    "p95_execution_time": 0.075, "mode_usage": {"cloud-run": 2, "local-run": 1},
    "visual_streaming_usage_rate": 33.33
  }',
  'a day with runs'
) from before;
select is(
  trend #> '{points,1}',
  '{
    "starts_at": "2026-03-12T00:00:00+00:00", "total_executions": 0, "successful_executions": 0,
    "failed_executions": 0, "cancelled_executions": 0, "running_executions": 0,
    "success_rate": null, "average_execution_time": null, "p50_execution_time": null,
    "p95_execution_time": null, "mode_usage": {}, "visual_streaming_usage_rate": null
  }',
  'a day without'
) from before;
select is(
  trend #> '{points,2}',
  '{
    "starts_at": "2026-03-13T00:00:00+00:00", "total_executions": 2, "successful_executions": 0,
    "failed_executions": 0, "cancelled_executions": 1, "running_executions": 1,
    "success_rate": 0, "average_execution_time": 0.02, "p50_execution_time": 0.02,
    "p95_execution_time": 0.02, "mode_usage": {"local-run": 2},
    "visual_streaming_usage_rate": 50
  }',
  'a day with one that runs'
) from before;
select is(jsonb_array_length(trend -> 'points'), 3, 'three points') from before;
select is(
  trend - array['points', 'total', 'previous'],
  jsonb_build_object(
    'workflow_id', f.workflow, 'workflow_name', 'nightly report', 'bucket', 'day',
    'timezone', 'UTC', 'since', '2026-03-11T00:00:00+00:00', 'until', '2026-03-14T00:00:00+00:00',
    'previous_since', '2026-03-08T00:00:00+00:00', 'computed_from', 'rollups',
    'missing_executions', 0,
    'change', '{
      "total_executions": 150, "success_rate": 0, "average_execution_time": -53.33,
      "p50_execution_time": -66.67, "p95_execution_time": -25.51
    }'::jsonb
  ),
  'what was counted, the window widened to whole days, and the change'
) from before, fixture as f;
select is(
  trend -> 'total',
  '{
    "total_executions": 5, "successful_executions": 2, "failed_executions": 1,
    "cancelled_executions": 1, "running_executions": 1, "success_rate": 50,
    "average_execution_time": 0.035, "min_execution_time": 0.01, "max_execution_time": 0.08,
    "p50_execution_time": 0.025, "p95_execution_time": 0.073, "p99_execution_time": 0.079,
    "most_common_mode": "local-run", "mode_usage": {"cloud-run": 2, "local-run": 3},
    "quality_usage": {"standard": 2}, "visual_streaming_usage_rate": 40,
    "average_visual_events_captured": null, "average_visual_stream_duration": null
  }',
  'total'
) from before;
select is(
  trend -> 'previous' ->> 'total_executions', '2', 'previous: as many days before, not the one after'
) from before;

select tests.act_as_owner();
select tests.fold_rollups();
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.trend(), trend, 'the same after folding') from before;

create function pg_temp.points(timezone text)
returns setof jsonb
language sql
as $$
  select to_jsonb(p)
  from fixture as f
  cross join lateral public.execution_trends(
    f.workflow, since => '2026-03-11Z', until => '2026-03-14Z', timezone => points.timezone
  ) as t
  cross join lateral unnest(t.points) as p
$$;
-- A zone without an offset, which is nevertheless not UTC by name.
select results_eq(
  $$select pg_temp.points('Africa/Abidjan')$$, $$select pg_temp.points('UTC')$$,
  'rows and rollups say the same'
);
select is(
  (
    select t.computed_from
    from fixture as f
    cross join lateral public.execution_trends(f.workflow, timezone => 'Africa/Abidjan') as t
  ),
  'rows', 'other zones are computed from rows'
);
select is(
  (
    select array_agg(p.total_executions order by p.starts_at)
    from fixture as f
    cross join lateral public.execution_trends(
      f.workflow, 'hour', '2026-03-13 09:15Z', '2026-03-13 11:00Z'
    ) as t
    cross join lateral unnest(t.points) as p
  ),
  array[0, 2]::bigint[], 'hours'
);
select is(
  (
    select array_agg(p.total_executions order by p.starts_at)
    from fixture as f
    cross join lateral public.execution_trends(
      f.workflow, 'week', '2026-03-03Z', '2026-03-10Z'
    ) as t
    cross join lateral unnest(t.points) as p
  ),
  array[1, 7]::bigint[], 'weeks, from Monday'
);
select is(
  (
    select array_agg((p.total_executions, p.starts_at)::text order by p.starts_at)
    from fixture as f
    cross join lateral public.execution_trends(
      f.workflow, 'month', '2026-02-27Z', '2026-03-01 00:00:01Z'
    ) as t
    cross join lateral unnest(t.points) as p
  ),
  array[
    (0::bigint, timestamptz '2026-02-01Z')::text, (8::bigint, timestamptz '2026-03-01Z')::text
  ],
  'months'
);
select is(
  (
    select (t.total).total_executions
    from public.execution_trends(since => '2026-03-11Z', until => '2026-03-14Z') as t
  ),
  6::bigint, 'without workflow_id all workflows are counted'
);
select is(
  (
    select (t.workflow_id, t.workflow_name)::text
    from public.execution_trends(since => '2026-03-11Z', until => '2026-03-14Z') as t
  ),
  '(,)', 'and none is named'
);
select is(
  (
    select to_jsonb(t.change)
    from fixture as f
    cross join lateral public.execution_trends(
      f.workflow, since => '2026-03-08Z', until => '2026-03-09Z'
    ) as t
  ),
  '{
    "total_executions": null, "success_rate": null, "average_execution_time": null,
    "p50_execution_time": null, "p95_execution_time": null
  }',
  'no change where nothing ran before'
);
select is(
  (
    select (t.change).total_executions
    from fixture as f
    cross join lateral public.execution_trends(
      f.workflow, since => '2026-03-12Z', until => '2026-03-13Z'
    ) as t
  ),
  -100.00, 'a change to nothing'
);

select * from finish();
rollback;
