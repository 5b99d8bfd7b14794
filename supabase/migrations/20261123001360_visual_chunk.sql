-- The bytes of chunks, as they were uploaded.

create type public.visual_chunk_content as (
  session_id text,
  execution_id uuid,
  etag text,
  chunks integer,
  complete boolean,
  content text
);
comment on type public.visual_chunk_content is
  'Answer of visual_chunk(). etag changes with what is stored of the chunks asked for; chunks: how '
  'many are; complete: all of them are, so that the answer never changes; content: them one after '
  'the other, each a gzip member, in base64, or null where if_none_match names the etag.';

create function public.visual_chunk(
  session_id text,
  tab text,
  sequence integer,
  through integer default null,
  user_id uuid default null,
  if_none_match text default null
)
returns public.visual_chunk_content
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_answer_bytes constant integer := 33554432;
  v_through constant integer := coalesce(visual_chunk.through, visual_chunk.sequence);
  v_recording constant public.visual_recordings := private.session_to_read(
    visual_chunk.session_id, visual_chunk.user_id
  );
  v_answer public.visual_chunk_content;
  v_size bigint;
  v_problem constant text := case
    when visual_chunk.tab is null then 'tab is required.'
    when visual_chunk.sequence is null then 'sequence is required.'
    when v_through < visual_chunk.sequence then 'through is not less than sequence.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  select
    count(*), sum(c.stored_bytes),
    encode(sha256(string_agg(int4send(c.sequence) || c.digest, '' order by c.sequence)), 'hex')
  into v_answer.chunks, v_size, v_answer.etag
  from public.visual_chunks as c
  where c.execution_id = v_recording.execution_id
    and c.tab = visual_chunk.tab
    and c.sequence between visual_chunk.sequence and v_through;
  if v_answer.chunks = 0 then
    perform private.refuse(
      404,
      'visual_chunk_not_found',
      format('Session %s has no such chunk of tab %s.', v_recording.session_id, visual_chunk.tab),
      'See visual_chunks() for what is stored.'
    );
  elsif v_size > v_answer_bytes then
    perform private.refuse(
      413,
      'payload_too_large',
      format('The chunks asked for have %s bytes; the limit is %s.', v_size, v_answer_bytes),
      'Ask for fewer at once.'
    );
  end if;
  v_answer.etag := format('"%s"', left(v_answer.etag, 32));
  v_answer.session_id := v_recording.session_id;
  v_answer.execution_id := v_recording.execution_id;
  v_answer.complete := v_answer.chunks = v_through - visual_chunk.sequence + 1;
  -- Weak tags too: a proxy that compresses makes them of strong ones.
  if v_answer.etag = any (
    regexp_split_to_array(replace(visual_chunk.if_none_match, 'W/', ''), '\s*,\s*')
  ) then
    return v_answer;
  end if;
  select replace(encode(string_agg(c.content, '' order by c.sequence), 'base64'), E'\n', '')
  into v_answer.content
  from public.visual_chunks as c
  where c.execution_id = v_recording.execution_id
    and c.tab = visual_chunk.tab
    and c.sequence between visual_chunk.sequence and v_through;
  return v_answer;
end
$$;
comment on function public.visual_chunk(text, text, integer, integer, uuid, text) is
  'The bytes of a chunk of a visual session that the caller may see, or of all that are stored '
  'from sequence through through; at most 32 MiB. if_none_match: entity tags of answers that the '
  'caller has, as the header of this name; where one is current, no bytes are read. user_id: the '
  'service says for whom it asks. Errors: invalid_parameter, visual_session_not_found, '
  'visual_chunk_not_found, payload_too_large, user_id_required, user_id_not_allowed, '
  'user_not_found.';
revoke all on function public.visual_chunk(text, text, integer, integer, uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.visual_chunk(text, text, integer, integer, uuid, text)
  to authenticated, service_role;
