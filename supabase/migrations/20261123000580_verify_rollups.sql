-- Are the counts right, and if not, make them right. Both compare rows, folded counts and pending
-- deltas in one snapshot, while writers go on: the functions are stable, and a stable function
-- reads what the statement that calls it sees.

create type private.run_counts as (
  completed bigint,
  failed bigint,
  cancelled bigint,
  cloud_runs bigint,
  visual_runs bigint,
  low_quality_runs bigint,
  standard_quality_runs bigint,
  high_quality_runs bigint,
  events_runs bigint,
  stream_runs bigint,
  events_captured bigint,
  seconds numeric,
  stream_seconds numeric
);
comment on type private.run_counts is
  'What the counts add up of finished executions; the columns of private.execution_totals.';

create type private.rollup_difference as (
  owner_key uuid,
  workflow_id uuid,
  day date,
  what text,
  counted jsonb,
  kept jsonb
);
comment on type private.rollup_difference is
  'Where kept counts (folded and pending) differ from the executions counted anew. what: day, '
  'total, duration bucket or extremes. The zero UUID as workflow_id: all of the owner.';

create function private.compare_days()
returns setof private.rollup_difference
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_none constant private.run_counts := row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
begin
  return query
  with counted as (
    select
      r.owner_key, w.workflow_id, r.day,
      row(
        sum(r.completed), sum(r.failed), sum(r.cancelled), sum(r.cloud_runs), sum(r.visual_runs),
        sum(r.low_quality_runs), sum(r.standard_quality_runs), sum(r.high_quality_runs),
        sum(r.events_runs), sum(r.stream_runs), sum(r.events_captured), sum(r.seconds),
        sum(r.stream_seconds)
      )::private.run_counts as counts,
      sum(r.streaming_events) as streaming_events
    from private.finished_executions as r
    cross join lateral (
      values (r.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
    ) as w (workflow_id)
    group by r.owner_key, w.workflow_id, r.day
  ),
  kept as (
    select
      k.owner_key, k.workflow_id, k.day,
      row(
        sum(k.completed), sum(k.failed), sum(k.cancelled), sum(k.cloud_runs), sum(k.visual_runs),
        sum(k.low_quality_runs), sum(k.standard_quality_runs), sum(k.high_quality_runs),
        sum(k.events_runs), sum(k.stream_runs), sum(k.events_captured), sum(k.seconds),
        sum(k.stream_seconds)
      )::private.run_counts as counts,
      sum(k.streaming_events) as streaming_events
    from (
      select
        d.owner_key, d.workflow_id, d.day, d.completed, d.failed, d.cancelled, d.cloud_runs,
        d.visual_runs, d.low_quality_runs, d.standard_quality_runs, d.high_quality_runs,
        d.events_runs, d.stream_runs, d.events_captured, d.streaming_events, d.seconds,
        d.stream_seconds
      from private.execution_days as d
      where not d.purged
      union all
      select
        d.owner_key, w.workflow_id, d.day, d.completed, d.failed, d.cancelled, d.cloud_runs,
        d.visual_runs, d.low_quality_runs, d.standard_quality_runs, d.high_quality_runs,
        d.events_runs, d.stream_runs, d.events_captured, d.streaming_events, d.seconds,
        d.stream_seconds
      from private.execution_deltas as d
      cross join lateral (
        values (d.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
      ) as w (workflow_id)
      where not d.purged
    ) as k
    group by k.owner_key, k.workflow_id, k.day
  )
  select
    owner_key, workflow_id, day, 'day',
    to_jsonb(c.counts) || jsonb_build_object('streaming_events', c.streaming_events),
    to_jsonb(k.counts) || jsonb_build_object('streaming_events', k.streaming_events)
  from counted as c
  full join kept as k using (owner_key, workflow_id, day)
  where (c.counts, c.streaming_events) is distinct from (k.counts, k.streaming_events)
    and (c.counts is not null or k.counts <> v_none or k.streaming_events <> 0);
end
$$;
comment on function private.compare_days() is
  'Days whose kept live counts differ from their executions.';
revoke all on function private.compare_days() from public;

create function private.compare_totals()
returns setof private.rollup_difference
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_none constant private.run_counts := row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
begin
  return query
  with from_days as (
    select
      d.owner_key, d.workflow_id,
      row(
        sum(d.completed), sum(d.failed), sum(d.cancelled), sum(d.cloud_runs), sum(d.visual_runs),
        sum(d.low_quality_runs), sum(d.standard_quality_runs), sum(d.high_quality_runs),
        sum(d.events_runs), sum(d.stream_runs), sum(d.events_captured), sum(d.seconds),
        sum(d.stream_seconds)
      )::private.run_counts as counts,
      sum(d.streaming_events) as streaming_events,
      jsonb_build_array(min(d.min_seconds), max(d.max_seconds), max(d.last_created_at)) as extremes
    from private.execution_days as d
    where not d.purged
    group by d.owner_key, d.workflow_id
  ),
  kept as (
    select
      t.owner_key, t.workflow_id,
      row(
        t.completed, t.failed, t.cancelled, t.cloud_runs, t.visual_runs, t.low_quality_runs,
        t.standard_quality_runs, t.high_quality_runs, t.events_runs, t.stream_runs,
        t.events_captured, t.seconds, t.stream_seconds
      )::private.run_counts as counts,
      t.streaming_events,
      jsonb_build_array(t.min_seconds, t.max_seconds, t.last_created_at) as extremes
    from private.execution_totals as t
    where not t.purged
  )
  select
    owner_key, workflow_id, null::date, 'total',
    to_jsonb(d.counts) || jsonb_build_object(
      'streaming_events', d.streaming_events, 'extremes', d.extremes
    ),
    to_jsonb(k.counts) || jsonb_build_object(
      'streaming_events', k.streaming_events, 'extremes', k.extremes
    )
  from from_days as d
  full join kept as k using (owner_key, workflow_id)
  where (d.counts, d.streaming_events, d.extremes) is distinct from
      (k.counts, k.streaming_events, k.extremes)
    and (d.counts is not null or k.counts <> v_none or k.streaming_events <> 0);
end
$$;
comment on function private.compare_totals() is
  'Live totals that are not the sum of their days; both are folded at once, so pending deltas do '
  'not matter.';
revoke all on function private.compare_totals() from public;

create function private.compare_durations()
returns setof private.rollup_difference
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with counted as (
    select r.owner_key, w.workflow_id, r.day, r.bucket, count(*) as runs
    from private.finished_executions as r
    cross join lateral (
      values (r.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
    ) as w (workflow_id)
    group by r.owner_key, w.workflow_id, r.day, r.bucket
  ),
  folded as materialized (
    select d.owner_key, d.workflow_id, d.day, b.bucket, b.runs
    from private.execution_days as d
    cross join lateral unnest(d.duration_buckets, d.duration_counts) as b (bucket, runs)
    where not d.purged
  ),
  kept as (
    select k.owner_key, k.workflow_id, k.day, k.bucket, sum(k.runs) as runs
    from (
      select f.owner_key, f.workflow_id, f.day, f.bucket, f.runs
      from folded as f
      union all
      select d.owner_key, w.workflow_id, d.day, d.bucket, d.bucket_runs
      from private.execution_deltas as d
      cross join lateral (
        values (d.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
      ) as w (workflow_id)
      where not d.purged and d.bucket is not null
    ) as k
    group by k.owner_key, k.workflow_id, k.day, k.bucket
  ),
  lifetime as (
    select f.owner_key, f.workflow_id, f.bucket, sum(f.runs) as runs
    from folded as f
    group by f.owner_key, f.workflow_id, f.bucket
  ),
  kept_lifetime as (
    select h.owner_key, h.workflow_id, h.bucket, h.runs
    from private.execution_durations as h
    where not h.purged
  )
  select
    owner_key, workflow_id, day, 'duration bucket ' || bucket, to_jsonb(c.runs), to_jsonb(k.runs)
  from counted as c
  full join kept as k using (owner_key, workflow_id, day, bucket)
  where coalesce(c.runs, 0) <> coalesce(k.runs, 0)
  union all
  select
    owner_key, workflow_id, null, 'duration bucket ' || bucket, to_jsonb(l.runs), to_jsonb(d.runs)
  from lifetime as l
  full join kept_lifetime as d using (owner_key, workflow_id, bucket)
  where coalesce(l.runs, 0) <> coalesce(d.runs, 0);
end
$$;
comment on function private.compare_durations() is
  'Live histogram buckets that differ from the executions (days) or from the sum of their days.';
revoke all on function private.compare_durations() from public;

create function private.compare_extremes()
returns setof private.rollup_difference
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with counted as (
    select
      r.owner_key, w.workflow_id, r.day,
      jsonb_build_array(min(r.seconds), max(r.seconds), max(r.created_at)) as extremes
    from private.finished_executions as r
    cross join lateral (
      values (r.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
    ) as w (workflow_id)
    group by r.owner_key, w.workflow_id, r.day
  )
  select d.owner_key, d.workflow_id, d.day, 'extremes', c.extremes, k.extremes
  from private.execution_days as d
  left join counted as c
    on c.owner_key = d.owner_key and c.workflow_id = d.workflow_id and c.day = d.day
  cross join lateral (
    select jsonb_build_array(d.min_seconds, d.max_seconds, d.last_created_at) as extremes
  ) as k
  where not d.purged
    and c.extremes is distinct from k.extremes
    -- What waits to be folded may hold the extreme.
    and not exists (
      select 1
      from private.execution_deltas as p
      where p.owner_key = d.owner_key and p.day = d.day
    );
end
$$;
comment on function private.compare_extremes() is
  'Days, without pending deltas, whose kept shortest, longest or last run is not that of their '
  'executions.';
revoke all on function private.compare_extremes() from public;

create function private.verify_rollups()
returns setof private.rollup_difference
language plpgsql
stable
-- definer because: it reads executions of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select d.* from private.compare_days() as d
  union all
  select d.* from private.compare_totals() as d
  union all
  select d.* from private.compare_durations() as d
  union all
  select d.* from private.compare_extremes() as d;
end
$$;
comment on function private.verify_rollups() is
  'Counts all stored executions anew and returns what the kept counts say otherwise: no rows when '
  'all is right. Reads every execution; writers need not wait.';
revoke all on function private.verify_rollups() from public;

create function private.rebuild_counts_of(
  owner_key uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  delete from private.execution_days as d
  where d.owner_key = rebuild_counts_of.owner_key and not d.purged;
  -- One snapshot of rows and pending deltas. A pending delta will be folded on top, so what it will
  -- add is taken off here.
  insert into private.execution_days (
    owner_key, workflow_id, day, purged, extremes_stale, completed, failed, cancelled, cloud_runs,
    visual_runs, low_quality_runs, standard_quality_runs, high_quality_runs, events_runs,
    stream_runs, events_captured, streaming_events, last_created_at, seconds, stream_seconds,
    min_seconds, max_seconds, duration_buckets, duration_counts
  )
  with counted as materialized (
    select
      k.workflow_id, k.day, k.bucket, sum(k.runs)::integer as runs, bool_or(k.pending) as pending,
      sum(k.completed) as completed, sum(k.failed) as failed, sum(k.cancelled) as cancelled,
      sum(k.cloud_runs) as cloud_runs, sum(k.visual_runs) as visual_runs,
      sum(k.low_quality_runs) as low_quality_runs,
      sum(k.standard_quality_runs) as standard_quality_runs,
      sum(k.high_quality_runs) as high_quality_runs, sum(k.events_runs) as events_runs,
      sum(k.stream_runs) as stream_runs, sum(k.events_captured) as events_captured,
      sum(k.streaming_events) as streaming_events,
      max(k.created_at) as last_created_at, sum(k.seconds) as seconds,
      sum(k.stream_seconds) as stream_seconds, min(k.shortest) as min_seconds,
      max(k.shortest) as max_seconds
    from (
      select
        r.workflow_id, r.day, r.bucket, 1 as runs, false as pending, r.completed, r.failed,
        r.cancelled, r.cloud_runs, r.visual_runs, r.low_quality_runs, r.standard_quality_runs,
        r.high_quality_runs, r.events_runs, r.stream_runs, r.events_captured,
        r.streaming_events, r.created_at, r.seconds, r.stream_seconds, r.seconds as shortest
      from private.finished_executions as r
      where r.owner_key = rebuild_counts_of.owner_key
      union all
      select
        d.workflow_id, d.day, d.bucket, -d.bucket_runs, true, -d.completed, -d.failed, -d.cancelled,
        -d.cloud_runs, -d.visual_runs, -d.low_quality_runs, -d.standard_quality_runs,
        -d.high_quality_runs, -d.events_runs, -d.stream_runs, -d.events_captured,
        -d.streaming_events, null, -d.seconds, -d.stream_seconds, null
      from private.execution_deltas as d
      where d.owner_key = rebuild_counts_of.owner_key and not d.purged
    ) as k
    group by k.workflow_id, k.day, k.bucket
  ),
  spread as (
    select
      w.workflow_id, c.day, c.bucket, sum(c.runs)::integer as runs, bool_or(c.pending) as pending,
      sum(c.completed) as completed, sum(c.failed) as failed, sum(c.cancelled) as cancelled,
      sum(c.cloud_runs) as cloud_runs, sum(c.visual_runs) as visual_runs,
      sum(c.low_quality_runs) as low_quality_runs,
      sum(c.standard_quality_runs) as standard_quality_runs,
      sum(c.high_quality_runs) as high_quality_runs, sum(c.events_runs) as events_runs,
      sum(c.stream_runs) as stream_runs, sum(c.events_captured) as events_captured,
      sum(c.streaming_events) as streaming_events,
      max(c.last_created_at) as last_created_at, sum(c.seconds) as seconds,
      sum(c.stream_seconds) as stream_seconds, min(c.min_seconds) as min_seconds,
      max(c.max_seconds) as max_seconds
    from counted as c
    cross join lateral (
      values (c.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
    ) as w (workflow_id)
    group by w.workflow_id, c.day, c.bucket
  )
  select
    rebuild_counts_of.owner_key, s.workflow_id, s.day, false, bool_or(s.pending), sum(s.completed),
    sum(s.failed), sum(s.cancelled), sum(s.cloud_runs), sum(s.visual_runs), sum(s.low_quality_runs),
    sum(s.standard_quality_runs), sum(s.high_quality_runs), sum(s.events_runs), sum(s.stream_runs),
    sum(s.events_captured), sum(s.streaming_events), max(s.last_created_at), sum(s.seconds),
    sum(s.stream_seconds), min(s.min_seconds), max(s.max_seconds),
    coalesce(array_agg(s.bucket order by s.bucket) filter (where s.runs <> 0), '{}'),
    coalesce(array_agg(s.runs order by s.bucket) filter (where s.runs <> 0), '{}')
  from spread as s
  group by s.workflow_id, s.day;

  delete from private.execution_totals as t
  where t.owner_key = rebuild_counts_of.owner_key and not t.purged;
  insert into private.execution_totals (
    owner_key, workflow_id, purged, completed, failed, cancelled, cloud_runs, visual_runs,
    low_quality_runs, standard_quality_runs, high_quality_runs, events_runs, stream_runs,
    events_captured, streaming_events, last_created_at, seconds, stream_seconds, min_seconds,
    max_seconds
  )
  select
    d.owner_key, d.workflow_id, false, sum(d.completed), sum(d.failed), sum(d.cancelled),
    sum(d.cloud_runs), sum(d.visual_runs), sum(d.low_quality_runs), sum(d.standard_quality_runs),
    sum(d.high_quality_runs), sum(d.events_runs), sum(d.stream_runs), sum(d.events_captured),
    sum(d.streaming_events), max(d.last_created_at), sum(d.seconds), sum(d.stream_seconds),
    min(d.min_seconds), max(d.max_seconds)
  from private.execution_days as d
  where d.owner_key = rebuild_counts_of.owner_key and not d.purged
  group by d.owner_key, d.workflow_id;

  delete from private.execution_durations as h
  where h.owner_key = rebuild_counts_of.owner_key and not h.purged;
  insert into private.execution_durations (owner_key, workflow_id, purged, bucket, runs)
  select d.owner_key, d.workflow_id, false, b.bucket, sum(b.runs)
  from private.execution_days as d
  cross join lateral unnest(d.duration_buckets, d.duration_counts) as b (bucket, runs)
  where d.owner_key = rebuild_counts_of.owner_key and not d.purged
  group by d.owner_key, d.workflow_id, b.bucket;
end
$$;
comment on function private.rebuild_counts_of(uuid) is
  'Counts the live part of one owner anew. Call it with private.lock_rollups() held.';
revoke all on function private.rebuild_counts_of(uuid) from public;

create function private.rebuild_rollups()
returns integer
language plpgsql
volatile
-- definer because: it writes the counts of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_owner_key uuid;
  v_owners integer := 0;
begin
  -- Waits for a fold that runs; folds meanwhile find the lock taken and leave the deltas for later.
  perform pg_advisory_xact_lock(hashtextextended('runtrail: rollups', 0));
  for v_owner_key in
    -- Jumps from owner to owner in the index; "distinct" would read it all.
    with recursive owners as (
      (
        select e.owner_key from public.workflow_executions as e order by e.owner_key limit 1
      )
      union all
      select (
        select e.owner_key
        from public.workflow_executions as e
        where e.owner_key > o.owner_key
        order by e.owner_key
        limit 1
      )
      from owners as o
      where o.owner_key is not null
    )
    select o.owner_key from owners as o where o.owner_key is not null
    union
    select t.owner_key from private.execution_totals as t
    union
    select d.owner_key from private.execution_days as d
    union
    select h.owner_key from private.execution_durations as h
    union
    select d.owner_key from private.execution_deltas as d
    order by 1
  loop
    perform private.rebuild_counts_of(v_owner_key);
    v_owners := v_owners + 1;
  end loop;
  return v_owners;
end
$$;
comment on function private.rebuild_rollups() is
  'Counts all stored executions anew, owner by owner, and returns the number of owners. The purged '
  'part is never touched. Writers go on meanwhile; folding waits.';
revoke all on function private.rebuild_rollups() from public;
