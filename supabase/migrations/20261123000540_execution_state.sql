-- What an execution is never changes, and its status becomes final once.

create function private.tg_execution__identity()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if current_user in ('authenticated', 'service_role') and (
    old.execution_id, old.workflow_id, old.user_id, old.created_at, old.mode, old.visual_enabled,
    old.visual_streaming_enabled, old.visual_quality, old.inputs, old.idempotency_key,
    old.idempotency_fingerprint, old.inserted_in
  ) is distinct from (
    new.execution_id, new.workflow_id, new.user_id, new.created_at, new.mode, new.visual_enabled,
    new.visual_streaming_enabled, new.visual_quality, new.inputs, new.idempotency_key,
    new.idempotency_fingerprint, new.inserted_in
  ) then
    perform private.refuse(
      409,
      'execution_identity_is_fixed',
      'execution_id, workflow_id, user_id, created_at, mode, inputs and visual settings of an '
      'execution never change.',
      'Create a new execution.'
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution__identity() is
  'Refuses the API''s roles any change of what an execution is: 409 execution_identity_is_fixed.';
revoke all on function private.tg_execution__identity() from public;

create trigger _500_identity
  before update of
    execution_id, workflow_id, user_id, created_at, mode, visual_enabled, visual_streaming_enabled,
    visual_quality, inputs, idempotency_key, idempotency_fingerprint, inserted_in
  on public.workflow_executions
  for each row execute function private.tg_execution__identity();

create function private.tg_execution__state()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  new.updated_at := now();
  if new.session_id is distinct from old.session_id and old.session_id is not null then
    perform private.refuse(
      409,
      'session_already_linked',
      format('Execution %s already has session %s.', old.execution_id, old.session_id),
      'Leave session_id out; create a new execution for another session.'
    );
  end if;
  if new.session_id <> coalesce(old.session_id, '') then
    -- The unique index holds in any case, but refuses in words that name an index. With the lock,
    -- the second of two at once waits until it can see the first.
    perform pg_advisory_xact_lock(
      hashtextextended(concat(old.owner_key, new.session_id), 0)
    );
    if exists (
      select 1 from public.workflow_executions as e
      where e.owner_key = old.owner_key and e.session_id = new.session_id
    ) then
      perform private.refuse(
        409,
        'session_id_in_use',
        format('Session %s belongs to another execution.', new.session_id),
        'Use another session_id.'
      );
    end if;
  end if;
  if old.status = 'running' then
    -- Reports may arrive out of order: while it runs, metrics only grow.
    new.execution_time_seconds := greatest(old.execution_time_seconds, new.execution_time_seconds);
    new.visual_events_captured := greatest(old.visual_events_captured, new.visual_events_captured);
    new.visual_stream_duration := greatest(old.visual_stream_duration, new.visual_stream_duration);
    if current_user in ('authenticated', 'service_role') then
      -- Who reports a beat or asks a run to stop says that it is so, not when.
      new.last_heartbeat_at := case
        when new.last_heartbeat_at is distinct from old.last_heartbeat_at then now()
        else old.last_heartbeat_at
      end;
      new.error_code := old.error_code;
      if old.cancel_requested_at is not null or new.status <> 'running' then
        new.cancel_requested_at := old.cancel_requested_at;
        new.cancel_reason := old.cancel_reason;
      elsif num_nonnulls(new.cancel_requested_at, new.cancel_reason) > 0 then
        new.cancel_requested_at := now();
      end if;
    end if;
    if new.status <> 'running' then
      new.completed_at := greatest(now(), new.created_at);
      new.execution_time_seconds := coalesce(
        new.execution_time_seconds, private.seconds_between(new.created_at, new.completed_at)
      );
    else
      new.completed_at := null;
    end if;
    return new;
  end if;

  if new.status <> old.status then
    perform private.refuse(
      409,
      'execution_already_finished',
      format(
        'Execution %s is %s since %s and cannot become %s.',
        old.execution_id, old.status, to_char(old.completed_at at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS"Z"'), new.status
      ),
      'A final status stays. Report late metrics with the same status, or create a new execution.'
    );
  end if;
  -- Final: what is known stays, what is still null may be filled by a late report.
  new.completed_at := old.completed_at;
  new.progress := old.progress;
  new.error_code := old.error_code;
  new.last_heartbeat_at := old.last_heartbeat_at;
  new.cancel_requested_at := old.cancel_requested_at;
  new.cancel_reason := old.cancel_reason;
  new.execution_time_seconds := coalesce(old.execution_time_seconds, new.execution_time_seconds);
  new.visual_events_captured := coalesce(old.visual_events_captured, new.visual_events_captured);
  new.visual_stream_duration := coalesce(old.visual_stream_duration, new.visual_stream_duration);
  -- Payloads go back to null by retention only, which runs as the table's owner, and stay so.
  if current_user in ('authenticated', 'service_role') then
    new.error := coalesce(old.error, new.error);
    new.payloads_expired_at := old.payloads_expired_at;
    new.visual_expired_at := old.visual_expired_at;
    if old.payloads_expired_at is null then
      new.result := coalesce(old.result, new.result);
      new.logs := coalesce(old.logs, new.logs);
    else
      new.result := null;
      new.logs := null;
    end if;
  end if;
  -- A repeated report that fills nothing is no change. (A generated column is null in new.)
  new.updated_at := old.updated_at;
  new.owner_key := old.owner_key;
  if new is distinct from old then
    new.updated_at := now();
  end if;
  return new;
end
$$;
comment on function private.tg_execution__state() is
  'The state machine: running -> completed, failed or cancelled, once (409 '
  'execution_already_finished). While running metrics are stored as the greatest reported, '
  'heartbeats and the request to stop (made once, never withdrawn) at the time they arrive; once '
  'final, status, times, metrics and payloads stay, and only what is still null can be filled; '
  'payloads that retention removed stay away.';
revoke all on function private.tg_execution__state() from public;

create trigger _600_state
  before update on public.workflow_executions
  for each row execute function private.tg_execution__state();
