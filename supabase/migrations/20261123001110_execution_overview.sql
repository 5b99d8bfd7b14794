create type public.ranked_workflow as (
  workflow_id uuid,
  workflow_name text,
  total_executions bigint,
  failed_executions bigint,
  success_rate numeric,
  average_execution_time numeric,
  previous_average_execution_time numeric,
  slowdown numeric
);
comment on type public.ranked_workflow is
  'A workflow in a list of execution_overview(), by its finished executions. Times in seconds; '
  'success_rate: percent that completed; previous_average_execution_time: in the equal window '
  'before, and slowdown: percent by which the average is greater now (negative: smaller), null '
  'where there is nothing to compare.';

create type public.executions_overview as (
  total_workflows bigint,
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
  computed_at timestamptz,
  most_failing public.ranked_workflow[],
  slowing_down public.ranked_workflow[],
  most_run public.ranked_workflow[],
  ranked_since timestamptz,
  ranked_until timestamptz
);
comment on type public.executions_overview is
  'Answer of execution_overview(): the fields of execution_stats() over all workflows, the number '
  'of workflows with executions among those counted, and three lists of at most 5 workflows. The '
  'lists are counted on the whole UTC days from ranked_since to ranked_until.';

create function private.count_workflows(
  owner_keys uuid[],
  since timestamptz,
  until timestamptz,
  computed_from text
)
returns bigint
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_all constant uuid := '00000000-0000-0000-0000-000000000000';
  v_days constant text := concat(
    case when count_workflows.since is not null
      then ' and d.day >= ($3[1] at time zone ''UTC'')::date' end,
    case when count_workflows.until is not null
      then ' and d.day < ($3[2] at time zone ''UTC'')::date' end
  );
  v_counted constant text := case
    when count_workflows.computed_from = 'rows' then
      'select e.workflow_id, 1 as runs from public.workflow_executions as e'
      ' where e.status <> ''running'' and e.owner_key = any ($1)'
      || private.window_conditions(null, array[count_workflows.since, count_workflows.until])
    else concat(
      'select d.workflow_id, d.completed + d.failed + d.cancelled as runs from private.',
      case when v_days = '' then 'execution_totals' else 'execution_days' end,
      ' as d where d.owner_key = any ($1) and d.workflow_id <> $4', v_days,
      ' union all'
      ' select d.workflow_id, d.completed + d.failed + d.cancelled as runs'
      ' from private.execution_deltas as d where d.owner_key = any ($1)', v_days
    )
  end;
  v_workflows bigint;
begin
  execute format(
    'select count(*) from (select c.workflow_id from ('
    ' %s union all select e.workflow_id, 1 from public.workflow_executions as e'
    ' where e.status = ''running'' and e.owner_key = any ($1)%s'
    ') as c group by c.workflow_id having sum(c.runs) > 0) as w',
    v_counted, private.window_conditions(null, array[count_workflows.since, count_workflows.until])
  )
  into v_workflows
  using
    array_remove(count_workflows.owner_keys, null), null::uuid,
    array[count_workflows.since, count_workflows.until], v_all;
  return v_workflows;
end
$$;
comment on function private.count_workflows(uuid[], timestamptz, timestamptz, text) is
  'How many workflows have executions in a window that private.count_window() has counted.';
revoke all on function private.count_workflows(uuid[], timestamptz, timestamptz, text) from public;
grant execute on function private.count_workflows(uuid[], timestamptz, timestamptz, text)
  to authenticated, service_role;

create type private.workflow_lists as (
  most_failing public.ranked_workflow[],
  slowing_down public.ranked_workflow[],
  most_run public.ranked_workflow[]
);
comment on type private.workflow_lists is 'The lists of execution_overview().';

create function private.rank_workflows(
  owner_keys uuid[],
  first_day date,
  end_day date
)
returns private.workflow_lists
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- A thousand years are as good as all: a date has a first day.
  v_previous_day constant date := rank_workflows.first_day
    - least(rank_workflows.end_day - rank_workflows.first_day, 365000);
  v_lists private.workflow_lists;
begin
  with days as (
    select d.workflow_id, d.day, d.completed, d.failed, d.cancelled, d.seconds
    from private.execution_days as d
    where d.owner_key = any (rank_workflows.owner_keys)
      and d.workflow_id <> '00000000-0000-0000-0000-000000000000'
      and d.day >= v_previous_day and d.day < rank_workflows.end_day
    union all
    select d.workflow_id, d.day, d.completed, d.failed, d.cancelled, d.seconds
    from private.execution_deltas as d
    where d.owner_key = any (rank_workflows.owner_keys)
      and d.day >= v_previous_day and d.day < rank_workflows.end_day
  ),
  counted as (
    select
      d.workflow_id,
      sum(d.completed + d.failed + d.cancelled) filter (where d.day >= rank_workflows.first_day)
        as runs,
      sum(d.completed) filter (where d.day >= rank_workflows.first_day) as completed,
      sum(d.failed) filter (where d.day >= rank_workflows.first_day) as failed,
      sum(d.seconds) filter (where d.day >= rank_workflows.first_day) as seconds,
      sum(d.completed + d.failed + d.cancelled) filter (where d.day < rank_workflows.first_day)
        as previous_runs,
      sum(d.seconds) filter (where d.day < rank_workflows.first_day) as previous_seconds
    from days as d
    group by d.workflow_id
  ),
  compared as materialized (
    select
      c.workflow_id, c.runs, c.failed, c.previous_runs,
      100.0 * c.completed / c.runs as success_rate,
      c.seconds / c.runs as average,
      c.previous_seconds / nullif(c.previous_runs, 0) as previous_average,
      100 * (
        c.seconds / c.runs / nullif(c.previous_seconds / nullif(c.previous_runs, 0), 0) - 1
      ) as slowdown
    from counted as c
    where c.runs > 0
  ),
  ranked as (
    select
      c.*,
      case when c.failed > 0 then row_number() over (
        order by c.failed desc, c.success_rate, c.workflow_id
      ) end as failing,
      case when c.slowdown > 0 and least(c.runs, c.previous_runs) >= 5 then row_number() over (
        order by
          c.slowdown > 0 and least(c.runs, c.previous_runs) >= 5 desc nulls last,
          c.slowdown desc, c.workflow_id
      ) end as slowing,
      row_number() over (order by c.runs desc, c.workflow_id) as running
    from compared as c
  ),
  items as (
    select
      r.failing, r.slowing, r.running,
      row(
        r.workflow_id,
        (
          select w.name
          from public.workflows as w
          where w.workflow_id = r.workflow_id
            and (w.owner_id is null or w.owner_id = rank_workflows.owner_keys[1])
        ),
        r.runs, r.failed, round(r.success_rate, 2), round(r.average, 3),
        round(r.previous_average, 3), round(r.slowdown, 2)
      )::public.ranked_workflow as item
    from ranked as r
    where least(r.failing, r.slowing, r.running) <= 5
  )
  select
    coalesce(array_agg(i.item order by i.failing) filter (where i.failing <= 5), '{}'),
    coalesce(array_agg(i.item order by i.slowing) filter (where i.slowing <= 5), '{}'),
    coalesce(array_agg(i.item order by i.running) filter (where i.running <= 5), '{}')
  into v_lists
  from items as i;
  return v_lists;
end
$$;
comment on function private.rank_workflows(uuid[], date, date) is
  'The workflows that fail most (by failed runs, then by their share), slow down most (average '
  'duration against the equal window before; at least 5 finished runs in both) and run most, by '
  'finished runs created on UTC days from first_day up to but not on end_day; at most 5 each.';
revoke all on function private.rank_workflows(uuid[], date, date) from public;
grant execute on function private.rank_workflows(uuid[], date, date)
  to authenticated, service_role;

create function public.execution_overview(
  user_id uuid default null,
  since timestamptz default null,
  until timestamptz default null
)
returns public.executions_overview
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_owner_keys constant uuid[] := private.owner_keys(execution_overview.user_id);
  -- Without a window, the last 30 days, of which today is one.
  v_end_day constant date := (
    (coalesce(execution_overview.until, greatest(now(), execution_overview.since))
      at time zone 'UTC') + interval '1 day' - interval '1 microsecond'
  )::date;
  v_first_day constant date := coalesce(
    (execution_overview.since at time zone 'UTC')::date, v_end_day - 30
  );
  v_window private.run_window;
  s public.execution_summary;
  v_lists private.workflow_lists;
begin
  perform private.refuse_bad_window(execution_overview.since, execution_overview.until);
  v_window := private.count_window(
    v_owner_keys, null, execution_overview.since, execution_overview.until
  );
  s := private.describe_runs(v_window.finished, (
    select r
    from private.summaries_of_running(
      v_owner_keys, null, array[v_window.since, v_window.until]
    ) as r
  ));
  v_lists := private.rank_workflows(v_owner_keys, v_first_day, v_end_day);
  return row(
    private.count_workflows(
      v_owner_keys, v_window.since, v_window.until, v_window.computed_from
    ),
    s.total_executions, s.successful_executions, s.failed_executions, s.cancelled_executions,
    s.running_executions, s.success_rate, s.average_execution_time, s.min_execution_time,
    s.max_execution_time, s.p50_execution_time, s.p95_execution_time, s.p99_execution_time,
    greatest((v_window.finished).purged_last_at, private.newest_execution_at(
      v_owner_keys, null, v_window.since, v_window.until
    )),
    s.most_common_mode, s.mode_usage, s.quality_usage, s.visual_streaming_usage_rate,
    s.average_visual_events_captured, s.average_visual_stream_duration, v_window.since,
    v_window.until, v_window.computed_from, now(), v_lists.most_failing, v_lists.slowing_down,
    v_lists.most_run, v_first_day::timestamp at time zone 'UTC',
    v_end_day::timestamp at time zone 'UTC'
  )::public.executions_overview;
end
$$;
comment on function public.execution_overview(uuid, timestamptz, timestamptz) is
  'Statistics over all executions that the caller may see, created in since <= created_at < '
  'until, and the workflows that fail most, slow down most and run most in that window, or in the '
  'last 30 days where none is given. user_id: the service says for whom it asks. Errors: '
  'invalid_parameter, user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.execution_overview(uuid, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.execution_overview(uuid, timestamptz, timestamptz)
  to authenticated, service_role;
