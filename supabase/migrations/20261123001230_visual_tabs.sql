-- What is known of each tab of a recording: counters that a chunk changes in constant time, and
-- that depend on which chunks are there, never on the order in which they came. The recording has
-- the sums over its tabs.

create table private.visual_tabs (
  execution_id uuid not null
    references public.visual_recordings (execution_id) on delete cascade,
  tab varchar(64) not null,
  owner_key uuid not null,
  chunks integer not null,
  last_sequence integer not null,
  events bigint not null,
  bytes bigint not null,
  stored_bytes bigint not null,
  announced_events bigint,
  first_event_at timestamptz,
  last_event_at timestamptz,
  gap_seconds numeric not null,
  clock_jumps bigint not null,
  orphan_mutations bigint not null,
  is_closed boolean not null,
  first_snapshot_sequence integer,
  first_snapshot_at timestamptz,
  last_snapshot_sequence integer,
  last_snapshot_at timestamptz,
  chunks_since integer not null,
  events_since bigint not null,
  bytes_since bigint not null,
  primary key (execution_id, tab)
) with (fillfactor = 70);
alter table private.visual_tabs enable row level security;
create policy "users read tabs of executions they may read"
  on private.visual_tabs for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
revoke all on table private.visual_tabs from anon, authenticated, service_role;
grant select on table private.visual_tabs to authenticated, service_role;
comment on table private.visual_tabs is 'Counters of each tab of a recording, kept by a trigger.';
comment on column private.visual_tabs.execution_id is 'The recording.';
comment on column private.visual_tabs.tab is 'The tab.';
comment on column private.visual_tabs.owner_key is
  'The execution''s owner_key, so that reading needs no second lookup.';
comment on column private.visual_tabs.chunks is 'How many chunks of it are stored.';
comment on column private.visual_tabs.last_sequence is 'The highest sequence among them.';
comment on column private.visual_tabs.events is 'How many events they have.';
comment on column private.visual_tabs.bytes is
  'Size of the events as lines of JSON, uncompressed.';
comment on column private.visual_tabs.stored_bytes is 'Size of the chunks as stored.';
comment on column private.visual_tabs.announced_events is
  'How many events the recorder made at least, by the event_offset of the chunks; null: it does '
  'not say.';
comment on column private.visual_tabs.first_event_at is 'Time of the earliest event.';
comment on column private.visual_tabs.last_event_at is 'Time of the latest event.';
comment on column private.visual_tabs.gap_seconds is
  'Seconds between the chunks before and after each gap, together.';
comment on column private.visual_tabs.clock_jumps is
  'Clock jumps within chunks, and chunks that begin more than a second before the end of the one '
  'before.';
comment on column private.visual_tabs.orphan_mutations is
  'Incremental events before the first full snapshot.';
comment on column private.visual_tabs.is_closed is 'Whether the recorder''s last chunk is there.';
comment on column private.visual_tabs.first_snapshot_sequence is
  'The first chunk with a full snapshot.';
comment on column private.visual_tabs.first_snapshot_at is 'Its snapshot_at.';
comment on column private.visual_tabs.last_snapshot_sequence is
  'The last chunk with a full snapshot.';
comment on column private.visual_tabs.last_snapshot_at is 'Its snapshot_at.';
comment on column private.visual_tabs.chunks_since is 'How many chunks there are after it.';
comment on column private.visual_tabs.events_since is 'How many events they have.';
comment on column private.visual_tabs.bytes_since is 'How many bytes, uncompressed.';

create type private.visual_seam as (
  gap_seconds numeric,
  clock_jumps integer
);
comment on type private.visual_seam is 'What lies between two chunks of a tab.';

create function private.visual_seam(
  earlier public.visual_chunks,
  later public.visual_chunks
)
returns private.visual_seam
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return row(
    case
      when later.sequence > earlier.sequence + 1
        then coalesce(private.seconds_between(earlier.last_event_at, later.first_event_at), 0)
      else 0
    end,
    coalesce(later.first_event_at < earlier.last_event_at - interval '1 second', false)::integer
  )::private.visual_seam;
end
$$;
comment on function private.visual_seam(public.visual_chunks, public.visual_chunks) is
  'What lies between two chunks of a tab that have no stored one between them: the seconds, where '
  'some are missing, and whether the clock went back by more than a second. Nothing where there '
  'are not two.';
revoke all on function private.visual_seam(public.visual_chunks, public.visual_chunks)
  from public;

create function private.with_seams(
  known private.visual_tabs,
  chunk public.visual_chunks
)
returns private.visual_tabs
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_earlier public.visual_chunks;
  v_later public.visual_chunks;
  v_seam private.visual_seam;
begin
  select c.sequence, c.last_event_at into v_earlier.sequence, v_earlier.last_event_at
  from public.visual_chunks as c
  where c.execution_id = chunk.execution_id and c.tab = chunk.tab and c.sequence < chunk.sequence
  order by c.sequence desc
  limit 1;
  select c.sequence, c.first_event_at into v_later.sequence, v_later.first_event_at
  from public.visual_chunks as c
  where c.execution_id = chunk.execution_id and c.tab = chunk.tab and c.sequence > chunk.sequence
  order by c.sequence
  limit 1;
  -- Two seams take the place of one.
  v_seam := private.visual_seam(v_earlier, chunk);
  known.gap_seconds := known.gap_seconds + v_seam.gap_seconds;
  known.clock_jumps := known.clock_jumps + v_seam.clock_jumps;
  v_seam := private.visual_seam(chunk, v_later);
  known.gap_seconds := known.gap_seconds + v_seam.gap_seconds;
  known.clock_jumps := known.clock_jumps + v_seam.clock_jumps;
  v_seam := private.visual_seam(v_earlier, v_later);
  known.gap_seconds := known.gap_seconds - v_seam.gap_seconds;
  known.clock_jumps := known.clock_jumps - v_seam.clock_jumps;
  return known;
end
$$;
comment on function private.with_seams(private.visual_tabs, public.visual_chunks) is
  'What is known of a tab, with what a chunk that is not stored yet changes about the seams '
  'between its chunks.';
revoke all on function private.with_seams(private.visual_tabs, public.visual_chunks) from public;

create function private.with_snapshots(
  known private.visual_tabs,
  chunk public.visual_chunks
)
returns private.visual_tabs
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_before record;
begin
  -- The first snapshot only moves down and the last one only up: the chunks that each passes are
  -- read once in the life of a recording, so that a chunk costs the same however many there are.
  if chunk.snapshot_at is not null
    and chunk.sequence < coalesce(known.first_snapshot_sequence, 1000000) then
    select coalesce(sum(c.orphan_mutations), 0) as orphan_mutations into v_before
    from public.visual_chunks as c
    where c.execution_id = chunk.execution_id
      and c.tab = chunk.tab
      and c.sequence > chunk.sequence
      and c.sequence <= coalesce(known.first_snapshot_sequence, 999999);
    known.orphan_mutations := known.orphan_mutations + chunk.orphan_mutations
      - v_before.orphan_mutations;
    known.first_snapshot_sequence := chunk.sequence;
    known.first_snapshot_at := chunk.snapshot_at;
  elsif chunk.sequence < coalesce(known.first_snapshot_sequence, 1000000) then
    known.orphan_mutations := known.orphan_mutations + chunk.orphan_mutations;
  end if;
  if chunk.snapshot_at is not null
    and chunk.sequence > coalesce(known.last_snapshot_sequence, -1) then
    select
      count(*) as chunks, coalesce(sum(c.events), 0) as events, coalesce(sum(c.bytes), 0) as bytes
    into v_before
    from public.visual_chunks as c
    where c.execution_id = chunk.execution_id
      and c.tab = chunk.tab
      and c.sequence > coalesce(known.last_snapshot_sequence, -1)
      and c.sequence < chunk.sequence;
    known.chunks_since := known.chunks_since - v_before.chunks;
    known.events_since := known.events_since - v_before.events;
    known.bytes_since := known.bytes_since - v_before.bytes;
    known.last_snapshot_sequence := chunk.sequence;
    known.last_snapshot_at := chunk.snapshot_at;
  elsif chunk.sequence > coalesce(known.last_snapshot_sequence, -1) then
    known.chunks_since := known.chunks_since + 1;
    known.events_since := known.events_since + chunk.events;
    known.bytes_since := known.bytes_since + chunk.bytes;
  end if;
  return known;
end
$$;
comment on function private.with_snapshots(private.visual_tabs, public.visual_chunks) is
  'What is known of a tab, with what a chunk that is not stored yet changes about its first and '
  'last full snapshot.';
revoke all on function private.with_snapshots(private.visual_tabs, public.visual_chunks)
  from public;

create function private.with_chunk(
  known private.visual_tabs,
  chunk public.visual_chunks
)
returns private.visual_tabs
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if known.tab is null then
    known := row(
      chunk.execution_id, chunk.tab, chunk.owner_key, 0, -1, 0, 0, 0, null, null, null, 0, 0, 0,
      false, null, null, null, null, 0, 0, 0
    )::private.visual_tabs;
  end if;
  known := private.with_seams(known, chunk);
  known := private.with_snapshots(known, chunk);
  known.chunks := known.chunks + 1;
  known.last_sequence := greatest(known.last_sequence, chunk.sequence);
  known.events := known.events + chunk.events;
  known.bytes := known.bytes + chunk.bytes;
  known.stored_bytes := known.stored_bytes + octet_length(chunk.content);
  known.announced_events := greatest(
    known.announced_events, chunk.event_offset + chunk.events
  );
  known.first_event_at := least(known.first_event_at, chunk.first_event_at);
  known.last_event_at := greatest(known.last_event_at, chunk.last_event_at);
  known.clock_jumps := known.clock_jumps + chunk.clock_jumps;
  known.is_closed := known.is_closed or chunk.is_final;
  return known;
end
$$;
comment on function private.with_chunk(private.visual_tabs, public.visual_chunks) is
  'What is known of a tab (null: nothing) with a chunk that is not stored yet.';
revoke all on function private.with_chunk(private.visual_tabs, public.visual_chunks) from public;

create type private.visual_share as (
  tabs integer,
  blind_tabs integer,
  open_tabs integer,
  missing_chunks integer,
  lost_events bigint,
  tab_seconds numeric,
  blind_seconds numeric,
  gap_seconds numeric,
  orphan_mutations bigint,
  clock_jumps bigint
);
comment on type private.visual_share is
  'What a tab adds to the sums of its recording; meanings as of the columns of visual_recordings.';

create function private.visual_share(
  known private.visual_tabs
)
returns private.visual_share
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  if known.tab is null then
    return row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)::private.visual_share;
  end if;
  return row(
    1,
    (known.first_snapshot_sequence is null)::integer,
    (not known.is_closed)::integer,
    known.last_sequence + 1 - known.chunks,
    greatest(coalesce(known.announced_events - known.events, 0), 0),
    coalesce(private.seconds_between(known.first_event_at, known.last_event_at), 0),
    coalesce(
      private.seconds_between(
        known.first_event_at, coalesce(known.first_snapshot_at, known.last_event_at)
      ), 0
    ),
    known.gap_seconds,
    known.orphan_mutations,
    known.clock_jumps
  )::private.visual_share;
end
$$;
comment on function private.visual_share(private.visual_tabs) is
  'What a tab (null: none) adds to the sums of its recording.';
revoke all on function private.visual_share(private.visual_tabs) from public;
