create type public.execution_statistics as (
  workflow_id uuid,
  workflow_name text,
  total_executions bigint,
  successful_executions bigint,
  failed_executions bigint,
  cancelled_executions bigint,
  running_executions bigint,
  success_rate numeric,
  average_execution_time numeric,
  min_execution_time numeric,
  max_execution_time numeric,
  p50_execution_time numeric,
  p95_execution_time numeric,
  p99_execution_time numeric,
  last_execution_at timestamptz,
  most_common_mode text,
  mode_usage jsonb,
  quality_usage jsonb,
  visual_streaming_usage_rate numeric,
  average_visual_events_captured numeric,
  average_visual_stream_duration numeric,
  since timestamptz,
  until timestamptz,
  computed_at timestamptz
);
comment on type public.execution_statistics is
  'Answer of execution_stats(). Times in seconds, over finished executions. success_rate: percent '
  'of the finished ones that completed; visual_streaming_usage_rate: percent of all. mode_usage '
  'and quality_usage: {name: count}. What has nothing to be computed from is null. p50, p95 and '
  'p99 are continuous percentiles. since and until: the window, as asked.';

create function private.require_visible_workflow(
  workflow_id uuid,
  owner_id uuid
)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_name text;
begin
  if require_visible_workflow.workflow_id is null then
    perform private.refuse(
      400, 'invalid_parameter', 'workflow_id is required.', 'Correct it and send it again.'
    );
  end if;
  -- One condition for "not there" and "somebody else's", so that the answers cannot differ.
  select w.name into v_name
  from public.workflows as w
  where w.workflow_id = require_visible_workflow.workflow_id
    and (w.owner_id is null or w.owner_id = require_visible_workflow.owner_id);
  if not found then
    perform private.refuse(
      404,
      'workflow_not_found',
      format(
        'There is no workflow %s that this user may see.', require_visible_workflow.workflow_id
      ),
      'Check workflow_id, and that the workflow is public or belongs to the user.'
    );
  end if;
  return v_name;
end
$$;
comment on function private.require_visible_workflow(uuid, uuid) is
  'The name of a workflow that is public or belongs to owner_id; raises 404 workflow_not_found.';
revoke all on function private.require_visible_workflow(uuid, uuid) from public;
grant execute on function private.require_visible_workflow(uuid, uuid)
  to authenticated, service_role;

create function public.execution_stats(
  workflow_id uuid,
  user_id uuid default null,
  since timestamptz default null,
  until timestamptz default null
)
returns public.execution_statistics
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_owner_keys constant uuid[] := private.owner_keys(execution_stats.user_id);
  v_workflow_name constant text := private.require_visible_workflow(
    execution_stats.workflow_id, v_owner_keys[1]
  );
  v_stats public.execution_statistics;
begin
  if not isfinite(execution_stats.since) or not isfinite(execution_stats.until) then
    perform private.refuse(
      400, 'invalid_parameter', 'since and until are moments.', 'Leave out what has no limit.'
    );
  elsif execution_stats.since >= execution_stats.until then
    perform private.refuse(
      400, 'invalid_parameter', 'since is earlier than until.', 'Correct it and send it again.'
    );
  end if;
  with executions as materialized (
    select
      e.status, e.mode, e.visual_quality, e.visual_streaming_enabled, e.visual_events_captured,
      e.visual_stream_duration, e.created_at,
      case when e.status <> 'running' then e.execution_time_seconds end as seconds
    from public.workflow_executions as e
    where e.workflow_id = execution_stats.workflow_id
      and e.owner_key in (v_owner_keys[1], v_owner_keys[2])
      and (execution_stats.since is null or e.created_at >= execution_stats.since)
      and (execution_stats.until is null or e.created_at < execution_stats.until)
  )
  select
    execution_stats.workflow_id,
    v_workflow_name,
    count(*),
    count(*) filter (where e.status = 'completed'),
    count(*) filter (where e.status = 'failed'),
    count(*) filter (where e.status = 'cancelled'),
    count(*) filter (where e.status = 'running'),
    round(
      100.0 * count(*) filter (where e.status = 'completed')
        / nullif(count(*) filter (where e.status <> 'running'), 0), 2
    ),
    round(avg(e.seconds), 3),
    min(e.seconds),
    max(e.seconds),
    round((percentile_cont(0.5) within group (order by e.seconds))::numeric, 3),
    round((percentile_cont(0.95) within group (order by e.seconds))::numeric, 3),
    round((percentile_cont(0.99) within group (order by e.seconds))::numeric, 3),
    max(e.created_at),
    (
      select m.mode::text
      from executions as m
      group by m.mode
      order by count(*) desc, m.mode
      limit 1
    ),
    coalesce(
      (
        select jsonb_object_agg(m.mode, m.uses)
        from (select e.mode, count(*) as uses from executions as e group by e.mode) as m
      ), '{}'
    ),
    coalesce(
      (
        select jsonb_object_agg(q.visual_quality, q.uses)
        from (
          select e.visual_quality, count(*) as uses
          from executions as e
          where e.visual_quality is not null
          group by e.visual_quality
        ) as q
      ), '{}'
    ),
    round(100.0 * count(*) filter (where e.visual_streaming_enabled) / nullif(count(*), 0), 2),
    round(avg(e.visual_events_captured), 2),
    round(avg(e.visual_stream_duration), 3),
    execution_stats.since,
    execution_stats.until,
    now()
  into v_stats
  from executions as e;
  return v_stats;
end
$$;
comment on function public.execution_stats(uuid, uuid, timestamptz, timestamptz) is
  'Statistics of a workflow over the executions that the caller may see, created in since <= '
  'created_at < until. user_id: the service says for whom it asks. Errors: workflow_not_found, '
  'invalid_parameter, user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.execution_stats(uuid, uuid, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.execution_stats(uuid, uuid, timestamptz, timestamptz)
  to authenticated, service_role;
