-- Upload of a batch of recorded page events. The edge function of the same name makes the gzip and
-- the numbers from events; here they are checked as far as can be without reading them.

create type public.visual_batch as (
  session_id text,
  execution_id uuid,
  tab text,
  sequence integer,
  stored boolean,
  total_events bigint,
  total_bytes bigint,
  snapshot_wanted boolean,
  snapshot_reason text,
  replay_score integer
);
comment on type public.visual_batch is
  'Answer of record_visual_events(). stored = false: this very batch was there already. '
  'total_events, total_bytes (uncompressed): of the whole session. snapshot_wanted: the recorder '
  'should take a full snapshot of the tab now; snapshot_reason says why.';

create function private.session_to_record(
  session_id text,
  user_id uuid
)
returns public.visual_recordings
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- A shared session is written by the service, which then names no user.
  v_owner_key constant uuid := case
    when private.caller_is_user() then (private.owner_keys(session_to_record.user_id))[1]
    else session_to_record.user_id
  end;
  v_found public.visual_recordings[];
begin
  v_found := array(
    select r
    from public.visual_recordings as r
    where r.session_id = session_to_record.session_id
      and (v_owner_key is null or r.owner_key = v_owner_key)
    limit 2
  );
  if cardinality(v_found) = 0 then
    perform private.refuse(
      404,
      'visual_session_not_found',
      format('There is no visual session %s.', session_to_record.session_id),
      'Check session_id and whose token you use, and that the execution streams.'
    );
  elsif cardinality(v_found) > 1 then
    perform private.refuse(
      400,
      'user_id_required',
      'Several users have a session of this name.',
      'Send user_id to say whose it is.'
    );
  end if;
  return v_found[1];
end
$$;
comment on function private.session_to_record(text, uuid) is
  'The recording of a session that the caller may write: a user''s own, for the service that of '
  'user_id, or, without one, of whoever has it. Raises visual_session_not_found, user_id_required, '
  'user_id_not_allowed, authentication_required.';
revoke all on function private.session_to_record(text, uuid) from public;
grant execute on function private.session_to_record(text, uuid) to authenticated, service_role;

create function private.decoded(
  content text
)
returns bytea
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return decode(decoded.content, 'base64');
exception when invalid_parameter_value then
  return null;
end
$$;
comment on function private.decoded(text) is
  'The bytes that base64 stands for; null if it is none.';
revoke all on function private.decoded(text) from public;
grant execute on function private.decoded(text) to authenticated, service_role;

create function public.record_visual_events(
  session_id text,
  tab text,
  sequence integer,
  content text,
  digest text,
  events integer,
  bytes integer,
  first_event_at timestamptz default null,
  last_event_at timestamptz default null,
  snapshot_at timestamptz default null,
  orphan_mutations integer default 0,
  clock_jumps integer default 0,
  event_offset bigint default null,
  is_final boolean default false,
  user_id uuid default null
)
returns public.visual_batch
language plpgsql
volatile
security invoker
set search_path = ''
-- Plans made while there are few chunks outlive that: a session that recorded the first chunks of
-- an installation would read all of them for each that follows.
set enable_seqscan = off
as $$
declare
  v_recording public.visual_recordings;
  v_chunk public.visual_chunks;
  v_answer public.visual_batch;
begin
  v_recording := private.session_to_record(
    record_visual_events.session_id, record_visual_events.user_id
  );
  v_chunk.execution_id := v_recording.execution_id;
  v_chunk.tab := record_visual_events.tab;
  v_chunk.sequence := record_visual_events.sequence;
  v_chunk.first_event_at := record_visual_events.first_event_at;
  v_chunk.last_event_at := record_visual_events.last_event_at;
  v_chunk.snapshot_at := record_visual_events.snapshot_at;
  v_chunk.event_offset := record_visual_events.event_offset;
  v_chunk.events := record_visual_events.events;
  v_chunk.bytes := record_visual_events.bytes;
  v_chunk.orphan_mutations := coalesce(record_visual_events.orphan_mutations, 0);
  v_chunk.clock_jumps := coalesce(record_visual_events.clock_jumps, 0);
  v_chunk.is_final := coalesce(record_visual_events.is_final, false);
  if record_visual_events.digest ~ '^[0-9a-f]{64}$' then
    v_chunk.digest := decode(record_visual_events.digest, 'hex');
  end if;
  v_chunk.content := private.decoded(record_visual_events.content);
  insert into public.visual_chunks as c (
    execution_id, tab, sequence, first_event_at, last_event_at, snapshot_at, event_offset, events,
    bytes, orphan_mutations, clock_jumps, is_final, digest, content
  )
  values (
    v_chunk.execution_id, v_chunk.tab, v_chunk.sequence, v_chunk.first_event_at,
    v_chunk.last_event_at, v_chunk.snapshot_at, v_chunk.event_offset, v_chunk.events, v_chunk.bytes,
    v_chunk.orphan_mutations, v_chunk.clock_jumps, v_chunk.is_final, v_chunk.digest, v_chunk.content
  );
  v_answer.stored := found;
  select
    r.session_id, r.execution_id, c.tab, c.sequence, r.events, r.bytes,
    c.snapshot_reason is not null, c.snapshot_reason, r.replay_score
  into
    v_answer.session_id, v_answer.execution_id, v_answer.tab, v_answer.sequence,
    v_answer.total_events, v_answer.total_bytes, v_answer.snapshot_wanted,
    v_answer.snapshot_reason, v_answer.replay_score
  from public.visual_chunks as c
  join public.visual_recordings as r on r.execution_id = c.execution_id
  where c.execution_id = v_chunk.execution_id
    and c.tab = v_chunk.tab
    and c.sequence between v_chunk.sequence and v_chunk.sequence
  order by c.sequence
  limit 1;
  return v_answer;
end
$$;
comment on function public.record_visual_events(
  text, text, integer, text, text, integer, integer, timestamptz, timestamptz, timestamptz, integer,
  integer, bigint, boolean, uuid
) is
  'Stores a batch of page events of a visual session, once: the same batch (tab, sequence, digest) '
  'again changes nothing. content: the events, a line of JSON each, as gzip in base64; digest: '
  'SHA-256 of the lines, in hexadecimal; events, bytes: of the lines; first_event_at, '
  'last_event_at, snapshot_at: times of the earliest and latest event and of the last full '
  'snapshot; orphan_mutations: incremental events before the first full snapshot; event_offset: '
  'events made in this tab before; is_final: the last batch of the tab, which alone may be empty. '
  'user_id: the service says whose session it is. Errors: invalid_parameter, '
  'visual_session_not_found, visual_batch_conflict, visual_session_ended, visuals_expired, '
  'payload_too_large, user_id_required, user_id_not_allowed.';
revoke all on function public.record_visual_events(
  text, text, integer, text, text, integer, integer, timestamptz, timestamptz, timestamptz, integer,
  integer, bigint, boolean, uuid
) from public, anon, authenticated, service_role;
grant execute on function public.record_visual_events(
  text, text, integer, text, text, integer, integer, timestamptz, timestamptz, timestamptz, integer,
  integer, bigint, boolean, uuid
) to authenticated, service_role;
