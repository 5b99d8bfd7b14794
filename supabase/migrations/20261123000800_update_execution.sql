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
  held boolean,
  payloads_expired_at timestamptz,
  visual_expired_at timestamptz,
  created_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz,
  inputs jsonb,
  result jsonb,
  logs jsonb
);
comment on type public.execution is
  'An execution with its payloads, as answers show it. Times in ISO 8601, durations in seconds, '
  'progress in percent. payloads_expired_at, visual_expired_at: when retention removed result, '
  'logs and events, and the recording; null while they are kept.';

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
    e.last_heartbeat_at, e.cancel_requested_at, e.cancel_reason::text, e.held,
    e.payloads_expired_at, e.visual_expired_at, e.created_at, e.completed_at, e.updated_at,
    e.inputs, e.result, e.logs
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
  held boolean,
  payloads_expired_at timestamptz,
  visual_expired_at timestamptz,
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

create type private.execution_report as (
  execution_id uuid,
  status text,
  result jsonb,
  error text,
  logs jsonb,
  append_logs jsonb,
  execution_time_seconds numeric,
  visual_events_captured integer,
  visual_stream_duration numeric,
  progress numeric,
  session_id text,
  metadata jsonb,
  tags text[],
  hold boolean
);
comment on type private.execution_report is
  'The parameters of update_execution(), in their order; an item of update_executions().';

create function private.check_report(
  report private.execution_report
)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_problem text := case
    when report.execution_id is null then 'execution_id is required.'
    when report.status not in ('running', 'completed', 'failed', 'cancelled')
      then 'status is running, completed, failed or cancelled.'
    when jsonb_typeof(report.logs) <> 'array' then 'logs is a list.'
    when jsonb_typeof(report.metadata) <> 'object' then 'metadata is a JSON object.'
    when report.execution_time_seconds not between 0 and 9999999.999
      then 'execution_time_seconds is between 0 and 9999999.999.'
    when report.visual_stream_duration not between 0 and 9999999.999
      then 'visual_stream_duration is between 0 and 9999999.999 seconds.'
    when report.visual_events_captured < 0 then 'visual_events_captured is not negative.'
    when report.progress not between 0 and 100 then 'progress is between 0 and 100.'
    when report.session_id !~ '^[A-Za-z0-9][A-Za-z0-9._~-]{0,254}$'
      then 'session_id is a letter or digit and up to 254 more out of A-Z a-z 0-9 . _ ~ and -.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
end
$$;
comment on function private.check_report(private.execution_report) is
  'Raises invalid_parameter when a value of the report makes no sense.';
revoke all on function private.check_report(private.execution_report) from public;
grant execute on function private.check_report(private.execution_report)
  to authenticated, service_role;

create function private.apply_report(
  report private.execution_report
)
returns public.workflow_executions
language plpgsql
volatile
security invoker
set search_path = ''
-- Plans are kept, and while the table is small all seem cheap: one that reads the whole table, or
-- all rows of the owner, then does so until the next analyze (32 ms a report at 17 000 rows). With
-- this the key, which finds one row, is cheaper than anything else from the first row on.
set enable_seqscan = off
set cpu_index_tuple_cost = 10000
as $$
declare
  v_updated public.workflow_executions;
begin
  perform private.check_report(apply_report.report);
  perform set_config('runtrail.late_reports', '', true);
  -- The policy lets a user through to their own rows only. What a finished execution keeps is
  -- decided by the state trigger, on the row as it is once this statement holds its lock.
  update public.workflow_executions as e
  set
    status = coalesce(report.status, e.status),
    result = coalesce(report.result, e.result),
    error = coalesce(report.error, e.error),
    logs = coalesce(report.logs, e.logs),
    execution_time_seconds = coalesce(report.execution_time_seconds, e.execution_time_seconds),
    visual_events_captured = coalesce(report.visual_events_captured, e.visual_events_captured),
    visual_stream_duration = coalesce(report.visual_stream_duration, e.visual_stream_duration),
    progress = coalesce(report.progress, e.progress),
    session_id = coalesce(report.session_id, e.session_id),
    metadata = coalesce(report.metadata, e.metadata),
    tags = coalesce(report.tags, e.tags),
    held = coalesce(report.hold, e.held)
  where e.execution_id = report.execution_id
  returning * into v_updated;
  if v_updated.execution_id is null then
    perform private.refuse(
      404,
      'execution_not_found',
      format('There is no execution %s.', report.execution_id),
      'Check execution_id and whose token you use.'
    );
  end if;
  if report.append_logs is not null then
    perform private.append_logs(array[report.execution_id], array[report.append_logs]);
  end if;
  return v_updated;
end
$$;
comment on function private.apply_report(private.execution_report) is
  'Reports on an execution and gives the row as it then is. Raises invalid_parameter, '
  'execution_not_found and what triggers raise.';
revoke all on function private.apply_report(private.execution_report) from public;
grant execute on function private.apply_report(private.execution_report)
  to authenticated, service_role;

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
  tags text[] default null,
  hold boolean default null
)
returns public.reported_execution
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_updated public.workflow_executions := private.apply_report(row(
    update_execution.execution_id, update_execution.status, update_execution.result,
    update_execution.error, update_execution.logs, update_execution.append_logs,
    update_execution.execution_time_seconds, update_execution.visual_events_captured,
    update_execution.visual_stream_duration, update_execution.progress,
    update_execution.session_id, update_execution.metadata, update_execution.tags,
    update_execution.hold
  )::private.execution_report);
  v_execution public.execution;
begin
  v_execution := private.execution(v_updated);
  return row(
    v_execution.*, v_updated.execution_id = any (private.late_reports())
  )::public.reported_execution;
end
$$;

comment on function public.update_execution(
  uuid, text, jsonb, text, jsonb, jsonb, numeric, integer, numeric, numeric, text, jsonb, text[],
  boolean
) is
  'Reports on an execution and returns it. status: running -> completed, failed or cancelled, '
  'once. result: any JSON. error: text. logs replaces, append_logs adds (strings, or objects '
  '{message, at?, level?, kind?, step?, data?, id?, step_id?}, see execution_events; one whose id '
  'the execution has is left out, so that a report may be repeated). execution_time_seconds and '
  'visual_stream_duration: seconds; visual_events_captured: a count; while running the greatest '
  'report is kept. progress: percent. session_id: while it has none. metadata, tags: replace, '
  'also when finished. hold: true exempts the run from retention and deletion, false ends that, '
  'also when finished. Absent parameters leave things as they are. On a finished execution only '
  'what is still null is filled. On one that the database ended nothing is: the report becomes an '
  'event, and the answer has late = true and status 409. Errors: invalid_parameter, '
  'execution_not_found, execution_already_finished, session_already_linked, session_id_in_use, '
  'payload_too_large.';
revoke all on function public.update_execution(
  uuid, text, jsonb, text, jsonb, jsonb, numeric, integer, numeric, numeric, text, jsonb, text[],
  boolean
) from public, anon, authenticated, service_role;
grant execute on function public.update_execution(
  uuid, text, jsonb, text, jsonb, jsonb, numeric, integer, numeric, numeric, text, jsonb, text[],
  boolean
) to authenticated, service_role;
