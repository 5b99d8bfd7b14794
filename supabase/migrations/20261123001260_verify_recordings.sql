-- Are the counters of recordings right: all of them counted anew from the chunks, in one snapshot,
-- by plain aggregates that share nothing with the triggers.

create type private.recording_difference as (
  execution_id uuid,
  tab text,
  counted jsonb,
  kept jsonb
);
comment on type private.recording_difference is
  'Where kept counters of a recording, or of one of its tabs, differ from its chunks counted anew: '
  'what differs only.';

create function private.counted_tabs(
  execution_id uuid
)
returns setof private.visual_tabs
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with chunks as (
    select
      c.execution_id, c.tab, c.owner_key, c.sequence, c.first_event_at, c.last_event_at,
      c.snapshot_at, c.event_offset, c.events, c.bytes, octet_length(c.content) as stored_bytes,
      c.orphan_mutations, c.clock_jumps, c.is_final,
      lag(c.sequence) over o as earlier,
      lag(c.last_event_at) over o as earlier_ended_at,
      min(c.sequence) filter (where c.has_full_snapshot) over t as first_snapshot,
      coalesce(max(c.sequence) filter (where c.has_full_snapshot) over t, -1) as last_snapshot
    from public.visual_chunks as c
    where counted_tabs.execution_id is null or c.execution_id = counted_tabs.execution_id
    window
      t as (partition by c.execution_id, c.tab),
      o as (partition by c.execution_id, c.tab order by c.sequence)
  )
  select
    c.execution_id, c.tab, c.owner_key, count(*)::integer, max(c.sequence), sum(c.events)::bigint,
    sum(c.bytes)::bigint, sum(c.stored_bytes)::bigint, max(c.event_offset + c.events),
    min(c.first_event_at), max(c.last_event_at),
    coalesce(
      sum(private.seconds_between(c.earlier_ended_at, c.first_event_at))
        filter (where c.sequence > c.earlier + 1), 0
    ),
    sum(
      c.clock_jumps
      + coalesce(c.first_event_at < c.earlier_ended_at - interval '1 second', false)::integer
    )::bigint,
    coalesce(
      sum(c.orphan_mutations) filter (where c.sequence <= coalesce(c.first_snapshot, 999999)), 0
    )::bigint,
    bool_or(c.is_final),
    min(c.first_snapshot),
    min(c.snapshot_at) filter (where c.sequence = c.first_snapshot),
    nullif(max(c.last_snapshot), -1),
    max(c.snapshot_at) filter (where c.sequence = c.last_snapshot),
    count(*) filter (where c.sequence > c.last_snapshot)::integer,
    coalesce(sum(c.events) filter (where c.sequence > c.last_snapshot), 0)::bigint,
    coalesce(sum(c.bytes) filter (where c.sequence > c.last_snapshot), 0)::bigint
  from chunks as c
  group by c.execution_id, c.tab, c.owner_key;
end
$$;
comment on function private.counted_tabs(uuid) is
  'The tabs of a recording (null: of all) as private.visual_tabs has them, counted anew.';
revoke all on function private.counted_tabs(uuid) from public;

create function private.counted_recordings(
  execution_id uuid
)
returns setof public.visual_recordings
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with shares as (
    select t.execution_id, private.visual_share(t) as s
    from private.counted_tabs(counted_recordings.execution_id) as t
  ),
  sums as (
    select
      s.execution_id, sum((s.s).tabs) as tabs, sum((s.s).blind_tabs) as blind_tabs,
      sum((s.s).open_tabs) as open_tabs, sum((s.s).missing_chunks) as missing_chunks,
      sum((s.s).lost_events) as lost_events, sum((s.s).tab_seconds) as tab_seconds,
      sum((s.s).blind_seconds) as blind_seconds, sum((s.s).gap_seconds) as gap_seconds,
      sum((s.s).orphan_mutations) as orphan_mutations, sum((s.s).clock_jumps) as clock_jumps
    from shares as s
    group by s.execution_id
  ),
  chunks as (
    select
      c.execution_id, count(*) as chunks, sum(c.events) as events, sum(c.bytes) as bytes,
      sum(octet_length(c.content)) as stored_bytes, min(c.first_event_at) as first_event_at,
      max(c.last_event_at) as last_event_at
    from public.visual_chunks as c
    where counted_recordings.execution_id is null
      or c.execution_id = counted_recordings.execution_id
    group by c.execution_id
  )
  select (jsonb_populate_record(
    r,
    '{"chunks": 0, "tabs": 0, "blind_tabs": 0, "open_tabs": 0, "missing_chunks": 0,
      "tab_seconds": 0, "blind_seconds": 0, "gap_seconds": 0, "orphan_mutations": 0,
      "clock_jumps": 0, "events": 0, "lost_events": 0, "bytes": 0, "stored_bytes": 0,
      "streamed_seconds": 0, "first_event_at": null, "last_event_at": null}'::jsonb
    || coalesce(to_jsonb(s) || to_jsonb(c) || jsonb_build_object(
      'streamed_seconds',
      coalesce(private.seconds_between(c.first_event_at, c.last_event_at), 0)
    ), '{}')
  )).*
  from public.visual_recordings as r
  left join sums as s on s.execution_id = r.execution_id
  left join chunks as c on c.execution_id = r.execution_id
  where counted_recordings.execution_id is null
    or r.execution_id = counted_recordings.execution_id;
end
$$;
comment on function private.counted_recordings(uuid) is
  'A recording (null: all) with its counters counted anew; what is not counted stays.';
revoke all on function private.counted_recordings(uuid) from public;

create function private.difference(
  counted jsonb,
  kept jsonb
)
returns jsonb
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_object_agg(c.key, c.value)
    from jsonb_each(difference.counted) as c
    where c.value is distinct from difference.kept -> c.key
  );
end
$$;
comment on function private.difference(jsonb, jsonb) is
  'The keys of counted that kept has not, or with another value; null where there are none.';
revoke all on function private.difference(jsonb, jsonb) from public;

create function private.verify_recordings(
  execution_id uuid default null
)
returns setof private.recording_difference
language plpgsql
stable
-- definer because: it reads chunks of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    coalesce(c.execution_id, k.execution_id), coalesce(c.tab, k.tab)::text,
    private.difference(to_jsonb(c), to_jsonb(k)), private.difference(to_jsonb(k), to_jsonb(c))
  from private.counted_tabs(verify_recordings.execution_id) as c
  full join (
    select t.*
    from private.visual_tabs as t
    where verify_recordings.execution_id is null
      or t.execution_id = verify_recordings.execution_id
  ) as k on k.execution_id = c.execution_id and k.tab = c.tab
  where to_jsonb(c) is distinct from to_jsonb(k)
  union all
  select
    k.execution_id, null, private.difference(n.counted, to_jsonb(k)),
    private.difference(to_jsonb(k), n.counted)
  from private.counted_recordings(verify_recordings.execution_id) as c
  join public.visual_recordings as k on k.execution_id = c.execution_id
  join public.workflow_executions as e on e.execution_id = c.execution_id
  cross join lateral private.replay_judgement(c, e) as j
  cross join lateral (
    select to_jsonb(c) || jsonb_build_object(
      'replay_score', j.score, 'replay_reasons', j.reasons
    ) as counted
  ) as n
  where n.counted is distinct from to_jsonb(k);
end
$$;
comment on function private.verify_recordings(uuid) is
  'Counts the chunks of a recording (null: of all) anew and returns what its kept counters say '
  'otherwise: no rows when all is right. Reads every chunk but not what is in it.';
revoke all on function private.verify_recordings(uuid) from public;
