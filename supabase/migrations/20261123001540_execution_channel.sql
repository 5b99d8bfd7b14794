-- The private Realtime channel execution:<id> tells a runner at once that its run is asked to
-- stop. Nobody depends on it: the answer to a heartbeat says the same. Where there is no Realtime,
-- nothing is sent.

create function private.tg_execution__cancel_requested()
returns trigger
language plpgsql
volatile
-- definer because: the API roles write no messages of their own, and send() writes as its caller.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    -- Never the reason, nor any other text: who listens may be behind in what they may read.
    perform realtime.send(
      jsonb_build_object(
        'execution_id', new.execution_id,
        'workflow_id', new.workflow_id,
        'status', new.status,
        'cancel_requested_at', new.cancel_requested_at
      ),
      'cancel_requested',
      'execution:' || new.execution_id,
      true
    );
  end if;
  return null;
exception when others then
  raise warning 'cancel_requested was not sent: %', sqlerrm;
  return null;
end
$$;
comment on function private.tg_execution__cancel_requested() is
  'Sends cancel_requested with ids, status and time to the run''s private channel. A failure is a '
  'warning: the request to stop stands.';
revoke all on function private.tg_execution__cancel_requested() from public;

create trigger _700_cancel_requested
  after update of cancel_requested_at, cancel_reason on public.workflow_executions
  for each row
  when (old.cancel_requested_at is null and new.cancel_requested_at is not null)
  execute function private.tg_execution__cancel_requested();

create function private.execution_of_topic(
  topic text
)
returns uuid
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return substring(
    execution_of_topic.topic
    from '^(?:execution|visual):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$'
  )::uuid;
end
$$;
comment on function private.execution_of_topic(text) is
  'The execution whose channel (execution:<id> or visual:<id>) has this topic; null for any other '
  'topic.';
revoke all on function private.execution_of_topic(text) from public;
grant execute on function private.execution_of_topic(text) to authenticated, service_role;

-- Who may read the execution may listen: the select policy of its table decides, since the policy
-- below reads it as the caller. There is no policy for insert: clients do not speak here.
do $$
begin
  if to_regprocedure('realtime.topic()') is null then
    raise notice 'Realtime is not available: requests to stop are told by heartbeats only.';
    return;
  end if;
  execute $policy$
    create policy "users hear of executions they may read"
      on realtime.messages for select to authenticated
      using (
        extension = 'broadcast'
        and exists (
          select 1
          from public.workflow_executions as e
          where e.execution_id = (select private.execution_of_topic(realtime.topic()))
        )
      )
  $policy$;
exception when insufficient_privilege or undefined_table then
  raise warning 'No policy on realtime.messages (%): requests to stop are told by heartbeats only.',
    sqlerrm;
end
$$;
