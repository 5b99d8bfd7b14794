-- An account that has run nothing: zeros for what is counted, nulls for what cannot be computed,
-- empty lists; a window that makes no sense is refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;

select tests.act_as(f.owner) from fixture as f;
select is(
  (
    select to_jsonb(o) - 'computed_at' - 'ranked_since' - 'ranked_until'
    from public.execution_overview() as o
  ),
  '{
    "total_workflows": 0, "total_executions": 0, "successful_executions": 0,
    "failed_executions": 0, "cancelled_executions": 0, "running_executions": 0,
    "success_rate": null, "average_execution_time": null, "min_execution_time": null,
    "max_execution_time": null, "p50_execution_time": null, "p95_execution_time": null,
    "p99_execution_time": null, "last_execution_at": null, "most_common_mode": null,
    "mode_usage": {}, "quality_usage": {}, "visual_streaming_usage_rate": null,
    "average_visual_events_captured": null, "average_visual_stream_duration": null,
    "since": null, "until": null, "computed_from": "rows",
    "most_failing": [], "slowing_down": [], "most_run": []
  }',
  'no runs'
);
select is(
  (
    select concat_ws(' ', o.total_executions, o.since, o.ranked_until - o.ranked_since)
    from public.execution_overview(since => '9990-01-01 12:00Z') as o
  ),
  concat_ws(' ', 0, timestamptz '9990-01-01 12:00Z', interval '1 day'),
  'a window that has not begun'
);
select throws_ok(
  $$select public.execution_overview(since => '2026-01-02Z', until => '2026-01-02Z')$$,
  'PT400', 'invalid_parameter', 'an empty window is refused'
);
select throws_ok(
  $$select public.execution_overview(since => '-infinity')$$,
  'PT400', 'invalid_parameter', 'a window has no infinite start'
);

select * from finish();
rollback;
