-- A sign of life. It touches no indexed column, so that most beats are HOT updates, and at most one
-- in five seconds is stored: a runner may beat as often as it likes to learn of a request to stop.

create type public.heartbeat as (
  execution_id uuid,
  status text,
  error_code text,
  recorded boolean,
  cancel_requested boolean,
  cancel_reason text,
  cancel_requested_at timestamptz,
  late boolean,
  last_heartbeat_at timestamptz
);
comment on type public.heartbeat is
  'Answer of heartbeat_execution(). status: go on while it is running, else stop beating. recorded '
  '= false: the run has beaten within 5 seconds, or is finished. cancel_requested = true: end the '
  'run and report it as cancelled. late = true (with status 409): the database ended the run.';

create function private.keep_late_beat(
  execution_id uuid,
  progress numeric,
  visual_events_captured integer
)
returns boolean
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform private.answer_late(keep_late_beat.execution_id);
  -- It changes nothing but goes the way of all late reports, once.
  update public.workflow_executions as e
  set
    last_heartbeat_at = clock_timestamp(),
    progress = coalesce(keep_late_beat.progress, e.progress),
    visual_events_captured = coalesce(
      keep_late_beat.visual_events_captured, e.visual_events_captured
    )
  where e.execution_id = keep_late_beat.execution_id
    and not exists (
      select 1
      from public.execution_events as v
      where v.execution_id = e.execution_id
        and v.kind = 'late_report'
        and v.data ? 'last_heartbeat_at'
    );
  return found;
end
$$;
comment on function private.keep_late_beat(uuid, numeric, integer) is
  'Keeps the first heartbeat of a run after the database ended it as an event; true if this was '
  'it. Those that follow write nothing. The request is answered with status 409.';
revoke all on function private.keep_late_beat(uuid, numeric, integer) from public;
grant execute on function private.keep_late_beat(uuid, numeric, integer)
  to authenticated, service_role;

create function public.heartbeat_execution(
  execution_id uuid,
  progress numeric default null,
  message text default null,
  visual_events_captured integer default null
)
returns public.heartbeat
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_answer public.heartbeat;
  v_takes_message boolean;
  v_problem text := case
    when heartbeat_execution.execution_id is null then 'execution_id is required.'
    when heartbeat_execution.progress not between 0 and 100 then 'progress is between 0 and 100.'
    when heartbeat_execution.visual_events_captured < 0
      then 'visual_events_captured is not negative.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  update public.workflow_executions as e
  set
    last_heartbeat_at = now(),
    progress = coalesce(heartbeat_execution.progress, e.progress),
    visual_events_captured = coalesce(
      heartbeat_execution.visual_events_captured, e.visual_events_captured
    )
  where e.execution_id = heartbeat_execution.execution_id
    and e.status = 'running'
    and (e.last_heartbeat_at is null or e.last_heartbeat_at <= now() - interval '5 seconds')
  returning e.status, e.cancel_requested_at, e.cancel_reason, e.last_heartbeat_at
  into
    v_answer.status, v_answer.cancel_requested_at, v_answer.cancel_reason,
    v_answer.last_heartbeat_at;
  v_answer.recorded := found;
  if not found then
    -- Throttled, finished, or none that the caller may update: a shared one is not found.
    select e.status, e.cancel_requested_at, e.cancel_reason, e.last_heartbeat_at, e.error_code
    into
      v_answer.status, v_answer.cancel_requested_at, v_answer.cancel_reason,
      v_answer.last_heartbeat_at, v_answer.error_code
    from public.workflow_executions as e
    where e.execution_id = heartbeat_execution.execution_id
      and (not private.caller_is_user() or e.user_id = auth.uid());
    if not found then
      perform private.refuse(
        404,
        'execution_not_found',
        format('There is no execution %s.', heartbeat_execution.execution_id),
        'Check execution_id and whose token you use.'
      );
    end if;
  end if;
  v_answer.execution_id := heartbeat_execution.execution_id;
  v_answer.cancel_requested := v_answer.cancel_requested_at is not null;
  v_takes_message := v_answer.status = 'running';
  v_answer.late := v_answer.status <> 'running' and v_answer.error_code is not null;
  if v_answer.late then
    v_takes_message := private.keep_late_beat(
      heartbeat_execution.execution_id, heartbeat_execution.progress,
      heartbeat_execution.visual_events_captured
    );
  end if;
  if heartbeat_execution.message is not null and v_takes_message then
    insert into public.execution_events (execution_id, message)
    values (heartbeat_execution.execution_id, heartbeat_execution.message);
    if not v_answer.late and heartbeat_execution.execution_id = any (private.late_reports()) then
      -- It was ended between the two statements: answer what it is now.
      return public.heartbeat_execution(heartbeat_execution.execution_id);
    end if;
  end if;
  return v_answer;
end
$$;
comment on function public.heartbeat_execution(uuid, numeric, text, integer) is
  'Says that a run is alive, and answers whether it was asked to stop. progress: percent. message: '
  'a log line, added while the run lasts. visual_events_captured: a count; the greatest is kept. A '
  'beat within 5 seconds of the last one is not stored, though its message is. A run that has '
  'beaten once and is silent for longer than its workflow''s limit (300 seconds by default) is '
  'ended as failed, heartbeat_lost. On a finished run nothing changes and its status is answered; '
  'when the database ended it, with late = true and status 409. Errors: invalid_parameter, '
  'execution_not_found, payload_too_large.';
revoke all on function public.heartbeat_execution(uuid, numeric, text, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.heartbeat_execution(uuid, numeric, text, integer)
  to authenticated, service_role;
