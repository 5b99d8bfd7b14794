-- Changes of executions are told as they are committed, on two private Realtime channels: that of
-- the owner (shared runs have one, too) and that of the run, which nobody can have joined when it
-- begins. Who may join: see private_channels. What was missed is asked for: see execution_states.
--
-- What is told is small: ids, status, progress and times. One message a change and channel, by
-- realtime.send(), which writes a row; pg_notify takes a lock that all commits queue for (measured:
-- 0.44 of the throughput).
--
-- Deliberately not told: a run that is inserted finished, which nobody can have waited for. An
-- import of a million runs would send as many messages.

create function private.tg_execution__change()
returns trigger
language plpgsql
volatile
-- definer because: the API roles write no messages of their own, and send() writes as its caller.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_change jsonb;
begin
  -- Progress by whole percents: a run that goes forward sends at most 100, however often it
  -- reports, and who watches is less than one percent behind. A bound by time would have to keep
  -- the time of the last message in the row, and would hold back the last report before a pause.
  if new.status = old.status and floor(new.progress) is not distinct from floor(old.progress) then
    return null;
  end if;
  if not (select s.broadcasts_changes from private.settings as s) then
    return null;
  end if;
  v_change := jsonb_build_object(
    'execution_id', new.execution_id,
    'workflow_id', new.workflow_id,
    'status', new.status,
    'progress', new.progress,
    'created_at', new.created_at,
    'updated_at', new.updated_at,
    'completed_at', new.completed_at
  );
  -- As private.broadcast() does, whose call takes an eighth of what telling takes.
  begin
    if tg_op = 'INSERT' then
      perform realtime.send(v_change, 'execution_changed', 'executions:' || new.owner_key, true);
    else
      -- In one statement, whose cost is paid once.
      perform
        realtime.send(v_change, 'execution_changed', 'executions:' || new.owner_key, true),
        realtime.send(v_change, 'execution_changed', 'execution:' || new.execution_id, true);
    end if;
  exception
    when invalid_schema_name or undefined_function then
      null;
    when others then
      raise warning 'execution_changed was not sent: %', sqlerrm;
  end;
  return null;
end
$$;
comment on function private.tg_execution__change() is
  'Sends execution_changed when a run begins, when its status becomes final and when its progress '
  'reaches another whole percent: ids, status, progress and times, never content.';
revoke all on function private.tg_execution__change() from public;

create trigger _800_change_insert
  after insert on public.workflow_executions
  for each row when (new.completed_at is null)
  execute function private.tg_execution__change();
create trigger _800_change_update
  after update of status, progress on public.workflow_executions
  for each row execute function private.tg_execution__change();

create function private.tg_executions__deletion()
returns trigger
language plpgsql
volatile
-- definer because: the API roles write no messages of their own, and send() writes as its caller.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select 1 from removed)
    or not (select s.broadcasts_changes from private.settings as s) then
    return null;
  end if;
  -- Rows go in batches; 100 of them make a message of 11 kB.
  perform private.broadcast(
    array['executions:' || m.owner_key], 'executions_deleted',
    jsonb_build_object('executions', m.executions)
  )
  from (
    select
      r.owner_key,
      jsonb_agg(
        jsonb_build_object('execution_id', r.execution_id, 'workflow_id', r.workflow_id)
        order by r.execution_id
      ) as executions
    from (
      select
        d.owner_key, d.execution_id, d.workflow_id,
        (row_number() over (partition by d.owner_key order by d.execution_id) - 1) / 100 as part
      from removed as d
    ) as r
    group by r.owner_key, r.part
  ) as m;
  -- On the run's own channel, too; but not by the thousand of runs that ended long ago, where
  -- retention removes them.
  if current_setting('runtrail.purging', true) is distinct from 'on' then
    perform private.broadcast(
      array['execution:' || d.execution_id], 'executions_deleted',
      jsonb_build_object('executions', jsonb_build_array(
        jsonb_build_object('execution_id', d.execution_id, 'workflow_id', d.workflow_id)
      ))
    )
    from removed as d;
  end if;
  return null;
end
$$;
comment on function private.tg_executions__deletion() is
  'Sends executions_deleted with the ids of deleted executions and their workflows, at most 100 in '
  'a message; on the channel of each, too, unless retention deletes.';
revoke all on function private.tg_executions__deletion() from public;

create trigger _800_deletion
  after delete on public.workflow_executions
  referencing old table as removed
  for each statement execute function private.tg_executions__deletion();
