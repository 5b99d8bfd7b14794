-- A request to stop. The run goes on until its runner obeys or its grace time is over.

create function public.cancel_execution(
  execution_id uuid,
  reason text default null
)
returns public.execution
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_execution public.workflow_executions;
  v_problem text := case
    when cancel_execution.execution_id is null then 'execution_id is required.'
    when char_length(cancel_execution.reason) > 500 then 'reason has at most 500 characters.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  update public.workflow_executions as e
  set cancel_requested_at = now(), cancel_reason = nullif(cancel_execution.reason, '')
  where e.execution_id = cancel_execution.execution_id
    and e.status = 'running'
    and e.cancel_requested_at is null
  returning * into v_execution;
  if v_execution.execution_id is null then
    -- Asked before, finished, or none that the caller may update: a shared one is not found.
    select e.* into v_execution
    from public.workflow_executions as e
    where e.execution_id = cancel_execution.execution_id
      and (not private.caller_is_user() or e.user_id = auth.uid());
  end if;
  if v_execution.execution_id is null then
    perform private.refuse(
      404,
      'execution_not_found',
      format('There is no execution %s.', cancel_execution.execution_id),
      'Check execution_id and whose token you use.'
    );
  elsif v_execution.status not in ('running', 'cancelled') then
    perform private.refuse(
      409,
      'execution_already_finished',
      format('Execution %s is %s and cannot be stopped.', v_execution.execution_id,
        v_execution.status),
      'A final status stays; there is nothing left to stop.'
    );
  end if;
  return private.execution(v_execution);
end
$$;
comment on function public.cancel_execution(uuid, text) is
  'Asks a running run to stop, and returns it. The runner learns of it from the answer to its next '
  'heartbeat and on the private channel execution:<id>; a run that has not ended within its '
  'workflow''s grace time (60 seconds by default) is ended as cancelled, cancel_grace_over. '
  'reason: at most 500 characters. A repeated request, and one on a cancelled run, changes '
  'nothing. Errors: invalid_parameter, execution_not_found, execution_already_finished.';
revoke all on function public.cancel_execution(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.cancel_execution(uuid, text) to authenticated, service_role;
