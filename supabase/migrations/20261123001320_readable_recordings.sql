-- Which recording a caller means by a session, for everything that reads one.

create function private.session_to_read(
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
  v_owner_keys uuid[];
  v_found public.visual_recordings[];
begin
  if session_to_read.session_id is null then
    perform private.refuse(
      400, 'invalid_parameter', 'session_id is required.', 'Correct it and send it again.'
    );
  end if;
  if private.caller_is_user() or session_to_read.user_id is not null then
    -- Their own session before a shared one of the same name.
    v_owner_keys := private.owner_keys(session_to_read.user_id);
    v_found := array(
      select r
      from public.visual_recordings as r
      where r.session_id = session_to_read.session_id and r.owner_key = any (v_owner_keys)
      order by r.owner_key = v_owner_keys[1] desc
      limit 1
    );
  else
    v_found := array(
      select r
      from public.visual_recordings as r
      where r.session_id = session_to_read.session_id
      limit 2
    );
  end if;
  if cardinality(v_found) = 0 then
    perform private.refuse(
      404,
      'visual_session_not_found',
      format('There is no visual session %s.', session_to_read.session_id),
      'Check session_id and whose token you use, and that the execution streams.'
    );
  elsif cardinality(v_found) > 1 then
    perform private.refuse(
      400,
      'user_id_required',
      'Several users have a session of this name.',
      'Send user_id; the answer is what that user would see.'
    );
  end if;
  return v_found[1];
end
$$;
comment on function private.session_to_read(text, uuid) is
  'The recording of a session that the caller may see: a user''s own or a shared one; for the '
  'service what user_id would see, or, without one, that of whoever has it. Raises '
  'visual_session_not_found, user_id_required, user_id_not_allowed, user_not_found, '
  'authentication_required.';
revoke all on function private.session_to_read(text, uuid) from public;
grant execute on function private.session_to_read(text, uuid) to authenticated, service_role;
