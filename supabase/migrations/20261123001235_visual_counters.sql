-- A chunk is stored, numbered and counted in one step, one chunk of an execution at a time: its
-- row is locked, then the recording's, by everybody in this order. So no reader who goes by arrival
-- misses one, and whoever ends the run waits for the chunk that is on its way and counts it.

create function private.refuse_chunk(
  chunk public.visual_chunks,
  run public.workflow_executions
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_grace constant integer := (select s.visual_grace_seconds from private.settings as s);
begin
  if run.visual_expired_at is not null then
    perform private.refuse(
      409,
      'visuals_expired',
      format('Retention has removed the recording of execution %s; it takes no new events.',
        run.execution_id),
      'Stop uploading.'
    );
  elsif run.completed_at < now() - v_grace * interval '1 second' then
    perform private.refuse(
      409,
      'visual_session_ended',
      format('The run of session %s ended %s seconds ago; events are taken for %s seconds.',
        run.session_id, extract(epoch from now() - run.completed_at)::bigint, v_grace),
      'Stop uploading; what came before is stored.'
    );
  end if;
end
$$;
comment on function private.refuse_chunk(public.visual_chunks, public.workflow_executions) is
  'Raises what stands against storing a chunk of a run: 409 visuals_expired, visual_session_ended.';
revoke all on function private.refuse_chunk(public.visual_chunks, public.workflow_executions)
  from public;

create function private.refuse_large_chunk(
  chunk public.visual_chunks,
  recording public.visual_recordings,
  quality text,
  is_new_tab boolean
)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_batch_limit constant integer := case refuse_large_chunk.quality
    when 'low' then 4194304 when 'standard' then 8388608 else 16777216
  end;
  v_session_limit constant integer := case refuse_large_chunk.quality
    when 'low' then 67108864 when 'standard' then 268435456 else 1073741824
  end;
  v_tab_limit constant integer := 1000;
  v_batches_limit constant integer := 100000;
begin
  if chunk.bytes > v_batch_limit then
    perform private.refuse(
      413,
      'payload_too_large',
      format('The batch is %s bytes, uncompressed; the limit in %s quality is %s.',
        chunk.bytes, refuse_large_chunk.quality, v_batch_limit),
      'Send smaller batches.'
    );
  elsif recording.bytes + chunk.bytes > v_session_limit then
    perform private.refuse(
      413,
      'payload_too_large',
      format('The session would have %s bytes, uncompressed; the limit in %s quality is %s.',
        recording.bytes + chunk.bytes, refuse_large_chunk.quality, v_session_limit),
      'Stop recording; what came before is stored. Sample less in the next run.'
    );
  elsif recording.chunks >= v_batches_limit then
    perform private.refuse(
      413,
      'payload_too_large',
      format('The session has %s batches; the limit is %s.', recording.chunks, v_batches_limit),
      'Send larger batches.'
    );
  elsif recording.tabs >= v_tab_limit and refuse_large_chunk.is_new_tab then
    perform private.refuse(
      413,
      'payload_too_large',
      format('The session has %s tabs; the limit is %s.', recording.tabs, v_tab_limit),
      'Record fewer tabs.'
    );
  end if;
end
$$;
comment on function private.refuse_large_chunk(
  public.visual_chunks, public.visual_recordings, text, boolean
) is
  'Raises 413 payload_too_large for a batch over 4, 8 or 16 MiB (low, standard, high quality), or '
  'with which the session would exceed 64, 256 or 1024 MiB, 100 000 batches or 1000 tabs.';
revoke all on function private.refuse_large_chunk(
  public.visual_chunks, public.visual_recordings, text, boolean
) from public;

create function private.keep_tab(
  known private.visual_tabs
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into private.visual_tabs as t values (known.*)
  on conflict on constraint visual_tabs_pkey do update set
    chunks = excluded.chunks,
    last_sequence = excluded.last_sequence,
    events = excluded.events,
    bytes = excluded.bytes,
    stored_bytes = excluded.stored_bytes,
    announced_events = excluded.announced_events,
    first_event_at = excluded.first_event_at,
    last_event_at = excluded.last_event_at,
    gap_seconds = excluded.gap_seconds,
    clock_jumps = excluded.clock_jumps,
    orphan_mutations = excluded.orphan_mutations,
    is_closed = excluded.is_closed,
    first_snapshot_sequence = excluded.first_snapshot_sequence,
    first_snapshot_at = excluded.first_snapshot_at,
    last_snapshot_sequence = excluded.last_snapshot_sequence,
    last_snapshot_at = excluded.last_snapshot_at,
    chunks_since = excluded.chunks_since,
    events_since = excluded.events_since,
    bytes_since = excluded.bytes_since;
end
$$;
comment on function private.keep_tab(private.visual_tabs) is 'Stores what is known of a tab.';
revoke all on function private.keep_tab(private.visual_tabs) from public;

create function private.with_share(
  r public.visual_recordings,
  share private.visual_share,
  sign integer
)
returns public.visual_recordings
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  r.tabs := r.tabs + with_share.sign * share.tabs;
  r.blind_tabs := r.blind_tabs + with_share.sign * share.blind_tabs;
  r.open_tabs := r.open_tabs + with_share.sign * share.open_tabs;
  r.missing_chunks := r.missing_chunks + with_share.sign * share.missing_chunks;
  r.lost_events := r.lost_events + with_share.sign * share.lost_events;
  r.tab_seconds := r.tab_seconds + with_share.sign * share.tab_seconds;
  r.blind_seconds := r.blind_seconds + with_share.sign * share.blind_seconds;
  r.gap_seconds := r.gap_seconds + with_share.sign * share.gap_seconds;
  r.orphan_mutations := r.orphan_mutations + with_share.sign * share.orphan_mutations;
  r.clock_jumps := r.clock_jumps + with_share.sign * share.clock_jumps;
  return r;
end
$$;
comment on function private.with_share(public.visual_recordings, private.visual_share, integer) is
  'A recording with what a tab adds to its sums (sign 1) or without it (sign -1).';
revoke all on function private.with_share(public.visual_recordings, private.visual_share, integer)
  from public;

create function private.keep_recording(
  r public.visual_recordings
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update public.visual_recordings as k
  set
    updated_at = now(),
    first_event_at = r.first_event_at,
    last_event_at = r.last_event_at,
    streamed_seconds = r.streamed_seconds,
    chunks = r.chunks,
    tabs = r.tabs,
    blind_tabs = r.blind_tabs,
    open_tabs = r.open_tabs,
    missing_chunks = r.missing_chunks,
    tab_seconds = r.tab_seconds,
    blind_seconds = r.blind_seconds,
    gap_seconds = r.gap_seconds,
    orphan_mutations = r.orphan_mutations,
    clock_jumps = r.clock_jumps,
    events = r.events,
    lost_events = r.lost_events,
    bytes = r.bytes,
    stored_bytes = r.stored_bytes,
    replay_score = r.replay_score,
    replay_reasons = r.replay_reasons
  where k.execution_id = r.execution_id;
end
$$;
comment on function private.keep_recording(public.visual_recordings) is
  'Stores what is known of a recording.';
revoke all on function private.keep_recording(public.visual_recordings) from public;

create function private.count_chunk(
  chunk public.visual_chunks,
  run public.workflow_executions
)
returns public.visual_chunks
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_known private.visual_tabs;
  v_recording public.visual_recordings;
begin
  select t.* into v_known
  from private.visual_tabs as t
  where t.execution_id = chunk.execution_id and t.tab = chunk.tab;
  select r.* into v_recording
  from public.visual_recordings as r
  where r.execution_id = chunk.execution_id
  for no key update;
  perform private.refuse_large_chunk(
    chunk, v_recording, run.visual_quality, v_known.tab is null
  );
  v_recording := private.with_share(v_recording, private.visual_share(v_known), -1);
  v_known := private.with_chunk(v_known, chunk);
  v_recording := private.with_share(v_recording, private.visual_share(v_known), 1);
  v_recording.first_event_at := least(v_recording.first_event_at, chunk.first_event_at);
  v_recording.last_event_at := greatest(v_recording.last_event_at, chunk.last_event_at);
  v_recording.streamed_seconds := coalesce(
    private.seconds_between(v_recording.first_event_at, v_recording.last_event_at), 0
  );
  v_recording.chunks := v_recording.chunks + 1;
  v_recording.events := v_recording.events + chunk.events;
  v_recording.bytes := v_recording.bytes + chunk.bytes;
  v_recording.stored_bytes := v_recording.stored_bytes + octet_length(chunk.content);
  select j.score, j.reasons into v_recording.replay_score, v_recording.replay_reasons
  from private.replay_judgement(v_recording, run) as j;
  perform private.keep_tab(v_known);
  perform private.keep_recording(v_recording);
  chunk.arrival := v_recording.chunks;
  if run.status = 'running' then
    chunk.snapshot_reason := private.snapshot_reason(v_known);
  end if;
  return chunk;
end
$$;
comment on function private.count_chunk(public.visual_chunks, public.workflow_executions) is
  'Adds a chunk to the counters of its tab and recording, and returns it with its arrival and '
  'whether a full snapshot is wanted. Call it with the execution locked. Raises 413 '
  'payload_too_large.';
revoke all on function private.count_chunk(public.visual_chunks, public.workflow_executions)
  from public;

create function private.tg_visual_chunk__count()
returns trigger
language plpgsql
volatile
-- definer because: it writes public.visual_recordings and private.visual_tabs, which nobody else
-- may, and its caller need not be allowed to lock the execution.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run public.workflow_executions;
  v_digest bytea;
begin
  select e.* into v_run
  from public.workflow_executions as e
  where e.execution_id = new.execution_id
  for no key update;
  if not found then
    -- It was deleted while this waited for it.
    perform private.refuse_unknown_recording(new.execution_id);
  end if;
  select c.digest into v_digest
  from public.visual_chunks as c
  where c.execution_id = new.execution_id
    and c.tab = new.tab
    -- As a range in order, so that of all indexes only the key serves: before the table has been
    -- analyzed, they all seem to leave one chunk.
    and c.sequence between new.sequence and new.sequence
  order by c.sequence
  limit 1;
  if v_digest = new.digest then
    return null;
  elsif v_digest is not null then
    perform private.refuse(
      409,
      'visual_batch_conflict',
      format('Session %s has another batch %s of tab %s.', v_run.session_id, new.sequence, new.tab),
      'Number the batches of a tab 0, 1, 2, …; to send one again, send the same events.'
    );
  end if;
  perform private.refuse_chunk(new, v_run);
  new := private.count_chunk(new, v_run);
  if v_run.status <> 'running' then
    -- It came late: what the run says of its recording is made right, see recorded_metrics.
    update public.workflow_executions as e
    set
      visual_events_captured = e.visual_events_captured,
      visual_stream_duration = e.visual_stream_duration
    where e.execution_id = new.execution_id;
  end if;
  return new;
end
$$;
comment on function private.tg_visual_chunk__count() is
  'Numbers a chunk by arrival and adds it to the counters of its recording and tab. One that is '
  'stored already is left out; another one in its place is refused: 409 visual_batch_conflict.';
revoke all on function private.tg_visual_chunk__count() from public;

create trigger _200_count
  before insert on public.visual_chunks
  for each row execute function private.tg_visual_chunk__count();
