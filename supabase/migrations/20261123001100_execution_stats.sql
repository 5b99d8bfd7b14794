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
  computed_from text,
  computed_at timestamptz
);
comment on type public.execution_statistics is
  'Answer of execution_stats(). Times in seconds, over finished executions, those that retention '
  'has removed among them; visual averages too. success_rate: percent of the finished ones that '
  'completed; visual_streaming_usage_rate: percent of all. mode_usage and quality_usage: {name: '
  'count}. What has nothing to be computed from is null. since and until: the window that was '
  'counted. computed_from: rows (everything exact) or rollups (percentiles within 2 %, whole UTC '
  'days).';

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

create function private.refuse_bad_window(
  since timestamptz,
  until timestamptz
)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- Years of four digits, as JSON has them; beyond them windows cannot be widened to whole days.
  if not refuse_bad_window.since between '0001-01-01Z' and '9999-12-01Z'
    or not refuse_bad_window.until between '0001-01-01Z' and '9999-12-01Z' then
    perform private.refuse(
      400,
      'invalid_parameter',
      'since and until are moments of the years 1 to 9999.',
      'Leave out what has no limit.'
    );
  elsif refuse_bad_window.since >= refuse_bad_window.until then
    perform private.refuse(
      400, 'invalid_parameter', 'since is earlier than until.', 'Correct it and send it again.'
    );
  end if;
end
$$;
comment on function private.refuse_bad_window(timestamptz, timestamptz) is
  'Raises 400 invalid_parameter for a window that cannot be.';
revoke all on function private.refuse_bad_window(timestamptz, timestamptz) from public;
grant execute on function private.refuse_bad_window(timestamptz, timestamptz)
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
  v_window private.run_window;
  s public.execution_summary;
begin
  perform private.refuse_bad_window(execution_stats.since, execution_stats.until);
  v_window := private.count_window(
    v_owner_keys, execution_stats.workflow_id, execution_stats.since, execution_stats.until
  );
  s := private.describe_runs(v_window.finished, (
    select r
    from private.summaries_of_running(
      v_owner_keys, execution_stats.workflow_id, array[v_window.since, v_window.until]
    ) as r
  ));
  return row(
    execution_stats.workflow_id, v_workflow_name, s.total_executions, s.successful_executions,
    s.failed_executions, s.cancelled_executions, s.running_executions, s.success_rate,
    s.average_execution_time, s.min_execution_time, s.max_execution_time, s.p50_execution_time,
    s.p95_execution_time, s.p99_execution_time,
    greatest((v_window.finished).purged_last_at, private.newest_execution_at(
      v_owner_keys, execution_stats.workflow_id, v_window.since, v_window.until
    )),
    s.most_common_mode, s.mode_usage, s.quality_usage, s.visual_streaming_usage_rate,
    s.average_visual_events_captured, s.average_visual_stream_duration, v_window.since,
    v_window.until, v_window.computed_from, now()
  )::public.execution_statistics;
end
$$;
comment on function public.execution_stats(uuid, uuid, timestamptz, timestamptz) is
  'Statistics of a workflow over the executions that the caller may see, created in since <= '
  'created_at < until. A window with more than 1 000 runs (of up to 7 days: 5 000) is counted on '
  'whole UTC days; the answer''s since and until say which. user_id: the service says for whom it '
  'asks. Errors: workflow_not_found, invalid_parameter, user_id_required, user_id_not_allowed, '
  'user_not_found.';
revoke all on function public.execution_stats(uuid, uuid, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.execution_stats(uuid, uuid, timestamptz, timestamptz)
  to authenticated, service_role;
