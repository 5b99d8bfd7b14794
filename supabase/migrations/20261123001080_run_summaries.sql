-- Finished executions summed up: from rollups (folded counts and pending deltas, read in one
-- snapshot, as these functions are stable) or from the rows themselves. What runs is counted live.

create type private.run_summary as (
  counts private.run_counts,
  purged_runs bigint,
  purged_last_at timestamptz,
  min_seconds numeric,
  max_seconds numeric,
  p50_seconds numeric,
  p95_seconds numeric,
  p99_seconds numeric
);
comment on type private.run_summary is
  'Finished executions summed up, with those that retention has removed: their number is '
  'purged_runs, the newest of them was created at purged_last_at.';

-- Like percentile_cont: between the two runs that the rank falls between, in proportion. Each of
-- them is known to 1.5 %, and so is what lies between them.
create function private.percentile_between(
  lower_bucket integer,
  upper_bucket integer,
  rank numeric,
  min_seconds numeric,
  max_seconds numeric
)
returns numeric
language sql
immutable
security invoker
return round(greatest(percentile_between.min_seconds, least(percentile_between.max_seconds,
  private.bucket_seconds(percentile_between.lower_bucket)
  + (percentile_between.rank - floor(percentile_between.rank)) * (
    private.bucket_seconds(percentile_between.upper_bucket)
    - private.bucket_seconds(percentile_between.lower_bucket)
  )
)), 3);
comment on function private.percentile_between(integer, integer, numeric, numeric, numeric) is
  'A percentile in seconds from the buckets of the runs below and above its rank (0-based, with '
  'fraction), within the shortest and longest run.';
revoke all on function
  private.percentile_between(integer, integer, numeric, numeric, numeric) from public;
grant execute on function
  private.percentile_between(integer, integer, numeric, numeric, numeric)
  to authenticated, service_role;

create function private.summaries_of_rollups(
  owner_keys uuid[],
  workflow_id uuid,
  days date[]
)
returns setof private.run_summary
language plpgsql
stable
security invoker
set search_path = ''
-- Its statement is planned once a session. Planned for each call, as Postgres would choose, the
-- plan is no better and takes longer than the counting.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_all constant uuid := '00000000-0000-0000-0000-000000000000';
  v_none constant private.run_counts := row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  v_workflow_id constant uuid := coalesce(summaries_of_rollups.workflow_id, v_all);
  v_lifetime constant boolean := summaries_of_rollups.days is null;
  v_windows constant integer := coalesce(cardinality(summaries_of_rollups.days) - 1, 1);
  v_first_day constant date := coalesce(summaries_of_rollups.days[1], '-infinity');
  v_end_day constant date := coalesce(summaries_of_rollups.days[v_windows + 1], 'infinity');
begin
  return query
  -- Summed at once, for what is below to go over few rows: 10 000 may be pending.
  with pending as materialized (
    select
      case
        when v_windows = 1 then 1 else width_bucket(d.day, summaries_of_rollups.days)
      end as place,
      d.purged, d.bucket, sum(d.bucket_runs) as bucket_runs, sum(d.completed) as completed,
      sum(d.failed) as failed, sum(d.cancelled) as cancelled, sum(d.cloud_runs) as cloud_runs,
      sum(d.visual_runs) as visual_runs, sum(d.low_quality_runs) as low_quality_runs,
      sum(d.standard_quality_runs) as standard_quality_runs,
      sum(d.high_quality_runs) as high_quality_runs, sum(d.events_runs) as events_runs,
      sum(d.stream_runs) as stream_runs, sum(d.events_captured) as events_captured,
      sum(d.seconds) as seconds, sum(d.stream_seconds) as stream_seconds,
      max(d.last_created_at) as last_created_at,
      min(d.min_seconds) filter (where d.bucket_runs > 0) as min_seconds,
      max(d.max_seconds) filter (where d.bucket_runs > 0) as max_seconds
    from private.execution_deltas as d
    where d.owner_key = any (summaries_of_rollups.owner_keys)
      and (v_workflow_id = v_all or d.workflow_id = v_workflow_id)
      and d.day >= v_first_day and d.day < v_end_day
    group by 1, d.purged, d.bucket
  ),
  days as materialized (
    select
      d.*,
      case
        when v_windows = 1 then 1 else width_bucket(d.day, summaries_of_rollups.days)
      end as place
    from private.execution_days as d
    where not v_lifetime
      and d.owner_key = any (summaries_of_rollups.owner_keys)
      and d.workflow_id = v_workflow_id
      and d.day >= v_first_day and d.day < v_end_day
  ),
  parts as (
    select
      1 as place, t.purged, t.completed, t.failed, t.cancelled, t.cloud_runs, t.visual_runs,
      t.low_quality_runs, t.standard_quality_runs, t.high_quality_runs, t.events_runs,
      t.stream_runs, t.events_captured, t.seconds, t.stream_seconds, t.last_created_at,
      t.min_seconds, t.max_seconds
    from private.execution_totals as t
    where v_lifetime
      and t.owner_key = any (summaries_of_rollups.owner_keys)
      and t.workflow_id = v_workflow_id
    union all
    select
      d.place, d.purged, d.completed, d.failed, d.cancelled, d.cloud_runs, d.visual_runs,
      d.low_quality_runs, d.standard_quality_runs, d.high_quality_runs, d.events_runs,
      d.stream_runs, d.events_captured, d.seconds, d.stream_seconds, d.last_created_at,
      d.min_seconds, d.max_seconds
    from days as d
    union all
    select
      p.place, p.purged, p.completed, p.failed, p.cancelled, p.cloud_runs, p.visual_runs,
      p.low_quality_runs, p.standard_quality_runs, p.high_quality_runs, p.events_runs,
      p.stream_runs, p.events_captured, p.seconds, p.stream_seconds, p.last_created_at,
      p.min_seconds, p.max_seconds
    from pending as p
  ),
  summed as (
    select
      p.place,
      row(
        sum(p.completed), sum(p.failed), sum(p.cancelled), sum(p.cloud_runs), sum(p.visual_runs),
        sum(p.low_quality_runs), sum(p.standard_quality_runs), sum(p.high_quality_runs),
        sum(p.events_runs), sum(p.stream_runs), sum(p.events_captured), sum(p.seconds),
        sum(p.stream_seconds)
      )::private.run_counts as counts,
      sum(p.completed + p.failed + p.cancelled) filter (where p.purged) as purged_runs,
      max(p.last_created_at) filter (where p.purged) as purged_last_at,
      min(p.min_seconds) as min_seconds,
      max(p.max_seconds) as max_seconds
    from parts as p
    group by p.place
  ),
  histogram as (
    select b.place, b.bucket, sum(b.runs) as runs
    from (
      select 1 as place, h.bucket, h.runs
      from private.execution_durations as h
      where v_lifetime
        and h.owner_key = any (summaries_of_rollups.owner_keys)
        and h.workflow_id = v_workflow_id
      union all
      -- Side by side: as one function in "from" they would fill a store for each day.
      select d.place, unnest(d.duration_buckets), unnest(d.duration_counts)
      from days as d
      union all
      select p.place, p.bucket, p.bucket_runs
      from pending as p
      where p.bucket is not null
    ) as b
    group by b.place, b.bucket
    having sum(b.runs) > 0
  ),
  ranked as (
    select
      h.place, h.bucket, sum(h.runs) over (partition by h.place order by h.bucket) as upto,
      sum(h.runs) over (partition by h.place) - 1 as last_rank
    from histogram as h
  ),
  percentiles as (
    select
      r.place,
      min(r.bucket) filter (where r.upto > floor(0.50 * r.last_rank)) as lower_50,
      min(r.bucket) filter (where r.upto > ceil(0.50 * r.last_rank)) as upper_50,
      min(r.bucket) filter (where r.upto > floor(0.95 * r.last_rank)) as lower_95,
      min(r.bucket) filter (where r.upto > ceil(0.95 * r.last_rank)) as upper_95,
      min(r.bucket) filter (where r.upto > floor(0.99 * r.last_rank)) as lower_99,
      min(r.bucket) filter (where r.upto > ceil(0.99 * r.last_rank)) as upper_99,
      max(r.last_rank) as last_rank
    from ranked as r
    group by r.place
  )
  select
    coalesce(s.counts, v_none), coalesce(s.purged_runs, 0)::bigint, s.purged_last_at,
    -- What is counted may be all gone, while the fold that forgets its extremes is yet to come.
    case when p.last_rank is not null then s.min_seconds end,
    case when p.last_rank is not null then s.max_seconds end,
    private.percentile_between(
      p.lower_50, p.upper_50, 0.50 * p.last_rank, s.min_seconds, s.max_seconds
    ),
    private.percentile_between(
      p.lower_95, p.upper_95, 0.95 * p.last_rank, s.min_seconds, s.max_seconds
    ),
    private.percentile_between(
      p.lower_99, p.upper_99, 0.99 * p.last_rank, s.min_seconds, s.max_seconds
    )
  from generate_series(1, v_windows) as w (place)
  left join summed as s using (place)
  left join percentiles as p using (place)
  order by w.place;
end
$$;
comment on function private.summaries_of_rollups(uuid[], uuid, date[]) is
  'Finished executions of a workflow (null: of all) from the rollups, purged ones among them: one '
  'summary for each window from a day of days up to but not on the next one (UTC days of '
  'created_at), or a single one for all time (null). Percentiles are within 2 %.';
revoke all on function private.summaries_of_rollups(uuid[], uuid, date[]) from public;
grant execute on function private.summaries_of_rollups(uuid[], uuid, date[])
  to authenticated, service_role;

create function private.window_conditions(
  workflow_id uuid,
  starts timestamptz[]
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return concat(
    case when window_conditions.workflow_id is not null then ' and e.workflow_id = $2' end,
    case when window_conditions.starts[1] is not null then ' and e.created_at >= $3[1]' end,
    case when window_conditions.starts[cardinality(window_conditions.starts)] is not null
      then ' and e.created_at < $3[cardinality($3)]' end
  );
end
$$;
comment on function private.window_conditions(uuid, timestamptz[]) is
  'SQL conditions for executions e of a workflow ($2) from the first to the last moment of $3; a '
  'null says that there is no such limit.';
revoke all on function private.window_conditions(uuid, timestamptz[]) from public;
grant execute on function private.window_conditions(uuid, timestamptz[])
  to authenticated, service_role;

create function private.summaries_of_rows(
  owner_keys uuid[],
  workflow_id uuid,
  starts timestamptz[]
)
returns setof private.run_summary
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_none constant private.run_counts := row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  v_windows constant integer := cardinality(summaries_of_rows.starts) - 1;
begin
  -- Rows are grouped before they meet the windows: joining each to its window by a range costs
  -- their product.
  return query execute format(
    'select'
    ' coalesce(s.counts, $4), 0::bigint, null::timestamptz, s.min_seconds, s.max_seconds,'
    ' round(s.percentiles[1]::numeric, 3), round(s.percentiles[2]::numeric, 3),'
    ' round(s.percentiles[3]::numeric, 3)'
    ' from generate_series(1, $5) as w (place) left join ('
    '  select %s as place, row('
    '   count(*) filter (where e.completed = 1), count(*) filter (where e.failed = 1),'
    '   count(*) filter (where e.cancelled = 1), sum(e.cloud_runs), sum(e.visual_runs),'
    '   sum(e.low_quality_runs), sum(e.standard_quality_runs), sum(e.high_quality_runs),'
    '   sum(e.events_runs), sum(e.stream_runs), sum(e.events_captured), sum(e.seconds),'
    '   sum(e.stream_seconds)'
    '  )::private.run_counts as counts, min(e.seconds) as min_seconds,'
    '  max(e.seconds) as max_seconds,'
    '  percentile_cont(array[0.50, 0.95, 0.99]) within group (order by e.seconds) as percentiles'
    '  from private.finished_executions as e where e.owner_key = any ($1)%s group by 1'
    ' ) as s using (place) order by w.place',
    case when v_windows = 1 then '1' else 'width_bucket(e.created_at, $3)' end,
    private.window_conditions(summaries_of_rows.workflow_id, summaries_of_rows.starts)
  )
  using
    array_remove(summaries_of_rows.owner_keys, null), summaries_of_rows.workflow_id,
    summaries_of_rows.starts, v_none, v_windows;
end
$$;
comment on function private.summaries_of_rows(uuid[], uuid, timestamptz[]) is
  'Finished executions of a workflow (null: of all) from the stored rows, exact and as slow as '
  'there are rows: one summary for each window from a moment of starts up to but not at the next '
  'one. With two moments either may be null: no limit.';
revoke all on function private.summaries_of_rows(uuid[], uuid, timestamptz[]) from public;
grant execute on function private.summaries_of_rows(uuid[], uuid, timestamptz[])
  to authenticated, service_role;

create type private.running_summary as (
  runs bigint,
  cloud_runs bigint,
  low_quality_runs bigint,
  standard_quality_runs bigint,
  high_quality_runs bigint,
  last_at timestamptz
);
comment on type private.running_summary is 'Running executions counted.';

create function private.summaries_of_running(
  owner_keys uuid[],
  workflow_id uuid,
  starts timestamptz[]
)
returns setof private.running_summary
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_windows constant integer := cardinality(summaries_of_running.starts) - 1;
begin
  return query execute format(
    'select coalesce(s.runs, 0), coalesce(s.cloud_runs, 0), coalesce(s.low_quality_runs, 0),'
    ' coalesce(s.standard_quality_runs, 0), coalesce(s.high_quality_runs, 0), s.last_at'
    ' from generate_series(1, $4) as w (place) left join ('
    '  select %s as place, count(*) as runs,'
    '  count(*) filter (where e.mode = ''cloud-run'') as cloud_runs,'
    '  count(*) filter (where e.visual_quality = ''low'') as low_quality_runs,'
    '  count(*) filter (where e.visual_quality = ''standard'') as standard_quality_runs,'
    '  count(*) filter (where e.visual_quality = ''high'') as high_quality_runs,'
    '  max(e.created_at) as last_at'
    '  from public.workflow_executions as e'
    '  where e.status = ''running'' and e.owner_key = any ($1)%s group by 1'
    ' ) as s using (place) order by w.place',
    case when v_windows = 1 then '1' else 'width_bucket(e.created_at, $3)' end,
    private.window_conditions(summaries_of_running.workflow_id, summaries_of_running.starts)
  )
  using
    array_remove(summaries_of_running.owner_keys, null), summaries_of_running.workflow_id,
    summaries_of_running.starts, v_windows;
end
$$;
comment on function private.summaries_of_running(uuid[], uuid, timestamptz[]) is
  'Running executions of a workflow (null: of all), counted by the index of what runs, for each '
  'window from a moment of starts up to but not at the next one. With two moments either may be '
  'null: no limit.';
revoke all on function private.summaries_of_running(uuid[], uuid, timestamptz[]) from public;
grant execute on function private.summaries_of_running(uuid[], uuid, timestamptz[])
  to authenticated, service_role;

create function private.newest_execution_at(
  owner_keys uuid[],
  workflow_id uuid,
  since timestamptz,
  until timestamptz
)
returns timestamptz
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_newest timestamptz;
begin
  -- As lists find their rows: under the policy the planner expects few, and may read and sort all.
  execute format(
    'select max(n.created_at) from (%s) as n',
    (
      select string_agg(format(
        '(select e.created_at from %s as e where e.owner_key = ($1)[%s]%s'
        ' order by e.created_at desc, e.execution_id desc limit 1)',
        private.listed_from(), k.place,
        private.window_conditions(
          newest_execution_at.workflow_id,
          array[newest_execution_at.since, newest_execution_at.until]
        )
      ), ' union all ')
      from unnest(newest_execution_at.owner_keys) with ordinality as k (owner_key, place)
      where k.owner_key is not null
    )
  )
  into v_newest
  using
    newest_execution_at.owner_keys, newest_execution_at.workflow_id,
    array[newest_execution_at.since, newest_execution_at.until];
  return v_newest;
end
$$;
comment on function private.newest_execution_at(uuid[], uuid, timestamptz, timestamptz) is
  'created_at of the newest stored execution of a workflow (null: of all), by index.';
revoke all on function private.newest_execution_at(uuid[], uuid, timestamptz, timestamptz)
  from public;
grant execute on function private.newest_execution_at(uuid[], uuid, timestamptz, timestamptz)
  to authenticated, service_role;

create type private.run_window as (
  since timestamptz,
  until timestamptz,
  computed_from text,
  finished private.run_summary
);
comment on type private.run_window is
  'A window as it was counted, from rows or rollups, with its finished executions.';

create function private.has_few_runs(
  owner_keys uuid[],
  workflow_id uuid,
  since timestamptz,
  until timestamptz,
  most integer
)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_few boolean;
begin
  execute format(
    'select count(*) <= $4 from ('
    ' select 1 from public.workflow_executions as e where e.owner_key = any ($1)%s limit $4 + 1'
    ') as r',
    private.window_conditions(
      has_few_runs.workflow_id, array[has_few_runs.since, has_few_runs.until]
    )
  )
  into v_few
  using
    array_remove(has_few_runs.owner_keys, null), has_few_runs.workflow_id,
    array[has_few_runs.since, has_few_runs.until], has_few_runs.most;
  return v_few;
end
$$;
comment on function private.has_few_runs(uuid[], uuid, timestamptz, timestamptz, integer) is
  'Whether a workflow (null: all) has at most so many stored executions in since <= created_at < '
  'until (null: no limit). Counts no further, by index.';
revoke all on function
  private.has_few_runs(uuid[], uuid, timestamptz, timestamptz, integer) from public;
grant execute on function
  private.has_few_runs(uuid[], uuid, timestamptz, timestamptz, integer)
  to authenticated, service_role;

create function private.count_window(
  owner_keys uuid[],
  workflow_id uuid,
  since timestamptz,
  until timestamptz
)
returns private.run_window
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_first_day constant date := (count_window.since at time zone 'UTC')::date;
  v_end_day constant date := (
    (count_window.until at time zone 'UTC') + interval '1 day' - interval '1 microsecond'
  )::date;
  v_lifetime constant boolean := num_nonnulls(v_first_day, v_end_day) = 0;
  v_window private.run_window := row(count_window.since, count_window.until, 'rollups', null);
  v_finished bigint;
begin
  v_window.finished := (
    select s
    from private.summaries_of_rollups(
      count_window.owner_keys, count_window.workflow_id,
      case when not v_lifetime
        then array[coalesce(v_first_day, '-infinity'), coalesce(v_end_day, 'infinity')] end
    ) as s
  );
  v_finished := ((v_window.finished).counts).completed + ((v_window.finished).counts).failed
    + ((v_window.finished).counts).cancelled;
  -- Exact where that is cheap: 1 000 rows cost as much again as the rollups, 5 000 four times that.
  -- Runs that retention removed are in the rollups only.
  if (v_window.finished).purged_runs = 0 and (
    v_finished <= 1000
    -- Not null: "and" would go on and read.
    or coalesce(
        coalesce(count_window.until, now()) - count_window.since <= interval '7 days', false
      )
      and private.has_few_runs(
        count_window.owner_keys, count_window.workflow_id, count_window.since,
        count_window.until, 5000
      )
  ) then
    v_window.computed_from := 'rows';
    v_window.finished := (
      select s
      from private.summaries_of_rows(
        count_window.owner_keys, count_window.workflow_id,
        array[count_window.since, count_window.until]
      ) as s
    );
  else
    v_window.since := v_first_day::timestamp at time zone 'UTC';
    v_window.until := v_end_day::timestamp at time zone 'UTC';
  end if;
  return v_window;
end
$$;
comment on function private.count_window(uuid[], uuid, timestamptz, timestamptz) is
  'Finished executions created in since <= created_at < until (null: no limit). Up to 1 000, and '
  'up to 5 000 in a window of up to 7 days, are counted from the rows, exactly; more, and those '
  'of a window whose runs retention has removed, from the rollups, on whole UTC days.';
revoke all on function private.count_window(uuid[], uuid, timestamptz, timestamptz) from public;
grant execute on function private.count_window(uuid[], uuid, timestamptz, timestamptz)
  to authenticated, service_role;

create type public.execution_summary as (
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
  most_common_mode text,
  mode_usage jsonb,
  quality_usage jsonb,
  visual_streaming_usage_rate numeric,
  average_visual_events_captured numeric,
  average_visual_stream_duration numeric
);
comment on type public.execution_summary is
  'Executions summed up. Times in seconds, over finished executions. success_rate: percent of the '
  'finished ones that completed; visual_streaming_usage_rate: percent of all. mode_usage and '
  'quality_usage: {name: count}. What has nothing to be computed from is null.';

create function private.describe_runs(
  finished private.run_summary,
  running private.running_summary
)
returns public.execution_summary
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  c constant private.run_counts := finished.counts;
  v_finished constant bigint := c.completed + c.failed + c.cancelled;
  v_all constant bigint := v_finished + running.runs;
  v_cloud constant bigint := c.cloud_runs + running.cloud_runs;
  v_low constant bigint := c.low_quality_runs + running.low_quality_runs;
  v_standard constant bigint := c.standard_quality_runs + running.standard_quality_runs;
  v_high constant bigint := c.high_quality_runs + running.high_quality_runs;
begin
  return row(
    v_all, c.completed, c.failed, c.cancelled, running.runs,
    round(100.0 * c.completed / nullif(v_finished, 0), 2),
    round(c.seconds / nullif(v_finished, 0), 3),
    finished.min_seconds, finished.max_seconds,
    finished.p50_seconds, finished.p95_seconds, finished.p99_seconds,
    case when v_all = 0 then null when 2 * v_cloud >= v_all then 'cloud-run' else 'local-run' end,
    jsonb_strip_nulls(jsonb_build_object(
      'cloud-run', nullif(v_cloud, 0), 'local-run', nullif(v_all - v_cloud, 0)
    )),
    jsonb_strip_nulls(jsonb_build_object(
      'low', nullif(v_low, 0), 'standard', nullif(v_standard, 0), 'high', nullif(v_high, 0)
    )),
    round(100.0 * (v_low + v_standard + v_high) / nullif(v_all, 0), 2),
    round(c.events_captured::numeric / nullif(c.events_runs, 0), 2),
    round(c.stream_seconds / nullif(c.stream_runs, 0), 3)
  )::public.execution_summary;
end
$$;
comment on function private.describe_runs(private.run_summary, private.running_summary) is
  'Counts in the form in which answers show them.';
revoke all on function private.describe_runs(private.run_summary, private.running_summary)
  from public;
grant execute on function private.describe_runs(private.run_summary, private.running_summary)
  to authenticated, service_role;
