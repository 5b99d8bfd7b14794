-- What is stored of a session, and which of its chunks show a moment or a span of time: a player
-- needs those from the last full snapshot on. The index finds both ends, however long the session
-- is.

create index visual_chunks_time on public.visual_chunks (execution_id, tab, first_event_at);

create type public.visual_chunk_entry as (
  tab text,
  sequence integer,
  arrival integer,
  first_event_at timestamptz,
  last_event_at timestamptz,
  events integer,
  bytes integer,
  stored_bytes integer,
  has_full_snapshot boolean,
  snapshot_at timestamptz
);
comment on type public.visual_chunk_entry is
  'A chunk without its bytes: which batch of its tab it is (sequence), which of the session by '
  'time of arrival, the times of its earliest and latest event and of its last full snapshot, and '
  'the size of its events before and after compression.';

create type public.visual_tab_entry as (
  tab text,
  chunks integer,
  events bigint,
  bytes bigint,
  stored_bytes bigint,
  missing_sequences jsonb,
  first_event_at timestamptz,
  last_event_at timestamptz
);
comment on type public.visual_tab_entry is
  'What is stored of a tab. missing_sequences: a list of [first, last], ranges of chunks that are '
  'not there though later ones are; at most 100.';

create type public.visual_chunk_list as (
  session_id text,
  execution_id uuid,
  workflow_id uuid,
  execution_status text,
  live boolean,
  replay_score integer,
  replay_reasons text[],
  first_event_at timestamptz,
  last_event_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  visual_expired_at timestamptz,
  last_arrival integer,
  tabs public.visual_tab_entry[],
  chunks public.visual_chunk_entry[],
  truncated boolean
);
comment on type public.visual_chunk_list is
  'Answer of visual_chunks(). live: the run goes on. replay_score: 0 to 100, null while nothing is '
  'stored; replay_reasons: what it lacks of 100. last_arrival: of the whole session. tabs: all of '
  'them; chunks: those asked for, by tab and sequence; truncated: there are more.';

create function private.missing_sequences(
  execution_id uuid,
  tab text
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_array(g.first, g.last) order by g.first), '[]')
    from (
      select n.first, n.last
      from (
        select
          lag(c.sequence, 1, -1) over (order by c.sequence) + 1 as first, c.sequence - 1 as last
        from public.visual_chunks as c
        where c.execution_id = missing_sequences.execution_id and c.tab = missing_sequences.tab
      ) as n
      where n.first <= n.last
      limit 100
    ) as g
  );
end
$$;
comment on function private.missing_sequences(uuid, text) is
  'The ranges of chunks of a tab that are not stored though later ones are, as [first, last].';
revoke all on function private.missing_sequences(uuid, text) from public;
grant execute on function private.missing_sequences(uuid, text) to authenticated, service_role;

create function private.visual_tab_entries(
  execution_id uuid
)
returns public.visual_tab_entry[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Gaps are looked for only where a tab has fewer chunks than it has counted.
  return array(
    select
      (
        t.tab, t.chunks, t.events, t.bytes, t.stored_bytes,
        case
          when t.chunks <= t.last_sequence then private.missing_sequences(t.execution_id, t.tab)
          else '[]'
        end,
        t.first_event_at, t.last_event_at
      )::public.visual_tab_entry
    from private.visual_tabs as t
    where t.execution_id = visual_tab_entries.execution_id
    order by t.first_event_at, t.tab
  );
end
$$;
comment on function private.visual_tab_entries(uuid) is
  'The tabs of a recording that the caller may see, in the order in which they began.';
revoke all on function private.visual_tab_entries(uuid) from public;
grant execute on function private.visual_tab_entries(uuid) to authenticated, service_role;

create function private.chunks_showing(
  execution_id uuid,
  tab text,
  "from" timestamptz,
  "to" timestamptz,
  after integer,
  chunk_limit integer
)
returns public.visual_chunk_entry[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_start timestamptz;
  v_chunks public.visual_chunk_entry[];
begin
  -- By execute, as what follows: a plan that is kept would not know how little lies between.
  execute
    'select c.first_event_at from public.visual_chunks as c'
    ' where c.execution_id = $1 and c.tab = $2 and c.first_event_at <= $3 and c.snapshot_at <= $3'
    ' order by c.first_event_at desc limit 1'
  into v_start
  using chunks_showing.execution_id, chunks_showing.tab, chunks_showing."from";
  execute concat(
    'select array('
    'select (c.tab, c.sequence, c.arrival, c.first_event_at, c.last_event_at, c.events, c.bytes,'
    ' c.stored_bytes, c.has_full_snapshot, c.snapshot_at)::public.visual_chunk_entry'
    ' from public.visual_chunks as c where c.execution_id = $1 and c.tab = $2',
    case when v_start is not null then ' and c.first_event_at >= $3' end,
    case
      when chunks_showing."to" is not null then ' and c.first_event_at < $4'
      else ' and c.first_event_at <= $5'
    end,
    case when chunks_showing.after is not null then ' and c.arrival > $6' end,
    ' order by c.sequence limit $7)'
  )
  into v_chunks
  using
    chunks_showing.execution_id, chunks_showing.tab, v_start, chunks_showing."to",
    chunks_showing."from", chunks_showing.after, chunks_showing.chunk_limit;
  return v_chunks;
end
$$;
comment on function private.chunks_showing(
  uuid, text, timestamptz, timestamptz, integer, integer
) is
  'The chunks of a tab that show what was seen from a moment (null: the beginning) to another, or, '
  'without the other, at that moment: those that begin in that time, and before it those from the '
  'last full snapshot on, or from the first if there is none. At most chunk_limit.';
revoke all on function private.chunks_showing(
  uuid, text, timestamptz, timestamptz, integer, integer
) from public;
grant execute on function private.chunks_showing(
  uuid, text, timestamptz, timestamptz, integer, integer
) to authenticated, service_role;

create function private.chunks_stored(
  execution_id uuid,
  tab text,
  after integer,
  chunk_limit integer
)
returns public.visual_chunk_entry[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_chunks public.visual_chunk_entry[];
begin
  execute concat(
    'select array('
    'select (c.tab, c.sequence, c.arrival, c.first_event_at, c.last_event_at, c.events, c.bytes,'
    ' c.stored_bytes, c.has_full_snapshot, c.snapshot_at)::public.visual_chunk_entry from ('
    'select * from public.visual_chunks as s where s.execution_id = $1',
    case when chunks_stored.tab is not null then ' and s.tab = $2' end,
    -- What is new is found by its arrival, and only then put in order.
    case
      when chunks_stored.after is not null then ' and s.arrival > $3 order by s.arrival'
      else ' order by s.tab, s.sequence'
    end,
    ' limit $4) as c order by c.tab, c.sequence)'
  )
  into v_chunks
  using
    chunks_stored.execution_id, chunks_stored.tab, chunks_stored.after, chunks_stored.chunk_limit;
  return v_chunks;
end
$$;
comment on function private.chunks_stored(uuid, text, integer, integer) is
  'The chunks of a recording or of one of its tabs; with after, the first of those that arrived '
  'later. At most chunk_limit.';
revoke all on function private.chunks_stored(uuid, text, integer, integer) from public;
grant execute on function private.chunks_stored(uuid, text, integer, integer)
  to authenticated, service_role;

create function public.visual_chunks(
  session_id text,
  tab text default null,
  "from" timestamptz default null,
  "to" timestamptz default null,
  after integer default null,
  user_id uuid default null
)
returns public.visual_chunk_list
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_chunk_limit constant integer := 10000;
  v_recording constant public.visual_recordings := private.session_to_read(
    visual_chunks.session_id, visual_chunks.user_id
  );
  -- Whoever does not know yet when it begins asks for a moment before.
  v_from constant timestamptz := greatest(visual_chunks."from", v_recording.first_event_at);
  v_answer public.visual_chunk_list;
  v_tab text;
  v_problem constant text := case
    when visual_chunks."to" <= visual_chunks."from" then 'to is after from.'
    when visual_chunks.after < 0 then 'after is not negative.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  select
    e.workflow_id, e.status, e.status = 'running', e.created_at, e.completed_at, e.visual_expired_at
  into
    v_answer.workflow_id, v_answer.execution_status, v_answer.live, v_answer.started_at,
    v_answer.completed_at, v_answer.visual_expired_at
  from public.workflow_executions as e
  where e.execution_id = v_recording.execution_id;
  v_answer.session_id := v_recording.session_id;
  v_answer.execution_id := v_recording.execution_id;
  v_answer.replay_score := v_recording.replay_score;
  v_answer.replay_reasons := v_recording.replay_reasons;
  v_answer.first_event_at := v_recording.first_event_at;
  v_answer.last_event_at := v_recording.last_event_at;
  v_answer.last_arrival := v_recording.chunks;
  v_answer.tabs := private.visual_tab_entries(v_recording.execution_id);
  if visual_chunks."from" is null and visual_chunks."to" is null then
    v_answer.chunks := private.chunks_stored(
      v_recording.execution_id, visual_chunks.tab, visual_chunks.after, v_chunk_limit + 1
    );
  else
    v_answer.chunks := '{}';
    for v_tab in
      select t.tab
      from unnest(v_answer.tabs) as t
      where t.tab = coalesce(visual_chunks.tab, t.tab)
        and t.first_event_at <= coalesce(visual_chunks."to", v_from)
      order by t.tab
    loop
      v_answer.chunks := v_answer.chunks || private.chunks_showing(
        v_recording.execution_id, v_tab, v_from, visual_chunks."to",
        visual_chunks.after, v_chunk_limit + 1 - cardinality(v_answer.chunks)
      );
    end loop;
  end if;
  v_answer.truncated := cardinality(v_answer.chunks) > v_chunk_limit;
  v_answer.chunks := v_answer.chunks[:v_chunk_limit];
  return v_answer;
end
$$;
comment on function public.visual_chunks(
  text, text, timestamptz, timestamptz, integer, uuid
) is
  'The chunks of a visual session that the caller may see, without their bytes. from: those that '
  'show what was seen from this moment on (from the last full snapshot before it); to: up to this '
  'moment; from alone: at that moment. after: only those that arrived after this one '
  '(last_arrival). At most 10 000. user_id: the service says for whom it asks. Errors: '
  'invalid_parameter, visual_session_not_found, user_id_required, user_id_not_allowed, '
  'user_not_found.';
revoke all on function public.visual_chunks(
  text, text, timestamptz, timestamptz, integer, uuid
) from public, anon, authenticated, service_role;
grant execute on function public.visual_chunks(
  text, text, timestamptz, timestamptz, integer, uuid
) to authenticated, service_role;
