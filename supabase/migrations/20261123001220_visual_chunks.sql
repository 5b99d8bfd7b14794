-- Chunks of a recording: what the recorder uploads at once, what is stored and what a player
-- fetches; never split or merged, never changed. The bytes are gzip, made once by whoever uploads,
-- and stored as they come ("external": Postgres does not compress them again). To the database they
-- are opaque: what stands in a page is read by nobody but its owner.

create function private.is_gzip(
  content bytea,
  bytes integer
)
returns boolean
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_size constant integer := octet_length(is_gzip.content);
begin
  -- Ten bytes of head, of which the first three never differ, two at least of deflated data, and at
  -- the end, least significant byte first, a checksum and the size before compression. What cannot
  -- be compressed grows by less than a thousandth.
  return v_size between 20 and is_gzip.bytes * 1.001 + 1024
    and substring(is_gzip.content from 1 for 3) = '\x1f8b08'
    and get_byte(is_gzip.content, v_size - 4)
      + get_byte(is_gzip.content, v_size - 3) * 256
      + get_byte(is_gzip.content, v_size - 2) * 65536
      + get_byte(is_gzip.content, v_size - 1) * 16777216::bigint = is_gzip.bytes;
end
$$;
comment on function private.is_gzip(bytea, integer) is
  'Whether content begins and ends as gzip of so many bytes does. It is not decompressed.';
revoke all on function private.is_gzip(bytea, integer) from public;
grant execute on function private.is_gzip(bytea, integer) to authenticated, service_role;

create table public.visual_chunks (
  execution_id uuid not null
    references public.visual_recordings (execution_id) on delete cascade,
  owner_key uuid not null,
  tab varchar(64) not null
    constraint tab_is_url_safe check (tab ~ '^[A-Za-z0-9][A-Za-z0-9._~-]*$'),
  sequence integer not null
    constraint sequence_is_0_to_999999 check (sequence between 0 and 999999),
  arrival integer not null,
  created_at timestamptz not null default now(),
  first_event_at timestamptz
    constraint first_event_at_is_in_this_century
    check (first_event_at >= '2000-01-01Z' and first_event_at < '2100-01-01Z'),
  last_event_at timestamptz
    constraint last_event_at_is_in_this_century
    check (last_event_at >= '2000-01-01Z' and last_event_at < '2100-01-01Z'),
  snapshot_at timestamptz
    constraint snapshot_at_is_within_the_chunk
    check (snapshot_at >= first_event_at and snapshot_at <= last_event_at),
  event_offset bigint
    constraint event_offset_is_0_to_1000000000 check (event_offset between 0 and 1000000000),
  events integer not null
    constraint events_is_not_negative check (events >= 0),
  bytes integer not null
    constraint bytes_are_2_or_more_of_an_event check (bytes >= 2 * events::bigint),
  stored_bytes integer not null generated always as (octet_length(content)) stored,
  orphan_mutations integer not null default 0
    constraint orphan_mutations_are_events check (orphan_mutations between 0 and events),
  clock_jumps integer not null default 0
    constraint clock_jumps_are_between_events check (clock_jumps between 0 and events),
  has_full_snapshot boolean not null generated always as (snapshot_at is not null) stored,
  is_final boolean not null default false,
  snapshot_reason text,
  digest bytea not null
    constraint digest_is_sha256 check (octet_length(digest) = 32),
  content bytea storage external not null
    constraint content_is_gzip_of_so_many_bytes check (private.is_gzip(content, bytes)),
  primary key (execution_id, tab, sequence),
  constraint arrival_is_unique_in_a_recording unique (execution_id, arrival),
  constraint only_a_final_chunk_has_no_events check (events > 0 or is_final),
  constraint times_are_those_of_events
    check (
      (events > 0) = (first_event_at is not null)
      and (events > 0) = (last_event_at is not null)
      and (events > 0 or bytes = 0)
    ),
  constraint last_event_at_is_not_before_first_event_at check (last_event_at >= first_event_at)
);

alter table public.visual_chunks enable row level security;
create policy "users read chunks of executions they may read"
  on public.visual_chunks for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
create policy "users append chunks to their own recordings"
  on public.visual_chunks for insert to authenticated
  with check (owner_key = (select auth.uid()));

revoke all on table public.visual_chunks from public, anon, authenticated, service_role;
grant select on table public.visual_chunks to authenticated;
grant insert (
  execution_id, tab, sequence, first_event_at, last_event_at, snapshot_at, event_offset, events,
  bytes, orphan_mutations, clock_jumps, is_final, digest, content
) on table public.visual_chunks to authenticated;
grant select, insert on table public.visual_chunks to service_role;

comment on table public.visual_chunks is
  'Events of a recording as the recorder uploaded them, append-only: a chunk is never changed, and '
  'goes with the recording. Append with record_visual_events().';
comment on column public.visual_chunks.execution_id is 'The execution it belongs to.';
comment on column public.visual_chunks.owner_key is
  'The execution''s owner_key, copied by a trigger so that reading needs no second lookup.';
comment on column public.visual_chunks.tab is
  'The browser tab, as the recorder names it: 1 to 64 characters that can stand in a path.';
comment on column public.visual_chunks.sequence is
  'Which chunk of its tab: 0, 1, 2, … as the recorder counts. What is not there is a gap.';
comment on column public.visual_chunks.arrival is
  'Which chunk of its recording by time of arrival: 1, 2, 3, … without gaps. Who has seen one '
  'will find no smaller one later.';
comment on column public.visual_chunks.created_at is 'When it arrived.';
comment on column public.visual_chunks.first_event_at is
  'Time of its earliest event, by the recorder''s clock; null when it has none.';
comment on column public.visual_chunks.last_event_at is
  'Time of its latest event, by the recorder''s clock; null when it has none.';
comment on column public.visual_chunks.snapshot_at is
  'Time of its last full snapshot, from which on a player needs nothing earlier; null without one.';
comment on column public.visual_chunks.event_offset is
  'How many events the recorder made in this tab before, those included that were lost.';
comment on column public.visual_chunks.events is 'How many events it has.';
comment on column public.visual_chunks.bytes is
  'Size of its events as lines of JSON, uncompressed.';
comment on column public.visual_chunks.stored_bytes is 'Size of content.';
comment on column public.visual_chunks.orphan_mutations is
  'Incremental events before its first full snapshot; without a snapshot, all of them.';
comment on column public.visual_chunks.clock_jumps is
  'How often the recorder''s clock jumped between two of its events.';
comment on column public.visual_chunks.has_full_snapshot is 'Whether it has a full snapshot.';
comment on column public.visual_chunks.is_final is 'Whether the recorder closed the tab with it.';
comment on column public.visual_chunks.snapshot_reason is
  'Why the recorder was asked for a full snapshot when it came; null: it was not.';
comment on column public.visual_chunks.digest is
  'SHA-256 of the uncompressed lines, as the uploader says: tells repeated uploads from others.';
comment on column public.visual_chunks.content is
  'The events, a line of JSON each, as gzip. Not checked by the database beyond head and size.';

create function private.refuse_bad_chunk(
  chunk public.visual_chunks
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- The constraints of the table, in words.
  v_problem constant text := case
    when chunk.tab is null or chunk.tab !~ '^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$'
      then 'tab has 1 to 64 letters, digits and ._~-, the first of them a letter or digit.'
    when chunk.sequence is null or chunk.sequence not between 0 and 999999
      then 'sequence is between 0 and 999999.'
    when chunk.event_offset not between 0 and 1000000000
      then 'event_offset is between 0 and 1000000000.'
    when chunk.events is null or chunk.events < 0 then 'events is not negative.'
    when chunk.events = 0 and not chunk.is_final then 'Only the last batch of a tab may be empty.'
    when chunk.digest is null or octet_length(chunk.digest) <> 32
      then 'digest is a SHA-256, 64 hexadecimal digits in lower case.'
    when chunk.content is null then 'content is base64.'
    when chunk.bytes is null or not private.is_gzip(chunk.content, chunk.bytes)
      then 'content is gzip, and bytes the size before compression.'
    when chunk.bytes < 2 * chunk.events::bigint or chunk.events = 0 and chunk.bytes > 0
      then 'bytes are those of the events.'
    when num_nonnulls(chunk.first_event_at, chunk.last_event_at)
      <> case when chunk.events > 0 then 2 else 0 end
      then 'first_event_at and last_event_at are those of the events.'
    when least(chunk.first_event_at, chunk.last_event_at) < '2000-01-01Z'
      or greatest(chunk.first_event_at, chunk.last_event_at) >= '2100-01-01Z'
      then 'Events have times from 2000 to 2099.'
    when chunk.last_event_at < chunk.first_event_at
      then 'last_event_at is not before first_event_at.'
    when chunk.snapshot_at is not null
      and (chunk.snapshot_at between chunk.first_event_at and chunk.last_event_at) is not true
      then 'snapshot_at is between first_event_at and last_event_at.'
    when chunk.orphan_mutations not between 0 and chunk.events
      or chunk.clock_jumps not between 0 and chunk.events
      then 'orphan_mutations and clock_jumps are numbers of events.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
end
$$;
comment on function private.refuse_bad_chunk(public.visual_chunks) is
  'Raises 400 invalid_parameter for a chunk that the table would not take.';
revoke all on function private.refuse_bad_chunk(public.visual_chunks) from public;
grant execute on function private.refuse_bad_chunk(public.visual_chunks)
  to authenticated, service_role;

create function private.refuse_unknown_recording(
  execution_id uuid
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  perform private.refuse(
    404,
    'visual_session_not_found',
    format('There is no visual session of an execution %s.', refuse_unknown_recording.execution_id),
    'Check execution_id and whose token you use, and that the execution streams.'
  );
end
$$;
comment on function private.refuse_unknown_recording(uuid) is
  'Raises 404 visual_session_not_found for an execution that has no recording, or whose recording '
  'the caller may not write.';
revoke all on function private.refuse_unknown_recording(uuid) from public;
grant execute on function private.refuse_unknown_recording(uuid) to authenticated, service_role;

create function private.tg_visual_chunk__owner()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  select r.owner_key into new.owner_key
  from public.visual_recordings as r
  where r.execution_id = new.execution_id
    and (not private.caller_is_user() or r.owner_key = auth.uid());
  if not found then
    perform private.refuse_unknown_recording(new.execution_id);
  end if;
  perform private.refuse_bad_chunk(new);
  return new;
end
$$;
comment on function private.tg_visual_chunk__owner() is
  'Gives a chunk its execution''s owner; refuses one for a recording that the caller may not write '
  '(404 visual_session_not_found), and one that cannot be right (400 invalid_parameter).';
revoke all on function private.tg_visual_chunk__owner() from public;

create trigger _100_owner
  before insert on public.visual_chunks
  for each row execute function private.tg_visual_chunk__owner();
