create type public.execution_trend_point as (
  starts_at timestamptz,
  total_executions bigint,
  successful_executions bigint,
  failed_executions bigint,
  cancelled_executions bigint,
  running_executions bigint,
  success_rate numeric,
  average_execution_time numeric,
  p50_execution_time numeric,
  p95_execution_time numeric,
  mode_usage jsonb,
  visual_streaming_usage_rate numeric
);
comment on type public.execution_trend_point is
  'Executions created in one bucket, which ends where the next one starts. The fields are those '
  'of execution_summary.';

create type public.execution_change as (
  total_executions numeric,
  success_rate numeric,
  average_execution_time numeric,
  p50_execution_time numeric,
  p95_execution_time numeric
);
comment on type public.execution_change is
  'Change from one window to the next: in percent, success_rate in percentage points; null where '
  'there is nothing to compare.';

create type public.execution_trend as (
  workflow_id uuid,
  workflow_name text,
  bucket text,
  timezone text,
  since timestamptz,
  until timestamptz,
  points public.execution_trend_point[],
  total public.execution_summary,
  previous public.execution_summary,
  previous_since timestamptz,
  change public.execution_change,
  computed_from text,
  missing_executions bigint,
  computed_at timestamptz
);
comment on type public.execution_trend is
  'Answer of execution_trends(): one point for each bucket from since to until, without gaps; '
  'total of the window, previous of the equal window before (from previous_since to since), and '
  'the change between the two. computed_from: rollups (percentiles within 2 %) or rows (exact). '
  'missing_executions: runs of the window''s UTC days that retention has removed and that the rows '
  'therefore do not show; 0 from rollups, which count them.';

create function private.refuse_unknown_timezone(
  timezone text
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Names only: Postgres would also take an offset such as +02:00, and count it westward.
  if refuse_unknown_timezone.timezone ~ '^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$' then
    perform now() at time zone refuse_unknown_timezone.timezone;
    return;
  end if;
  raise invalid_parameter_value;
exception when invalid_parameter_value then
  perform private.refuse(
    400,
    'invalid_parameter',
    format('There is no time zone %s.', left(refuse_unknown_timezone.timezone, 100)),
    'Send the name of a time zone, for example Europe/Berlin or UTC.'
  );
end
$$;
comment on function private.refuse_unknown_timezone(text) is
  'Raises 400 invalid_parameter for a time zone that Postgres does not know by name.';
revoke all on function private.refuse_unknown_timezone(text) from public;
grant execute on function private.refuse_unknown_timezone(text) to authenticated, service_role;

create function private.refuse_many_points(
  points numeric
)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  if refuse_many_points.points > 400 then
    perform private.refuse(
      400,
      'invalid_parameter',
      'The window has more than 400 buckets.',
      'Send a later since or an earlier until, or a larger bucket.'
    );
  end if;
end
$$;
comment on function private.refuse_many_points(numeric) is
  'Raises 400 invalid_parameter for more than 400 points.';
revoke all on function private.refuse_many_points(numeric) from public;
grant execute on function private.refuse_many_points(numeric) to authenticated, service_role;

create function private.refuse_long_trend(
  bucket text,
  length interval,
  is_utc boolean
)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  if refuse_long_trend.bucket = 'hour' and refuse_long_trend.length > interval '7 days' then
    perform private.refuse(
      400,
      'invalid_parameter',
      'Hours are counted over at most 7 days.',
      'Send a later since or an earlier until, or the bucket day.'
    );
  -- An hour more where summer time ends.
  elsif not refuse_long_trend.is_utc and refuse_long_trend.length > interval '92 days 1 hour' then
    perform private.refuse(
      400,
      'invalid_parameter',
      'Days of a time zone other than UTC are counted over at most 92 days.',
      'Send a later since or an earlier until, or the timezone UTC.'
    );
  end if;
  -- At least so many: the points themselves are made only where they are few.
  perform private.refuse_many_points(extract(epoch from refuse_long_trend.length) / (
    86400 * case refuse_long_trend.bucket
      when 'month' then 31 when 'week' then 7 when 'hour' then 0.04 else 1
    end
  ));
end
$$;
comment on function private.refuse_long_trend(text, interval, boolean) is
  'Raises 400 invalid_parameter for a window that is too long: for its rows, which are read where '
  'rollups do not serve, or for the number of points.';
revoke all on function private.refuse_long_trend(text, interval, boolean) from public;
grant execute on function private.refuse_long_trend(text, interval, boolean)
  to authenticated, service_role;

create function private.moment_of(
  local timestamp,
  timezone text
)
returns timestamptz
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_moment constant timestamptz := moment_of.local at time zone moment_of.timezone;
begin
  -- Where clocks were set back over it, a local time comes twice; a bucket starts at the first.
  return case
    when (v_moment - interval '1 hour') at time zone moment_of.timezone = moment_of.local
      then v_moment - interval '1 hour'
    else v_moment
  end;
end
$$;
comment on function private.moment_of(timestamp, text) is
  'When a local time is reached in a time zone: the first time where it comes twice, and just '
  'after the gap where it is left out.';
revoke all on function private.moment_of(timestamp, text) from public;
grant execute on function private.moment_of(timestamp, text) to authenticated, service_role;

create function private.bucket_starts(
  bucket text,
  since timestamptz,
  until timestamptz,
  timezone text
)
returns timestamptz[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_step constant interval := '1 ' || bucket_starts.bucket;
  v_last constant timestamptz := bucket_starts.until - interval '1 microsecond';
begin
  if bucket_starts.bucket = 'hour' then
    return array(
      select generate_series(
        date_trunc('hour', bucket_starts.since, bucket_starts.timezone), v_last + v_step, v_step
      )
    );
  end if;
  -- By local time, each converted by itself: a day of 23 or 25 hours shifts none after it. A day
  -- that a time zone left out starts when the next one does, and is no bucket.
  return array(
    select distinct private.moment_of(s.local, bucket_starts.timezone) as starts_at
    from generate_series(
      date_trunc(bucket_starts.bucket, bucket_starts.since at time zone bucket_starts.timezone),
      date_trunc(bucket_starts.bucket, v_last at time zone bucket_starts.timezone) + v_step,
      v_step
    ) as s (local)
    order by starts_at
  );
end
$$;
comment on function private.bucket_starts(text, timestamptz, timestamptz, text) is
  'Where the buckets (hour, day, week from Monday, month) of a time zone start that a window '
  'touches, and where the last one ends.';
revoke all on function private.bucket_starts(text, timestamptz, timestamptz, text) from public;
grant execute on function private.bucket_starts(text, timestamptz, timestamptz, text)
  to authenticated, service_role;

create function private.buckets_before(
  bucket text,
  moment timestamptz,
  buckets integer,
  timezone text
)
returns timestamptz
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if buckets_before.bucket = 'hour' then
    return date_trunc('hour', buckets_before.moment, buckets_before.timezone)
      - buckets_before.buckets * interval '1 hour';
  end if;
  return private.moment_of(
    date_trunc(
      buckets_before.bucket, buckets_before.moment at time zone buckets_before.timezone
    ) - buckets_before.buckets * ('1 ' || buckets_before.bucket)::interval,
    buckets_before.timezone
  );
end
$$;
comment on function private.buckets_before(text, timestamptz, integer, text) is
  'The start of the bucket that lies so many buckets before that of a moment.';
revoke all on function private.buckets_before(text, timestamptz, integer, text) from public;
grant execute on function private.buckets_before(text, timestamptz, integer, text)
  to authenticated, service_role;

create function private.describe_windows(
  owner_keys uuid[],
  workflow_id uuid,
  starts timestamptz[],
  computed_from text
)
returns setof public.execution_summary
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_finished private.run_summary[];
  v_running private.running_summary[];
begin
  if describe_windows.computed_from = 'rollups' then
    v_finished := array(
      select f
      from private.summaries_of_rollups(
        describe_windows.owner_keys, describe_windows.workflow_id,
        array(
          select (s.starts_at at time zone 'UTC')::date
          from unnest(describe_windows.starts) with ordinality as s (starts_at, place)
          order by s.place
        )
      ) as f
    );
  else
    v_finished := array(
      select f
      from private.summaries_of_rows(
        describe_windows.owner_keys, describe_windows.workflow_id, describe_windows.starts
      ) as f
    );
  end if;
  v_running := array(
    select r
    from private.summaries_of_running(
      describe_windows.owner_keys, describe_windows.workflow_id, describe_windows.starts
    ) as r
  );
  return query
  select d.*
  from generate_subscripts(v_finished, 1) as w (place)
  cross join lateral private.describe_runs(v_finished[w.place], v_running[w.place]) as d
  order by w.place;
end
$$;
comment on function private.describe_windows(uuid[], uuid, timestamptz[], text) is
  'Executions of a workflow (null: of all), one summary for each window from a moment of starts up '
  'to but not at the next one. From rollups the moments are UTC midnights.';
revoke all on function private.describe_windows(uuid[], uuid, timestamptz[], text) from public;
grant execute on function private.describe_windows(uuid[], uuid, timestamptz[], text)
  to authenticated, service_role;

create function private.change_between(
  before public.execution_summary,
  after public.execution_summary
)
returns public.execution_change
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return row(
    round(100.0 * (after.total_executions - before.total_executions)
      / nullif(before.total_executions, 0), 2),
    after.success_rate - before.success_rate,
    round(100 * (after.average_execution_time - before.average_execution_time)
      / nullif(before.average_execution_time, 0), 2),
    round(100 * (after.p50_execution_time - before.p50_execution_time)
      / nullif(before.p50_execution_time, 0), 2),
    round(100 * (after.p95_execution_time - before.p95_execution_time)
      / nullif(before.p95_execution_time, 0), 2)
  )::public.execution_change;
end
$$;
comment on function private.change_between(
  public.execution_summary, public.execution_summary
) is 'The change from one summary to the next, in percent; of the rate in percentage points.';
revoke all on function
  private.change_between(public.execution_summary, public.execution_summary) from public;
grant execute on function
  private.change_between(public.execution_summary, public.execution_summary)
  to authenticated, service_role;

create function private.runs_removed_by_retention(
  owner_keys uuid[],
  workflow_id uuid,
  since timestamptz,
  until timestamptz
)
returns bigint
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select s.purged_runs
    from private.summaries_of_rollups(
      runs_removed_by_retention.owner_keys, runs_removed_by_retention.workflow_id,
      array[
        (runs_removed_by_retention.since at time zone 'UTC')::date,
        (
          (runs_removed_by_retention.until at time zone 'UTC')
          + interval '1 day' - interval '1 microsecond'
        )::date
      ]
    ) as s
  );
end
$$;
comment on function private.runs_removed_by_retention(uuid[], uuid, timestamptz, timestamptz) is
  'How many finished runs of the UTC days that a window touches are no longer stored.';
revoke all on function
  private.runs_removed_by_retention(uuid[], uuid, timestamptz, timestamptz) from public;
grant execute on function
  private.runs_removed_by_retention(uuid[], uuid, timestamptz, timestamptz)
  to authenticated, service_role;

create function public.execution_trends(
  workflow_id uuid default null,
  bucket text default 'day',
  since timestamptz default null,
  until timestamptz default null,
  timezone text default 'UTC',
  user_id uuid default null
)
returns public.execution_trend
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_owner_keys constant uuid[] := private.owner_keys(execution_trends.user_id);
  v_workflow_name constant text := case when execution_trends.workflow_id is not null
    then private.require_visible_workflow(execution_trends.workflow_id, v_owner_keys[1]) end;
  v_bucket constant text := coalesce(execution_trends.bucket, 'day');
  v_timezone constant text := coalesce(execution_trends.timezone, 'UTC');
  v_is_utc constant boolean := lower(v_timezone) in ('utc', 'etc/utc', 'gmt', 'etc/gmt', 'zulu');
  v_from constant text := case when v_is_utc and v_bucket <> 'hour' then 'rollups' else 'rows' end;
  v_until timestamptz;
  v_since timestamptz;
  v_starts timestamptz[];
  v_previous_since timestamptz;
  v_points public.execution_trend_point[];
  v_totals public.execution_summary[];
begin
  if v_bucket not in ('hour', 'day', 'week', 'month') then
    perform private.refuse(
      400, 'invalid_parameter', 'bucket is hour, day, week or month.',
      'Correct it and send it again.'
    );
  end if;
  perform private.refuse_unknown_timezone(v_timezone);
  perform private.refuse_bad_window(execution_trends.since, execution_trends.until);
  v_until := coalesce(execution_trends.until, greatest(now(), execution_trends.since))
    -- The bucket of now, also when it has just begun.
    + case when execution_trends.until is null then interval '1 microsecond' else '0' end;
  -- The current bucket and those before it. Three months are what may be read from rows.
  v_since := coalesce(execution_trends.since, private.buckets_before(
    v_bucket, v_until - interval '1 microsecond',
    case v_bucket
      when 'hour' then 24
      when 'day' then 30
      when 'week' then 12
      else case when v_is_utc then 12 else 3 end
    end - 1,
    v_timezone
  ));
  perform private.refuse_long_trend(v_bucket, v_until - v_since, v_is_utc);

  v_starts := private.bucket_starts(v_bucket, v_since, v_until, v_timezone);
  perform private.refuse_many_points(cardinality(v_starts) - 1);
  v_since := v_starts[1];
  v_until := v_starts[cardinality(v_starts)];
  v_previous_since := private.buckets_before(
    v_bucket, v_since, cardinality(v_starts) - 1, v_timezone
  );
  v_points := array(
    select row(
      v_starts[p.place], p.total_executions, p.successful_executions, p.failed_executions,
      p.cancelled_executions, p.running_executions, p.success_rate, p.average_execution_time,
      p.p50_execution_time, p.p95_execution_time, p.mode_usage, p.visual_streaming_usage_rate
    )::public.execution_trend_point
    from private.describe_windows(v_owner_keys, execution_trends.workflow_id, v_starts, v_from)
      with ordinality as p (
        total_executions, successful_executions, failed_executions, cancelled_executions,
        running_executions, success_rate, average_execution_time, min_execution_time,
        max_execution_time, p50_execution_time, p95_execution_time, p99_execution_time,
        most_common_mode, mode_usage, quality_usage, visual_streaming_usage_rate,
        average_visual_events_captured, average_visual_stream_duration, place
      )
    order by p.place
  );
  v_totals := array(
    select t
    from private.describe_windows(
      v_owner_keys, execution_trends.workflow_id, array[v_previous_since, v_since, v_until], v_from
    ) as t
  );
  return row(
    execution_trends.workflow_id, v_workflow_name, v_bucket, v_timezone, v_since, v_until,
    v_points, v_totals[2], v_totals[1], v_previous_since,
    private.change_between(v_totals[1], v_totals[2]), v_from,
    case when v_from = 'rows' then private.runs_removed_by_retention(
      v_owner_keys, execution_trends.workflow_id, v_since, v_until
    ) else 0 end,
    now()
  )::public.execution_trend;
end
$$;
comment on function public.execution_trends(
  uuid, text, timestamptz, timestamptz, text, uuid
) is
  'Executions that the caller may see, of a workflow or of all, by bucket of created_at (hour, '
  'day, week from Monday, month) in a time zone. The window is widened to whole buckets; by '
  'default it is the last 24 hours, 30 days, 12 weeks or 12 months, the current bucket included. '
  'UTC days, weeks and months come from rollups; hours (at most 7 days) and the buckets of another '
  'time zone (at most 92 days, by default 3 months) from the rows. At most 400 points. user_id: '
  'the service says for whom it asks. Errors: workflow_not_found, invalid_parameter, '
  'user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.execution_trends(
  uuid, text, timestamptz, timestamptz, text, uuid
) from public, anon, authenticated, service_role;
grant execute on function public.execution_trends(
  uuid, text, timestamptz, timestamptz, text, uuid
) to authenticated, service_role;
