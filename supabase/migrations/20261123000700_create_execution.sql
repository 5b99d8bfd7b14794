create type public.created_execution as (
  execution_id uuid,
  workflow_id uuid,
  status text,
  created_at timestamptz,
  session_id text,
  visual_stream_url text,
  viewer_url text,
  replayed boolean
);
comment on type public.created_execution is
  'Answer of create_execution(): the record made, or with replayed = true the one that an earlier '
  'request with the same idempotency key made, as it was then: running. Session and links are null '
  'unless it streams.';

create type private.new_execution as (
  workflow_id uuid,
  inputs jsonb,
  mode text,
  visual_enabled boolean,
  visual_streaming_enabled boolean,
  visual_quality text,
  user_id uuid,
  idempotency_key text,
  metadata jsonb,
  tags text[],
  timeout_seconds integer,
  session_id text
);
comment on type private.new_execution is
  'The parameters of create_execution(), in their order; an item of create_executions().';

create function private.asked_execution(
  asked private.new_execution
)
returns public.workflow_executions
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_execution public.workflow_executions;
  v_problem text := case
    when asked.workflow_id is null then 'workflow_id is required.'
    when jsonb_typeof(asked.inputs) <> 'object' then 'inputs is a JSON object.'
    when asked.mode not in ('cloud-run', 'local-run') then 'mode is cloud-run or local-run.'
    when asked.visual_quality not in ('low', 'standard', 'high')
      then 'visual_quality is low, standard or high.'
    when jsonb_typeof(asked.metadata) <> 'object' then 'metadata is a JSON object.'
    when asked.timeout_seconds not between 1 and 2592000
      then 'timeout_seconds is between 1 and 2592000 (30 days).'
    when asked.session_id !~ '^[A-Za-z0-9][A-Za-z0-9._~-]{0,254}$'
      then 'session_id is a letter or digit and up to 254 more out of A-Z a-z 0-9 . _ ~ and -.'
    when char_length(asked.idempotency_key) not between 1 and 255
      then 'idempotency_key has 1 to 255 characters.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  v_execution.user_id := asked.user_id;
  if private.caller_is_user() then
    v_execution.user_id := auth.uid();
    -- What is wrong then, owner_keys() says; to ask it always costs a create 3 %.
    if v_execution.user_id is null or asked.user_id <> v_execution.user_id then
      perform private.owner_keys(asked.user_id);
    end if;
  end if;
  v_execution.workflow_id := asked.workflow_id;
  v_execution.inputs := coalesce(asked.inputs, '{}');
  v_execution.mode := coalesce(asked.mode, 'cloud-run');
  v_execution.visual_streaming_enabled := coalesce(asked.visual_streaming_enabled, false);
  v_execution.visual_enabled := coalesce(
    asked.visual_enabled, v_execution.visual_streaming_enabled
  );
  v_execution.visual_quality := asked.visual_quality;
  v_execution.session_id := asked.session_id;
  v_execution.metadata := coalesce(asked.metadata, '{}');
  v_execution.tags := coalesce(asked.tags, '{}');
  v_execution.timeout_seconds := asked.timeout_seconds;
  v_execution.idempotency_key := asked.idempotency_key;
  return v_execution;
end
$$;
comment on function private.asked_execution(private.new_execution) is
  'The row that a create asks for, with the defaults. Raises invalid_parameter, '
  'user_id_not_allowed, authentication_required.';
revoke all on function private.asked_execution(private.new_execution) from public;
grant execute on function private.asked_execution(private.new_execution)
  to authenticated, service_role;

create function private.execution_of_idempotency_key(
  asked public.workflow_executions
)
returns public.workflow_executions
language plpgsql
volatile
security invoker
set search_path = ''
-- See private.apply_report().
set enable_seqscan = off
set cpu_index_tuple_cost = 10000
as $$
declare
  v_found public.workflow_executions;
begin
  select e.* into v_found
  from public.workflow_executions as e
  where e.owner_key = coalesce(asked.user_id, '00000000-0000-0000-0000-000000000000')
    and e.idempotency_key = asked.idempotency_key;
  if found and v_found.idempotency_fingerprint <> private.idempotency_fingerprint(asked) then
    perform private.refuse(
      409,
      'idempotency_key_reused',
      format('This idempotency key made execution %s, with other content.', v_found.execution_id),
      'Repeat the request unchanged to get that execution, or use a new key for a new one.'
    );
  end if;
  return v_found;
end
$$;
comment on function private.execution_of_idempotency_key(public.workflow_executions) is
  'The execution that an earlier request with the same idempotency key and content made, or null. '
  'Raises 409 idempotency_key_reused when the content differs.';
revoke all on function private.execution_of_idempotency_key(public.workflow_executions) from public;
grant execute on function private.execution_of_idempotency_key(public.workflow_executions)
  to authenticated, service_role;

create function private.insert_execution(
  asked public.workflow_executions
)
returns public.workflow_executions
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_created public.workflow_executions;
begin
  -- Twice the same but for user_id, which users are not granted: theirs is the column's default.
  if private.caller_is_user() then
    insert into public.workflow_executions (
      workflow_id, inputs, mode, visual_enabled, visual_streaming_enabled, visual_quality,
      session_id, metadata, tags, timeout_seconds, idempotency_key
    )
    values (
      asked.workflow_id, asked.inputs, asked.mode, asked.visual_enabled,
      asked.visual_streaming_enabled, asked.visual_quality, asked.session_id, asked.metadata,
      asked.tags, asked.timeout_seconds, asked.idempotency_key
    )
    on conflict do nothing
    returning * into v_created;
  else
    insert into public.workflow_executions (
      user_id, workflow_id, inputs, mode, visual_enabled, visual_streaming_enabled, visual_quality,
      session_id, metadata, tags, timeout_seconds, idempotency_key
    )
    values (
      asked.user_id, asked.workflow_id, asked.inputs, asked.mode, asked.visual_enabled,
      asked.visual_streaming_enabled, asked.visual_quality, asked.session_id, asked.metadata,
      asked.tags, asked.timeout_seconds, asked.idempotency_key
    )
    on conflict do nothing
    returning * into v_created;
  end if;
  return v_created;
end
$$;
comment on function private.insert_execution(public.workflow_executions) is
  'Inserts what is asked and returns the row; null when the owner''s idempotency key or '
  'session_id is taken.';
revoke all on function private.insert_execution(public.workflow_executions) from public;
grant execute on function private.insert_execution(public.workflow_executions)
  to authenticated, service_role;

create function private.created_execution(
  execution public.workflow_executions,
  replayed boolean
)
returns public.created_execution
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return row(
    execution.execution_id,
    execution.workflow_id,
    -- A replay is the first answer, whatever has become of the run since.
    case when created_execution.replayed then 'running' else execution.status::text end,
    execution.created_at,
    execution.session_id::text,
    case when execution.visual_streaming_enabled
      then private.visual_url(execution.session_id, 'stream') end,
    case when execution.visual_streaming_enabled
      then private.visual_url(execution.session_id, 'viewer') end,
    created_execution.replayed
  )::public.created_execution;
end
$$;
comment on function private.created_execution(public.workflow_executions, boolean) is
  'An execution in the form in which create_execution() answers.';
revoke all on function private.created_execution(public.workflow_executions, boolean) from public;
grant execute on function private.created_execution(public.workflow_executions, boolean)
  to authenticated, service_role;

create function public.create_execution(
  workflow_id uuid,
  inputs jsonb default '{}',
  mode text default 'cloud-run',
  visual_enabled boolean default null,
  visual_streaming_enabled boolean default false,
  visual_quality text default null,
  user_id uuid default null,
  idempotency_key text default null,
  metadata jsonb default '{}',
  tags text[] default '{}',
  timeout_seconds integer default null,
  session_id text default null
)
returns public.created_execution
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_asked public.workflow_executions := private.asked_execution(row(
    create_execution.workflow_id, create_execution.inputs, create_execution.mode,
    create_execution.visual_enabled, create_execution.visual_streaming_enabled,
    create_execution.visual_quality, create_execution.user_id, create_execution.idempotency_key,
    create_execution.metadata, create_execution.tags, create_execution.timeout_seconds,
    create_execution.session_id
  )::private.new_execution);
  v_created public.workflow_executions;
begin
  -- Asked before the insert, so that a repeated request is answered even when its workflow has been
  -- archived since; and after it, for the one that lost a race.
  if v_asked.idempotency_key is not null then
    v_created := private.execution_of_idempotency_key(v_asked);
  end if;
  if v_created.execution_id is not null then
    return private.created_execution(v_created, true);
  end if;
  v_created := private.insert_execution(v_asked);
  if v_created.execution_id is not null then
    return private.created_execution(v_created, false);
  end if;
  if v_asked.idempotency_key is not null then
    v_created := private.execution_of_idempotency_key(v_asked);
  end if;
  if v_created.execution_id is null then
    perform private.refuse(
      409,
      'session_id_in_use',
      format('Session %s belongs to another execution.', v_asked.session_id),
      'Use another session_id, or leave it out to have one made.'
    );
  end if;
  return private.created_execution(v_created, true);
end
$$;
comment on function public.create_execution(
  uuid, jsonb, text, boolean, boolean, text, uuid, text, jsonb, text[], integer, text
) is
  'Records that a workflow starts to run and returns its execution_id. inputs: a JSON object. '
  'mode: cloud-run or local-run. visual_enabled: absent, as visual_streaming_enabled. '
  'visual_quality: low, standard (when streaming, the default) or high. user_id: for the service, '
  'whose run it is; absent, a shared run of a public workflow. idempotency_key: the same key with '
  'the same content returns the first answer with replayed = true, for 7 days (by default). '
  'timeout_seconds: 1 to 2592000. session_id: an existing visual session; absent, one is made when '
  'streaming. Errors: invalid_parameter, workflow_not_found, workflow_archived, user_not_found, '
  'user_id_required, user_id_not_allowed, session_id_in_use, idempotency_key_reused, '
  'payload_too_large.';
revoke all on function public.create_execution(
  uuid, jsonb, text, boolean, boolean, text, uuid, text, jsonb, text[], integer, text
) from public, anon, authenticated, service_role;
grant execute on function public.create_execution(
  uuid, jsonb, text, boolean, boolean, text, uuid, text, jsonb, text[], integer, text
) to authenticated, service_role;
