-- What came after a chunk, in order of arrival: the stream of a session asks for it over and over.

create type public.visual_stream_chunk as (
  tab text,
  sequence integer,
  arrival integer,
  bytes integer,
  content text
);
comment on type public.visual_stream_chunk is
  'A chunk with its bytes: content is gzip of bytes bytes of lines of JSON, in base64.';

create type public.visual_stream_round as (
  session_id text,
  execution_id uuid,
  ended boolean,
  more boolean,
  chunks public.visual_stream_chunk[]
);
comment on type public.visual_stream_round is
  'Answer of visual_stream(). ended: the run has; more: more is stored than these chunks.';

create function public.visual_stream(
  session_id text,
  after integer default 0,
  user_id uuid default null
)
returns public.visual_stream_round
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- As much as inflates to some 10 MiB of events: little enough for the first to be there at once.
  v_round_bytes constant integer := 1048576;
  v_after constant integer := coalesce(visual_stream.after, 0);
  v_recording constant public.visual_recordings := private.session_to_read(
    visual_stream.session_id, visual_stream.user_id
  );
  v_answer public.visual_stream_round;
begin
  if v_after < 0 then
    perform private.refuse(
      400, 'invalid_parameter', 'after is not negative.', 'Correct it and send it again.'
    );
  end if;
  v_answer.session_id := v_recording.session_id;
  v_answer.execution_id := v_recording.execution_id;
  select e.status <> 'running' into v_answer.ended
  from public.workflow_executions as e
  where e.execution_id = v_recording.execution_id;
  select coalesce(
    array_agg(
      (
        c.tab, c.sequence, c.arrival, c.bytes,
        replace(encode(c.content, 'base64'), E'\n', '')
      )::public.visual_stream_chunk order by c.arrival
    ), '{}'
  )
  into v_answer.chunks
  from (
    select s.*, sum(s.stored_bytes) over (order by s.arrival) as total_bytes
    from public.visual_chunks as s
    where s.execution_id = v_recording.execution_id and s.arrival > v_after
    order by s.arrival
    limit 1000
  ) as c
  -- Arrivals have no gaps. A chunk larger than the limit comes alone.
  where c.total_bytes <= v_round_bytes or c.arrival = v_after + 1;
  -- None although there were more: retention has removed them.
  v_answer.more := cardinality(v_answer.chunks) > 0
    and v_after + cardinality(v_answer.chunks) < v_recording.chunks;
  return v_answer;
end
$$;
comment on function public.visual_stream(text, integer, uuid) is
  'The chunks of a visual session that the caller may see which arrived after the one given (0: '
  'from the beginning), in order of arrival: at most 1 MiB of them, one at least. user_id: the '
  'service says for whom it asks. Errors: invalid_parameter, visual_session_not_found, '
  'user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.visual_stream(text, integer, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.visual_stream(text, integer, uuid) to authenticated, service_role;
