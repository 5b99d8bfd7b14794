-- Folding moves counts from deltas to days, totals and durations. Whoever reads both in one
-- statement sees the same sum before and after. Nobody but the fold (and private.rebuild_rollups())
-- writes the folded tables, one at a time, so writers of executions never wait for it.

create function private.lock_rollups()
returns boolean
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  return pg_try_advisory_xact_lock(hashtextextended('runtrail: rollups', 0));
end
$$;
comment on function private.lock_rollups() is
  'Takes the right to write folded counts until the transaction ends; false when somebody has it.';
revoke all on function private.lock_rollups() from public;

create function private.add_counts(
  deltas private.execution_deltas[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  with counted as materialized (
    select
      d.owner_key, w.workflow_id, d.day, d.purged, d.bucket, d.bucket_runs, d.completed, d.failed,
      d.cancelled, d.cloud_runs, d.visual_runs, d.low_quality_runs, d.standard_quality_runs,
      d.high_quality_runs, d.events_runs, d.stream_runs, d.events_captured, d.streaming_events,
      d.last_created_at, d.seconds, d.stream_seconds, d.min_seconds, d.max_seconds
    from unnest(add_counts.deltas) as d
    cross join lateral (
      values (d.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
    ) as w (workflow_id)
  ),
  buckets as (
    select
      b.owner_key, b.workflow_id, b.day, b.purged,
      array_agg(b.bucket order by b.bucket) as buckets,
      array_agg(b.runs order by b.bucket) as counts
    from (
      select
        c.owner_key, c.workflow_id, c.day, c.purged, c.bucket, sum(c.bucket_runs)::integer as runs
      from counted as c
      where c.bucket is not null
      group by c.owner_key, c.workflow_id, c.day, c.purged, c.bucket
      having sum(c.bucket_runs) <> 0
    ) as b
    group by b.owner_key, b.workflow_id, b.day, b.purged
  ),
  days as materialized (
    select
      c.owner_key, c.workflow_id, c.day, c.purged,
      sum(c.completed) as completed, sum(c.failed) as failed, sum(c.cancelled) as cancelled,
      sum(c.cloud_runs) as cloud_runs, sum(c.visual_runs) as visual_runs,
      sum(c.low_quality_runs) as low_quality_runs,
      sum(c.standard_quality_runs) as standard_quality_runs,
      sum(c.high_quality_runs) as high_quality_runs,
      sum(c.events_runs) as events_runs, sum(c.stream_runs) as stream_runs,
      sum(c.events_captured) as events_captured, sum(c.streaming_events) as streaming_events,
      max(c.last_created_at) filter (where c.bucket_runs > 0) as last_created_at,
      sum(c.seconds) as seconds, sum(c.stream_seconds) as stream_seconds,
      min(c.min_seconds) filter (where c.bucket_runs > 0) as min_seconds,
      max(c.max_seconds) filter (where c.bucket_runs > 0) as max_seconds,
      max(c.last_created_at) filter (where c.bucket_runs < 0) as removed_last_created_at,
      min(c.min_seconds) filter (where c.bucket_runs < 0) as removed_min_seconds,
      max(c.max_seconds) filter (where c.bucket_runs < 0) as removed_max_seconds
    from counted as c
    group by c.owner_key, c.workflow_id, c.day, c.purged
  ),
  into_days as (
    insert into private.execution_days as t (
      owner_key, workflow_id, day, purged, extremes_stale, completed, failed, cancelled, cloud_runs,
      visual_runs, low_quality_runs, standard_quality_runs, high_quality_runs, events_runs,
      stream_runs, events_captured, streaming_events, last_created_at, seconds, stream_seconds,
      min_seconds, max_seconds, duration_buckets, duration_counts
    )
    select
      d.owner_key, d.workflow_id, d.day, d.purged,
      -- Stale only where an extreme itself is gone: looking it up again reads the runs of the day.
      coalesce(
        d.removed_min_seconds <= least(d.min_seconds, k.min_seconds)
          or d.removed_max_seconds >= greatest(d.max_seconds, k.max_seconds)
          or d.removed_last_created_at >= greatest(d.last_created_at, k.last_created_at),
        d.removed_min_seconds is not null
      ),
      d.completed, d.failed, d.cancelled, d.cloud_runs, d.visual_runs, d.low_quality_runs,
      d.standard_quality_runs, d.high_quality_runs, d.events_runs, d.stream_runs,
      d.events_captured, d.streaming_events, d.last_created_at, d.seconds, d.stream_seconds,
      d.min_seconds, d.max_seconds, coalesce(b.buckets, '{}'), coalesce(b.counts, '{}')
    from days as d
    left join buckets as b using (owner_key, workflow_id, day, purged)
    -- "limit" keeps this a look-up of single rows by their key.
    left join lateral (
      select t.min_seconds, t.max_seconds, t.last_created_at
      from private.execution_days as t
      where d.removed_min_seconds is not null
        and t.owner_key = d.owner_key
        and t.workflow_id = d.workflow_id
        and t.day = d.day
        and t.purged = d.purged
      limit 1
    ) as k on true
    on conflict (owner_key, workflow_id, day, purged) do update set
      extremes_stale = t.extremes_stale or excluded.extremes_stale,
      completed = t.completed + excluded.completed,
      failed = t.failed + excluded.failed,
      cancelled = t.cancelled + excluded.cancelled,
      cloud_runs = t.cloud_runs + excluded.cloud_runs,
      visual_runs = t.visual_runs + excluded.visual_runs,
      low_quality_runs = t.low_quality_runs + excluded.low_quality_runs,
      standard_quality_runs = t.standard_quality_runs + excluded.standard_quality_runs,
      high_quality_runs = t.high_quality_runs + excluded.high_quality_runs,
      events_runs = t.events_runs + excluded.events_runs,
      stream_runs = t.stream_runs + excluded.stream_runs,
      events_captured = t.events_captured + excluded.events_captured,
      streaming_events = t.streaming_events + excluded.streaming_events,
      last_created_at = greatest(t.last_created_at, excluded.last_created_at),
      seconds = t.seconds + excluded.seconds,
      stream_seconds = t.stream_seconds + excluded.stream_seconds,
      min_seconds = least(t.min_seconds, excluded.min_seconds),
      max_seconds = greatest(t.max_seconds, excluded.max_seconds),
      (duration_buckets, duration_counts) = (
        select
          coalesce(array_agg(m.bucket order by m.bucket), '{}'),
          coalesce(array_agg(m.runs order by m.bucket), '{}')
        from (
          select u.bucket, sum(u.runs)::integer as runs
          from (
            select unnest(t.duration_buckets), unnest(t.duration_counts)
            union all
            select unnest(excluded.duration_buckets), unnest(excluded.duration_counts)
          ) as u (bucket, runs)
          group by u.bucket
          having sum(u.runs) <> 0
        ) as m
      )
  ),
  into_totals as (
    insert into private.execution_totals as t (
      owner_key, workflow_id, purged, completed, failed, cancelled, cloud_runs, visual_runs,
      low_quality_runs, standard_quality_runs, high_quality_runs, events_runs, stream_runs,
      events_captured, streaming_events, last_created_at, seconds, stream_seconds, min_seconds,
      max_seconds
    )
    select
      d.owner_key, d.workflow_id, d.purged, sum(d.completed), sum(d.failed), sum(d.cancelled),
      sum(d.cloud_runs), sum(d.visual_runs), sum(d.low_quality_runs), sum(d.standard_quality_runs),
      sum(d.high_quality_runs), sum(d.events_runs), sum(d.stream_runs), sum(d.events_captured),
      sum(d.streaming_events), max(d.last_created_at), sum(d.seconds), sum(d.stream_seconds),
      min(d.min_seconds), max(d.max_seconds)
    from days as d
    group by d.owner_key, d.workflow_id, d.purged
    on conflict (owner_key, workflow_id, purged) do update set
      completed = t.completed + excluded.completed,
      failed = t.failed + excluded.failed,
      cancelled = t.cancelled + excluded.cancelled,
      cloud_runs = t.cloud_runs + excluded.cloud_runs,
      visual_runs = t.visual_runs + excluded.visual_runs,
      low_quality_runs = t.low_quality_runs + excluded.low_quality_runs,
      standard_quality_runs = t.standard_quality_runs + excluded.standard_quality_runs,
      high_quality_runs = t.high_quality_runs + excluded.high_quality_runs,
      events_runs = t.events_runs + excluded.events_runs,
      stream_runs = t.stream_runs + excluded.stream_runs,
      events_captured = t.events_captured + excluded.events_captured,
      streaming_events = t.streaming_events + excluded.streaming_events,
      last_created_at = greatest(t.last_created_at, excluded.last_created_at),
      seconds = t.seconds + excluded.seconds,
      stream_seconds = t.stream_seconds + excluded.stream_seconds,
      min_seconds = least(t.min_seconds, excluded.min_seconds),
      max_seconds = greatest(t.max_seconds, excluded.max_seconds)
  )
  insert into private.execution_durations as t (owner_key, workflow_id, purged, bucket, runs)
  select c.owner_key, c.workflow_id, c.purged, c.bucket, sum(c.bucket_runs)
  from counted as c
  where c.bucket is not null
  group by c.owner_key, c.workflow_id, c.purged, c.bucket
  having sum(c.bucket_runs) <> 0
  on conflict (owner_key, workflow_id, purged, bucket) do update set runs = t.runs + excluded.runs;
end
$$;
comment on function private.add_counts(private.execution_deltas[]) is
  'Adds deltas to days, totals and durations, each to its workflow and to all workflows of its '
  'owner. Call it with private.lock_rollups() held.';
revoke all on function private.add_counts(private.execution_deltas[]) from public;

create function private.refresh_extremes()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_all constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  -- Days without runs go below. What has ended on them since then waits to be folded, and must not
  -- enter totals before its day does.
  update private.execution_days as t
  set min_seconds = null, max_seconds = null, last_created_at = null
  where t.extremes_stale and t.completed = 0 and t.failed = 0 and t.cancelled = 0;
  -- Reads what is left of each other stale day of a workflow. Removed at random, k times from a
  -- day, the extremes go about ln(k) times, not k times.
  update private.execution_days as t
  set (min_seconds, max_seconds, last_created_at) = (
    select min(e.execution_time_seconds), max(e.execution_time_seconds), max(e.created_at)
    from public.workflow_executions as e
    where e.workflow_id = t.workflow_id
      and e.owner_key = t.owner_key
      and e.created_at >= t.day::timestamp at time zone 'UTC'
      and e.created_at < (t.day + 1)::timestamp at time zone 'UTC'
      and e.status <> 'running'
  )
  where t.extremes_stale
    and t.workflow_id <> v_all
    and (t.completed, t.failed, t.cancelled) <> (0, 0, 0);
  update private.execution_days as t
  set (min_seconds, max_seconds, last_created_at) = (
    select min(d.min_seconds), max(d.max_seconds), max(d.last_created_at)
    from private.execution_days as d
    where d.owner_key = t.owner_key
      and d.day = t.day
      and d.workflow_id <> '00000000-0000-0000-0000-000000000000'
      and not d.purged
  )
  where t.extremes_stale
    and t.workflow_id = v_all
    and (t.completed, t.failed, t.cancelled) <> (0, 0, 0);
  update private.execution_totals as t
  set (min_seconds, max_seconds, last_created_at) = (
    select min(d.min_seconds), max(d.max_seconds), max(d.last_created_at)
    from private.execution_days as d
    where d.owner_key = t.owner_key and d.workflow_id = t.workflow_id and not d.purged
  )
  from (
    select distinct d.owner_key, d.workflow_id
    from private.execution_days as d
    where d.extremes_stale
  ) as s
  where t.owner_key = s.owner_key and t.workflow_id = s.workflow_id and not t.purged;

  -- What has no runs left has lost its extremes, so it is among the stale.
  delete from private.execution_totals as t
  where (t.owner_key, t.workflow_id) in (
      select d.owner_key, d.workflow_id from private.execution_days as d where d.extremes_stale
    )
    and not t.purged
    and (t.completed, t.failed, t.cancelled) = (0, 0, 0)
    and (t.events_runs, t.stream_runs, t.events_captured, t.stream_seconds) = (0, 0, 0, 0);
  delete from private.execution_days as d
  where d.extremes_stale
    -- Late metrics, and what they add to earlier ones, may be folded before their run.
    and (d.completed, d.failed, d.cancelled) = (0, 0, 0)
    and (d.events_runs, d.stream_runs, d.events_captured, d.stream_seconds) = (0, 0, 0, 0);
  update private.execution_days as d set extremes_stale = false where d.extremes_stale;
  delete from private.execution_durations as d where d.runs = 0;
end
$$;
comment on function private.refresh_extremes() is
  'Looks up the shortest, longest and last run of days that have lost one of them, and forgets '
  'totals, days and buckets without runs. Call it with private.lock_rollups() held.';
revoke all on function private.refresh_extremes() from public;

create function private.take_deltas(
  batch_size integer
)
returns private.execution_deltas[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_deltas private.execution_deltas[];
begin
  with taken as (
    delete from private.execution_deltas as d
    where d.ctid = any (
      array(select f.ctid from private.execution_deltas as f limit take_deltas.batch_size)
    )
    returning d
  )
  select array_agg(t.d) into v_deltas from taken as t;
  -- They come in no order. A removal folded before the run it removes would leave that run's
  -- duration among the extremes: so whatever waits of a day comes along with a removal. (Numbering
  -- the deltas would do too, at the cost of an index in every writer's transaction.)
  with days as (
    select distinct d.owner_key, d.workflow_id, d.day
    from unnest(v_deltas) as d
    where d.bucket_runs < 0
  ),
  taken as (
    delete from private.execution_deltas as d
    using days as r
    where d.owner_key = r.owner_key and d.workflow_id = r.workflow_id and d.day = r.day
    returning d
  )
  select v_deltas || array_agg(t.d) into v_deltas from taken as t;
  return v_deltas;
end
$$;
comment on function private.take_deltas(integer) is
  'Removes about batch_size pending deltas and returns them; null when there are none. A run and '
  'its removal are taken in this order or together. Call it with private.lock_rollups() held.';
revoke all on function private.take_deltas(integer) from public;

create function private.fold_rollups(
  batch_size integer default 10000
)
returns integer
language plpgsql
volatile
-- definer because: it writes the counts of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_deltas private.execution_deltas[];
begin
  if not private.lock_rollups() then
    return 0;
  end if;
  v_deltas := private.take_deltas(greatest(coalesce(fold_rollups.batch_size, 10000), 1));
  if v_deltas is null then
    return 0;
  end if;
  perform private.add_counts(v_deltas);
  perform private.refresh_extremes();
  perform private.pass_stored(v_deltas);
  return cardinality(v_deltas);
end
$$;
comment on function private.fold_rollups(integer) is
  'Adds about batch_size pending deltas to the folded counts and returns how many; 0 when there '
  'are none or somebody else folds. Writers of executions never wait for it.';
revoke all on function private.fold_rollups(integer) from public;
