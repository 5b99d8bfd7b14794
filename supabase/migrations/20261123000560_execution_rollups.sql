-- Counters and duration histograms of finished executions, per owner and workflow, kept by the
-- database in the transaction of the run they count.
--
-- A trigger appends a delta for each run that ends (or is removed); a job folds deltas into totals.
-- Statistics read both in one statement, so a delta that waits is counted all the same. Upserting
-- counters in the trigger instead cost three quarters of the write throughput on a hot workflow,
-- because every writer waited for one row.
--
-- Only what is final is counted; what runs is counted live, by a partial index. "live" rows stand
-- for runs that are still stored, "purged" ones for runs that retention has removed.
--
--   execution_deltas     changes not yet folded, one row per run that ended
--   execution_days       per owner, workflow and UTC day of created_at, with a sparse histogram
--   execution_totals     per owner and workflow, lifetime
--   execution_durations  the lifetime histogram, a row per bucket
--
-- In the last three the zero UUID as workflow_id stands for all workflows of the owner.

-- Durations of up to 0.1 s are their own bucket, by millisecond; longer ones share a bucket with
-- what is at most 3.05 % longer: bucket = 100 + ceil(ln(seconds / 0.1) / ln(gamma)), with gamma =
-- (1 + a) / (1 - a) and a = 1.5 %. The value halfway (in relative terms) is off by at most a; with
-- rounding to milliseconds by 2 %. (Masson, Rim, Lee: DDSketch, VLDB 2019.)
create function private.duration_bucket(
  seconds numeric
)
returns smallint
language sql
immutable
security invoker
return case
  when duration_bucket.seconds <= 0.1
    then (greatest(duration_bucket.seconds, 0) * 1000)::smallint
  else (
    100
    + ceil(ln(duration_bucket.seconds::float8 / 0.1::float8) / ln(1.015::float8 / 0.985::float8))
  )::smallint
end;
comment on function private.duration_bucket(numeric) is
  'The histogram bucket of a duration in seconds: 0 to 100 by millisecond, above by 3 %.';
revoke all on function private.duration_bucket(numeric) from public;
grant execute on function private.duration_bucket(numeric) to authenticated, service_role;

create function private.bucket_seconds(
  bucket integer
)
returns numeric
language sql
immutable
security invoker
return case
  when bucket_seconds.bucket <= 100 then bucket_seconds.bucket / 1000.0
  else (
    0.1::float8 * power(1.015::float8 / 0.985::float8, bucket_seconds.bucket - 100)
    * 2 / (1 + 1.015::float8 / 0.985::float8)
  )::numeric
end;
comment on function private.bucket_seconds(integer) is
  'The duration in seconds that stands for a bucket: off by at most 1.5 %.';
revoke all on function private.bucket_seconds(integer) from public;
grant execute on function private.bucket_seconds(integer) to authenticated, service_role;

create table private.execution_days (
  owner_key uuid not null,
  workflow_id uuid not null,
  day date not null,
  purged boolean not null,
  -- Set by the fold when runs were removed, until the extremes have been looked up again.
  extremes_stale boolean not null default false,
  completed integer not null,
  failed integer not null,
  cancelled integer not null,
  cloud_runs integer not null,
  visual_runs integer not null,
  low_quality_runs integer not null,
  standard_quality_runs integer not null,
  high_quality_runs integer not null,
  events_runs integer not null,
  stream_runs integer not null,
  events_captured bigint not null,
  streaming_events bigint not null default 0,
  last_created_at timestamptz,
  seconds numeric not null,
  stream_seconds numeric not null,
  min_seconds numeric(10, 3),
  max_seconds numeric(10, 3),
  duration_buckets smallint[] not null,
  duration_counts integer[] not null,
  primary key (owner_key, workflow_id, day, purged)
) with (fillfactor = 80);
-- By day over all workflows. Partial, so that no plan reads it for one workflow: that would read
-- all that the owner has in these days. Queries name the zero UUID in words for it to serve them.
create index execution_days_owner on private.execution_days (owner_key, day)
  where workflow_id <> '00000000-0000-0000-0000-000000000000';
create index execution_days_stale
  on private.execution_days (owner_key, workflow_id) where extremes_stale;

create table private.execution_totals (
  owner_key uuid not null,
  workflow_id uuid not null,
  purged boolean not null,
  completed bigint not null,
  failed bigint not null,
  cancelled bigint not null,
  cloud_runs bigint not null,
  visual_runs bigint not null,
  low_quality_runs bigint not null,
  standard_quality_runs bigint not null,
  high_quality_runs bigint not null,
  events_runs bigint not null,
  stream_runs bigint not null,
  events_captured bigint not null,
  streaming_events bigint not null default 0,
  last_created_at timestamptz,
  seconds numeric not null,
  stream_seconds numeric not null,
  min_seconds numeric(10, 3),
  max_seconds numeric(10, 3),
  primary key (owner_key, workflow_id, purged)
) with (fillfactor = 70);

-- Rows, not an array: an array of all buckets is rewritten whole by each fold.
create table private.execution_durations (
  owner_key uuid not null,
  workflow_id uuid not null,
  purged boolean not null,
  bucket smallint not null,
  runs bigint not null,
  primary key (owner_key, workflow_id, purged, bucket)
) with (fillfactor = 70);
create index execution_durations_empty
  on private.execution_durations (owner_key) where runs = 0;

-- Emptied all the time: vacuumed by number of rows, not by share. A vacuum that gives the empty end
-- of the file back locks the table meanwhile: a create waited 96 ms for it.
create table private.execution_deltas (
  owner_key uuid not null,
  workflow_id uuid not null,
  day date not null,
  purged boolean not null,
  bucket smallint,
  bucket_runs integer not null,
  completed integer not null,
  failed integer not null,
  cancelled integer not null,
  cloud_runs integer not null,
  visual_runs integer not null,
  low_quality_runs integer not null,
  standard_quality_runs integer not null,
  high_quality_runs integer not null,
  events_runs integer not null,
  stream_runs integer not null,
  events_captured bigint not null,
  streaming_events bigint not null default 0,
  last_created_at timestamptz,
  seconds numeric not null,
  stream_seconds numeric not null,
  min_seconds numeric(10, 3),
  max_seconds numeric(10, 3),
  stored_bytes integer,
  counted_at timestamptz not null default now()
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, vacuum_truncate = false
);
create index execution_deltas_owner on private.execution_deltas (owner_key, workflow_id);

alter table private.execution_days enable row level security;
alter table private.execution_totals enable row level security;
alter table private.execution_durations enable row level security;
alter table private.execution_deltas enable row level security;
create policy "users read counts of their own and shared executions"
  on private.execution_days for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
create policy "users read counts of their own and shared executions"
  on private.execution_totals for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
create policy "users read counts of their own and shared executions"
  on private.execution_durations for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
create policy "users read counts of their own and shared executions"
  on private.execution_deltas for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
revoke all on table
  private.execution_days, private.execution_totals, private.execution_durations,
  private.execution_deltas
  from anon, authenticated, service_role;
grant select on table
  private.execution_days, private.execution_totals, private.execution_durations,
  private.execution_deltas
  to authenticated, service_role;

comment on table private.execution_days is
  'Finished runs counted by owner, workflow (zero UUID: all) and UTC day of created_at. '
  'private.verify_rollups() recounts, private.rebuild_rollups() repairs.';
comment on table private.execution_totals is
  'Finished runs counted by owner and workflow (zero UUID: all), over all time.';
comment on table private.execution_durations is
  'Histogram of durations by owner and workflow (zero UUID: all), over all time.';
comment on table private.execution_deltas is
  'Counts that private.fold_rollups() has yet to add to days, totals and durations; negative for '
  'runs that are gone.';

do $$
declare
  v_table text;
  v_column record;
begin
  -- The same columns mean the same in all four.
  foreach v_table in array array[
    'execution_days', 'execution_totals', 'execution_durations', 'execution_deltas'
  ]
  loop
    for v_column in
      select c.name, c.meaning
      from (
        values
          ('owner_key', 'Whose runs: user_id, or the zero UUID of shared runs.'),
          ('workflow_id', 'The workflow; the zero UUID stands for all workflows of the owner.'),
          ('day', 'UTC day on which the runs were created.'),
          ('purged', 'False: runs still stored; true: removed by retention, and still counted.'),
          ('extremes_stale', 'Runs were removed: shortest, longest and last must be looked up.'),
          ('bucket', 'Bucket of private.duration_bucket(); null where durations do not change.'),
          ('bucket_runs', 'Runs to add to the bucket.'),
          ('runs', 'Runs in the bucket.'),
          ('completed', 'Runs that completed.'),
          ('failed', 'Runs that failed.'),
          ('cancelled', 'Runs that were cancelled.'),
          ('cloud_runs', 'Runs in mode cloud-run; the others are local-run.'),
          ('visual_runs', 'Runs with visual_enabled.'),
          ('low_quality_runs', 'Runs that streamed in low quality.'),
          ('standard_quality_runs', 'Runs that streamed in standard quality.'),
          ('high_quality_runs', 'Runs that streamed in high quality.'),
          ('events_runs', 'Runs that reported visual_events_captured.'),
          ('stream_runs', 'Runs that reported visual_stream_duration.'),
          ('events_captured', 'Sum of visual_events_captured.'),
          ('streaming_events', 'Sum of visual_events_captured of the runs that streamed.'),
          ('last_created_at', 'created_at of the newest run.'),
          ('seconds', 'Sum of execution_time_seconds.'),
          ('stream_seconds', 'Sum of visual_stream_duration, seconds.'),
          ('min_seconds', 'Shortest run, seconds.'),
          ('max_seconds', 'Longest run, seconds.'),
          ('duration_buckets', 'Buckets with runs, ascending.'),
          ('duration_counts', 'Runs in each of duration_buckets.'),
          (
            'stored_bytes',
            'Bytes that the run has brought to what a limited account stores; null: none to add.'
          ),
          ('counted_at', 'When the runs ended or were removed.')
      ) as c (name, meaning)
      join information_schema.columns as i
        on i.table_schema = 'private' and i.table_name = v_table and i.column_name = c.name
    loop
      execute format(
        'comment on column private.%I.%I is %L', v_table, v_column.name, v_column.meaning
      );
    end loop;
  end loop;
end
$$;

create function private.count_execution(
  e public.workflow_executions,
  sign integer,
  stored_bytes bigint
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into private.execution_deltas (
    owner_key, workflow_id, day, purged, bucket, bucket_runs, completed, failed, cancelled,
    cloud_runs, visual_runs, low_quality_runs, standard_quality_runs, high_quality_runs,
    events_runs, stream_runs, events_captured, streaming_events, last_created_at, seconds,
    stream_seconds, min_seconds, max_seconds, stored_bytes
  )
  values (
    e.owner_key, e.workflow_id, (e.created_at at time zone 'UTC')::date, false,
    private.duration_bucket(e.execution_time_seconds), count_execution.sign,
    case when e.status = 'completed' then count_execution.sign else 0 end,
    case when e.status = 'failed' then count_execution.sign else 0 end,
    case when e.status = 'cancelled' then count_execution.sign else 0 end,
    case when e.mode = 'cloud-run' then count_execution.sign else 0 end,
    case when e.visual_enabled then count_execution.sign else 0 end,
    case when e.visual_quality = 'low' then count_execution.sign else 0 end,
    case when e.visual_quality = 'standard' then count_execution.sign else 0 end,
    case when e.visual_quality = 'high' then count_execution.sign else 0 end,
    case when e.visual_events_captured is not null then count_execution.sign else 0 end,
    case when e.visual_stream_duration is not null then count_execution.sign else 0 end,
    coalesce(count_execution.sign * e.visual_events_captured::bigint, 0),
    case
      when e.visual_quality is null then 0
      else coalesce(count_execution.sign * e.visual_events_captured::bigint, 0)
    end,
    e.created_at,
    count_execution.sign * e.execution_time_seconds,
    coalesce(count_execution.sign * e.visual_stream_duration, 0),
    e.execution_time_seconds,
    e.execution_time_seconds,
    count_execution.stored_bytes
  );
end
$$;
comment on function private.count_execution(public.workflow_executions, integer, bigint) is
  'Adds a finished execution to the counts (sign 1) or takes it out (sign -1), and notes the bytes '
  'that it has brought to what a limited account stores.';
revoke all on function private.count_execution(public.workflow_executions, integer, bigint)
  from public;

create function private.count_late_metrics(
  before public.workflow_executions,
  after public.workflow_executions
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into private.execution_deltas (
    owner_key, workflow_id, day, purged, bucket_runs, completed, failed, cancelled, cloud_runs,
    visual_runs, low_quality_runs, standard_quality_runs, high_quality_runs, events_runs,
    stream_runs, events_captured, streaming_events, seconds, stream_seconds
  )
  values (
    after.owner_key, after.workflow_id, (after.created_at at time zone 'UTC')::date, false, 0, 0, 0,
    0, 0, 0, 0, 0, 0,
    num_nonnulls(after.visual_events_captured) - num_nonnulls(before.visual_events_captured),
    num_nonnulls(after.visual_stream_duration) - num_nonnulls(before.visual_stream_duration),
    coalesce(after.visual_events_captured, 0)::bigint
      - coalesce(before.visual_events_captured, 0),
    case
      when after.visual_quality is null then 0
      else coalesce(after.visual_events_captured, 0)::bigint
        - coalesce(before.visual_events_captured, 0)
    end,
    0,
    coalesce(after.visual_stream_duration, 0) - coalesce(before.visual_stream_duration, 0)
  );
end
$$;
comment on function private.count_late_metrics(
  public.workflow_executions, public.workflow_executions
) is 'Adds visual metrics that were reported after the end of a run.';
revoke all on function private.count_late_metrics(
  public.workflow_executions, public.workflow_executions
) from public;

create function private.tg_execution__counts()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.execution_deltas and what quotas count, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes bigint;
begin
  if old.completed_at is not null then
    if (
      old.status, old.execution_time_seconds, old.workflow_id, old.owner_key, old.created_at,
      old.mode, old.visual_enabled, old.visual_quality
    ) is not distinct from (
      new.status, new.execution_time_seconds, new.workflow_id, new.owner_key, new.created_at,
      new.mode, new.visual_enabled, new.visual_quality
    ) then
      if (old.visual_events_captured, old.visual_stream_duration) is distinct from
        (new.visual_events_captured, new.visual_stream_duration) then
        perform private.count_late_metrics(old, new);
      end if;
      return null;
    end if;
    perform private.count_execution(old, -1, null);
  elsif new.quota_shard & 16 <> 0 and tg_op = 'UPDATE' then
    -- By itself: a statement may be planned with payloads in it, which decompresses them.
    select t.bytes into v_bytes
    from private.execution_event_totals as t
    where t.execution_id = new.execution_id;
    v_bytes := private.stored_bytes(new.result, new.logs, v_bytes)
      + coalesce(pg_column_size(new.error), 0);
    if v_bytes > 1024 then
      perform private.add_stored(
        private.quotas_in_force(new.owner_key, new.workflow_id), v_bytes, null, false
      );
      v_bytes := null;
    end if;
  end if;
  perform private.count_execution(new, 1, v_bytes);
  return null;
end
$$;
comment on function private.tg_execution__counts() is
  'Counts an execution when its status becomes final, with what it has brought to what a limited '
  'account stores, and again when what is counted of it changes.';
revoke all on function private.tg_execution__counts() from public;

-- completed_at is set exactly when the status is final, and cheaper to ask for; no run is taken
-- back to running.
create trigger _700_counts_insert
  after insert on public.workflow_executions
  for each row when (new.completed_at is not null)
  execute function private.tg_execution__counts();
create trigger _700_counts_update
  after update of
    status, execution_time_seconds, visual_events_captured, visual_stream_duration, workflow_id,
    user_id, created_at, mode, visual_enabled, visual_quality
  on public.workflow_executions
  for each row when (new.completed_at is not null)
  execute function private.tg_execution__counts();

create function private.tg_executions__uncount()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.execution_deltas, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_purging constant boolean := current_setting('runtrail.purging', true) = 'on';
begin
  -- Deletes come in batches: what falls on the same day into the same bucket is one delta.
  insert into private.execution_deltas (
    owner_key, workflow_id, day, purged, bucket, bucket_runs, completed, failed, cancelled,
    cloud_runs, visual_runs, low_quality_runs, standard_quality_runs, high_quality_runs,
    events_runs, stream_runs, events_captured, streaming_events, last_created_at, seconds,
    stream_seconds, min_seconds, max_seconds
  )
  select
    r.owner_key, r.workflow_id, (r.created_at at time zone 'UTC')::date, s.purged,
    private.duration_bucket(r.execution_time_seconds), s.sign * count(*),
    s.sign * count(*) filter (where r.status = 'completed'),
    s.sign * count(*) filter (where r.status = 'failed'),
    s.sign * count(*) filter (where r.status = 'cancelled'),
    s.sign * count(*) filter (where r.mode = 'cloud-run'),
    s.sign * count(*) filter (where r.visual_enabled),
    s.sign * count(*) filter (where r.visual_quality = 'low'),
    s.sign * count(*) filter (where r.visual_quality = 'standard'),
    s.sign * count(*) filter (where r.visual_quality = 'high'),
    s.sign * count(r.visual_events_captured),
    s.sign * count(r.visual_stream_duration),
    coalesce(s.sign * sum(r.visual_events_captured), 0),
    coalesce(s.sign * sum(r.visual_events_captured) filter (where r.visual_quality is not null), 0),
    max(r.created_at),
    s.sign * sum(r.execution_time_seconds),
    coalesce(s.sign * sum(r.visual_stream_duration), 0),
    min(r.execution_time_seconds),
    max(r.execution_time_seconds)
  from removed as r
  cross join (values (false, -1), (true, 1)) as s (purged, sign)
  where r.status <> 'running' and (v_purging or not s.purged)
  group by 1, 2, 3, s.purged, s.sign, 5;
  return null;
end
$$;
comment on function private.tg_executions__uncount() is
  'Takes deleted executions out of the counts; where retention deletes (runtrail.purging = on), '
  'moves them from live to purged.';
revoke all on function private.tg_executions__uncount() from public;

create trigger _700_uncount
  after delete on public.workflow_executions
  referencing old table as removed
  for each statement execute function private.tg_executions__uncount();

-- What one finished execution adds to the counts. verify, rebuild and live statistics start here.
create view private.finished_executions with (security_invoker = true) as
select
  e.execution_id,
  e.owner_key,
  e.workflow_id,
  (e.created_at at time zone 'UTC')::date as day,
  private.duration_bucket(e.execution_time_seconds) as bucket,
  (e.status = 'completed')::integer as completed,
  (e.status = 'failed')::integer as failed,
  (e.status = 'cancelled')::integer as cancelled,
  (e.mode = 'cloud-run')::integer as cloud_runs,
  e.visual_enabled::integer as visual_runs,
  (e.visual_quality is not distinct from 'low')::integer as low_quality_runs,
  (e.visual_quality is not distinct from 'standard')::integer as standard_quality_runs,
  (e.visual_quality is not distinct from 'high')::integer as high_quality_runs,
  num_nonnulls(e.visual_events_captured) as events_runs,
  num_nonnulls(e.visual_stream_duration) as stream_runs,
  coalesce(e.visual_events_captured, 0) as events_captured,
  case
    when e.visual_quality is null then 0 else coalesce(e.visual_events_captured, 0)
  end as streaming_events,
  e.created_at,
  e.execution_time_seconds as seconds,
  coalesce(e.visual_stream_duration, 0) as stream_seconds
from public.workflow_executions as e
where e.status <> 'running';
revoke all on table private.finished_executions from public, anon, authenticated, service_role;
grant select on table private.finished_executions to authenticated, service_role;
comment on view private.finished_executions is
  'Finished executions with what each adds to the counts.';
