create type public.execution as (
  execution_id uuid,
  workflow_id uuid,
  workflow_name text,
  user_id uuid,
  status text,
  mode text,
  visual_enabled boolean,
  visual_streaming_enabled boolean,
  visual_quality text,
  session_id text,
  error text,
  error_code text,
  execution_time_seconds numeric,
  visual_events_captured integer,
  visual_stream_duration numeric,
  progress numeric,
  metadata jsonb,
  tags text[],
  timeout_seconds integer,
  last_heartbeat_at timestamptz,
  cancel_requested_at timestamptz,
  cancel_reason text,
  created_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz,
  inputs jsonb,
  result jsonb,
  logs jsonb
);
comment on type public.execution is
  'An execution with its payloads, as answers show it. Times in ISO 8601, durations in seconds, '
  'progress in percent.';

create function private.execution(
  e public.workflow_executions
)
returns public.execution
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_workflow_name text;
begin
  select w.name into v_workflow_name
  from public.workflows as w
  where w.workflow_id = e.workflow_id;
  return row(
    e.execution_id, e.workflow_id, v_workflow_name, e.user_id, e.status::text, e.mode::text,
    e.visual_enabled, e.visual_streaming_enabled, e.visual_quality::text, e.session_id::text,
    e.error, e.error_code::text, e.execution_time_seconds, e.visual_events_captured,
    e.visual_stream_duration, e.progress, e.metadata, e.tags, e.timeout_seconds,
    e.last_heartbeat_at, e.cancel_requested_at, e.cancel_reason::text, e.created_at,
    e.completed_at, e.updated_at, e.inputs, e.result, e.logs
  )::public.execution;
end
$$;
comment on function private.execution(public.workflow_executions) is
  'A row of workflow_executions in the form in which answers show it.';
revoke all on function private.execution(public.workflow_executions) from public;
grant execute on function private.execution(public.workflow_executions)
  to authenticated, service_role;

create type public.reported_execution as (
  execution_id uuid,
  workflow_id uuid,
  workflow_name text,
  user_id uuid,
  status text,
  mode text,
  visual_enabled boolean,
  visual_streaming_enabled boolean,
  visual_quality text,
  session_id text,
  error text,
  error_code text,
  execution_time_seconds numeric,
  visual_events_captured integer,
  visual_stream_duration numeric,
  progress numeric,
  metadata jsonb,
  tags text[],
  timeout_seconds integer,
  last_heartbeat_at timestamptz,
  cancel_requested_at timestamptz,
  cancel_reason text,
  created_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz,
  inputs jsonb,
  result jsonb,
  logs jsonb,
  late boolean
);
comment on type public.reported_execution is
  'Answer of update_execution(): public.execution, and late = true (with status 409) when the '
  'database had ended the run before the report came: the report is kept as an event, and the '
  'execution is as it was.';

create function public.update_execution(
  execution_id uuid,
  status text default null,
  result jsonb default null,
  error text default null,
  logs jsonb default null,
  append_logs jsonb default null,
  execution_time_seconds numeric default null,
  visual_events_captured integer default null,
  visual_stream_duration numeric default null,
  progress numeric default null,
  session_id text default null,
  metadata jsonb default null,
  tags text[] default null
)
returns public.reported_execution
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_updated public.workflow_executions;
  v_execution public.execution;
  v_problem text := case
    when update_execution.execution_id is null then 'execution_id is required.'
    when update_execution.status not in ('running', 'completed', 'failed', 'cancelled')
      then 'status is running, completed, failed or cancelled.'
    when jsonb_typeof(update_execution.logs) <> 'array' then 'logs is a list.'
    when jsonb_typeof(update_execution.metadata) <> 'object' then 'metadata is a JSON object.'
    when update_execution.execution_time_seconds not between 0 and 9999999.999
      then 'execution_time_seconds is between 0 and 9999999.999.'
    when update_execution.visual_stream_duration not between 0 and 9999999.999
      then 'visual_stream_duration is between 0 and 9999999.999 seconds.'
    when update_execution.visual_events_captured < 0 then 'visual_events_captured is not negative.'
    when update_execution.progress not between 0 and 100 then 'progress is between 0 and 100.'
    when update_execution.session_id !~ '^[A-Za-z0-9][A-Za-z0-9._~-]{0,254}$'
      then 'session_id is a letter or digit and up to 254 more out of A-Z a-z 0-9 . _ ~ and -.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  perform set_config('runtrail.late_reports', '', true);
  -- The policy lets a user through to their own rows only. What a finished execution keeps is
  -- decided by the state trigger, on the row as it is once this statement holds its lock.
  update public.workflow_executions as e
  set
    status = coalesce(update_execution.status, e.status),
    result = coalesce(update_execution.result, e.result),
    error = coalesce(update_execution.error, e.error),
    logs = coalesce(update_execution.logs, e.logs),
    execution_time_seconds = coalesce(
      update_execution.execution_time_seconds, e.execution_time_seconds
    ),
    visual_events_captured = coalesce(
      update_execution.visual_events_captured, e.visual_events_captured
    ),
    visual_stream_duration = coalesce(
      update_execution.visual_stream_duration, e.visual_stream_duration
    ),
    progress = coalesce(update_execution.progress, e.progress),
    session_id = coalesce(update_execution.session_id, e.session_id),
    metadata = coalesce(update_execution.metadata, e.metadata),
    tags = coalesce(update_execution.tags, e.tags)
  where e.execution_id = update_execution.execution_id
  returning * into v_updated;
  if v_updated.execution_id is null then
    perform private.refuse(
      404,
      'execution_not_found',
      format('There is no execution %s.', update_execution.execution_id),
      'Check execution_id and whose token you use.'
    );
  end if;
  if update_execution.append_logs is not null then
    perform private.append_logs(update_execution.execution_id, update_execution.append_logs);
  end if;
  v_execution := private.execution(v_updated);
  return row(
    v_execution.*, v_updated.execution_id = any (private.late_reports())
  )::public.reported_execution;
end
$$;

comment on function public.update_execution(
  uuid, text, jsonb, text, jsonb, jsonb, numeric, integer, numeric, numeric, text, jsonb, text[]
) is
  'Reports on an execution and returns it. status: running -> completed, failed or cancelled, '
  'once. result: any JSON. error: text. logs replaces, append_logs adds (strings, or objects '
  '{message, at?, level?, step?, data?}). execution_time_seconds and visual_stream_duration: '
  'seconds; visual_events_captured: a count; while running the greatest report is kept. progress: '
  'percent. session_id: while it has none. metadata, tags: replace, also when finished. Absent '
  'parameters leave things as they are. On a finished execution only what is still null is '
  'filled. On one that the database ended nothing is: the report becomes an event, and the answer '
  'has late = true and status 409. Errors: invalid_parameter, execution_not_found, '
  'execution_already_finished, session_already_linked, session_id_in_use, payload_too_large.';
revoke all on function public.update_execution(
  uuid, text, jsonb, text, jsonb, jsonb, numeric, integer, numeric, numeric, text, jsonb, text[]
) from public, anon, authenticated, service_role;
grant execute on function public.update_execution(
  uuid, text, jsonb, text, jsonb, jsonb, numeric, integer, numeric, numeric, text, jsonb, text[]
) to authenticated, service_role;
