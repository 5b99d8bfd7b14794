-- A run that the database ended (see stuck_executions) may still have a runner that reports. Its
-- report changes nothing, is not lost and is no error to lose work over: it becomes an event of the
-- run, and the request is answered with status 409. Raising would roll the event back.
--
-- Late is what would have changed the run, and every line appended to it. A report that says what
-- the row says already has nothing to keep and is no late one; nor are labels, which stay free.

create function private.late_reports()
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return string_to_array(current_setting('runtrail.late_reports', true), ',')::uuid[];
end
$$;
comment on function private.late_reports() is
  'The executions on which this transaction has reported too late. A function that asks sets '
  'runtrail.late_reports to empty first.';
revoke all on function private.late_reports() from public;
grant execute on function private.late_reports() to authenticated, service_role;

create function private.answer_late(
  execution_id uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_late constant uuid[] := coalesce(private.late_reports(), '{}');
begin
  perform set_config('response.status', '409', true);
  if answer_late.execution_id <> all (v_late) then
    perform set_config(
      'runtrail.late_reports', array_to_string(v_late || answer_late.execution_id, ','), true
    );
  end if;
end
$$;
comment on function private.answer_late(uuid) is
  'Has the request answered with status 409, and notes the execution among private.late_reports().';
revoke all on function private.answer_late(uuid) from public;
grant execute on function private.answer_late(uuid) to authenticated, service_role;

create function private.tg_execution__late_report()
returns trigger
language plpgsql
volatile
-- definer because: users append no events of kind late_report.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reported jsonb;
begin
  if (
    old.status, old.result, old.error, old.logs, old.execution_time_seconds,
    old.visual_events_captured, old.visual_stream_duration, old.progress, old.session_id,
    old.last_heartbeat_at
  ) is not distinct from (
    new.status, new.result, new.error, new.logs, new.execution_time_seconds,
    new.visual_events_captured, new.visual_stream_duration, new.progress, new.session_id,
    new.last_heartbeat_at
  ) then
    return new;
  end if;
  select jsonb_object_agg(n.name, n.value) into v_reported
  from jsonb_each(to_jsonb(new)) as n (name, value)
  where n.name in (
      'status', 'result', 'error', 'logs', 'execution_time_seconds', 'visual_events_captured',
      'visual_stream_duration', 'progress', 'session_id', 'last_heartbeat_at'
    )
    and n.value is distinct from to_jsonb(old) -> n.name;
  new.status := old.status;
  new.result := old.result;
  new.error := old.error;
  new.logs := old.logs;
  new.execution_time_seconds := old.execution_time_seconds;
  new.visual_events_captured := old.visual_events_captured;
  new.visual_stream_duration := old.visual_stream_duration;
  new.progress := old.progress;
  new.session_id := old.session_id;
  new.last_heartbeat_at := old.last_heartbeat_at;
  -- A report sent twice is one event, and so are all heartbeats of a runner that will not stop.
  if not exists (
    select 1
    from public.execution_events as v
    where v.execution_id = old.execution_id
      and v.kind = 'late_report'
      and (
        v.data = v_reported
        or v.data ? 'last_heartbeat_at'
          and v_reported ? 'last_heartbeat_at'
          and v_reported - '{last_heartbeat_at,progress,visual_events_captured}'::text[] = '{}'
      )
  ) then
    insert into public.execution_events (execution_id, kind, level, message, data)
    values (
      old.execution_id, 'late_report', 'warn',
      'Reported after the database had ended the run; not applied.', v_reported
    );
  end if;
  perform private.answer_late(old.execution_id);
  return new;
end
$$;
comment on function private.tg_execution__late_report() is
  'Turns a report on a run that the database ended into an event of kind late_report, whose data '
  'are the reported changes. The row stays as it is, and the request is answered with status 409.';
revoke all on function private.tg_execution__late_report() from public;

-- Tags and metadata stay free, as on every finished run.
create trigger _550_late_report
  before update of
    status, result, error, logs, execution_time_seconds, visual_events_captured,
    visual_stream_duration, progress, session_id, last_heartbeat_at
  on public.workflow_executions
  for each row
  when (
    old.error_code is not null
    and old.status <> 'running'
    and current_user in ('authenticated', 'service_role')
  )
  execute function private.tg_execution__late_report();
