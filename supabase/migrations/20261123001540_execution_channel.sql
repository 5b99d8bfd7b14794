-- The private Realtime channel execution:<id> tells a runner at once that its run is asked to
-- stop. Who may join: see private_channels. Nobody depends on it: the answer to a heartbeat says
-- the same.

create function private.tg_execution__cancel_requested()
returns trigger
language plpgsql
volatile
-- definer because: the API roles write no messages of their own, and send() writes as its caller.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.broadcast(
    array['execution:' || new.execution_id],
    'cancel_requested',
    jsonb_build_object(
      'execution_id', new.execution_id,
      'workflow_id', new.workflow_id,
      'status', new.status,
      'cancel_requested_at', new.cancel_requested_at
    )
  );
  return null;
end
$$;
comment on function private.tg_execution__cancel_requested() is
  'Sends cancel_requested with ids, status and time to the run''s private channel, without the '
  'reason.';
revoke all on function private.tg_execution__cancel_requested() from public;

create trigger _700_cancel_requested
  after update of cancel_requested_at, cancel_reason on public.workflow_executions
  for each row
  when (old.cancel_requested_at is null and new.cancel_requested_at is not null)
  execute function private.tg_execution__cancel_requested();
