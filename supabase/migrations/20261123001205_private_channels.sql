-- Private Realtime channels: how something is told on them, and who may join.
--
--   executions:<owner_key>    all runs of an owner: status, progress, deletions; that of the zero
--                             UUID is for shared runs
--   execution:<execution_id>  one run: the same, and a request to stop
--   visual:<execution_id>     its recording: which chunks there are
--
-- Nobody depends on them: a message may be lost, and whatever it tells is there to be asked for.
-- Where there is no Realtime, nothing is sent.

create function private.broadcast(
  topics text[],
  event text,
  payload jsonb
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform realtime.send(broadcast.payload, broadcast.event, t.topic, true)
  from unnest(broadcast.topics) as t (topic);
exception
  when invalid_schema_name or undefined_function then
    -- There is no Realtime. To ask beforehand takes a fifth of what a message takes.
    null;
  when others then
    raise warning '% was not sent: %', broadcast.event, sqlerrm;
end
$$;
comment on function private.broadcast(text[], text, jsonb) is
  'Tells an event on private channels, when the transaction is committed. Never a reason, an '
  'error or any other content: who listens may be behind in what they may read. A failure is a '
  'warning: what it tells of stands.';
revoke all on function private.broadcast(text[], text, jsonb) from public;

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

create function private.owner_of_topic(
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
    owner_of_topic.topic from '^executions:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$'
  )::uuid;
end
$$;
comment on function private.owner_of_topic(text) is
  'The owner key whose runs are told of on the channel (executions:<owner_key>) with this topic; '
  'null for any other topic.';
revoke all on function private.owner_of_topic(text) from public;
grant execute on function private.owner_of_topic(text) to authenticated, service_role;

-- Who may read the rows may listen. Of an owner's runs the condition is that of the select policy
-- of their table; of one run that policy itself decides, since this one reads it as the caller.
-- There is no policy for insert: clients do not speak here.
do $$
begin
  if to_regprocedure('realtime.topic()') is null then
    raise notice 'Realtime is not available: what it would tell must be asked for.';
    return;
  end if;
  execute $policy$
    create policy "users hear of executions they may read"
      on realtime.messages for select to authenticated
      using (
        extension = 'broadcast'
        and (
          (select private.owner_of_topic(realtime.topic()))
            in ((select auth.uid()), (select private.shared_key()))
          or exists (
            select 1
            from public.workflow_executions as e
            where e.execution_id = (select private.execution_of_topic(realtime.topic()))
          )
        )
      )
  $policy$;
exception when insufficient_privilege or undefined_table then
  raise warning 'No policy on realtime.messages (%): what it would tell must be asked for.',
    sqlerrm;
end
$$;
