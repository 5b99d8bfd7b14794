-- What a run that has ended says of its recording: visual_events_captured and
-- visual_stream_duration. Where the runner gave none, what is stored; where it gave one that
-- differs by more than what is known to be lost, what is stored as well. Where nothing is stored
-- (events may be streamed elsewhere, or be gone by retention), the runner is believed.
--
-- In a trigger of its own, whose condition leaves out runs that do not stream, and after the state
-- trigger, so that it has the last word and the counts see what it says. A chunk that arrives in
-- the grace time updates both columns with themselves, and so comes here too.

create function private.tg_execution__recorded_metrics()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_stored record;
begin
  if new.status = 'running' then
    return new;
  end if;
  select r.events, r.lost_events, r.streamed_seconds, r.gap_seconds into v_stored
  from public.visual_recordings as r
  where r.execution_id = new.execution_id and r.chunks > 0;
  if not found then
    return new;
  end if;
  if new.visual_events_captured is null
    or new.visual_events_captured < v_stored.events
    or new.visual_events_captured > v_stored.events + v_stored.lost_events then
    new.visual_events_captured := v_stored.events;
  end if;
  if new.visual_stream_duration is null
    or new.visual_stream_duration < v_stored.streamed_seconds - 1
    or new.visual_stream_duration > v_stored.streamed_seconds + v_stored.gap_seconds + 1 then
    new.visual_stream_duration := v_stored.streamed_seconds;
  end if;
  if (new.visual_events_captured, new.visual_stream_duration) is distinct from
    (old.visual_events_captured, old.visual_stream_duration) then
    new.updated_at := now();
  end if;
  return new;
end
$$;
comment on function private.tg_execution__recorded_metrics() is
  'Gives a finished run whose recording has chunks the number of events and the seconds that are '
  'stored, unless the runner''s own are larger by no more than what is missing.';
revoke all on function private.tg_execution__recorded_metrics() from public;

create trigger _650_recorded_metrics
  before update of status, visual_events_captured, visual_stream_duration
  on public.workflow_executions
  for each row when (new.visual_streaming_enabled)
  execute function private.tg_execution__recorded_metrics();

create function private.tg_execution__recording_ended()
returns trigger
language plpgsql
volatile
-- definer because: it writes public.visual_recordings, which nobody else may, and messages, which
-- the API roles do not.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_recording public.visual_recordings;
begin
  if old.status <> 'running' or new.status = 'running' then
    return null;
  end if;
  select r.* into v_recording
  from public.visual_recordings as r
  where r.execution_id = new.execution_id
  for no key update;
  update public.visual_recordings as r
  set (status, updated_at, replay_score, replay_reasons) = (
    select new.status, now(), j.score, j.reasons
    from private.replay_judgement(v_recording, new) as j
  )
  where r.execution_id = new.execution_id;
  perform private.broadcast(array['visual:' || new.execution_id], 'visual_ended', '{}');
  return null;
end
$$;
comment on function private.tg_execution__recording_ended() is
  'Marks a recording as ended, judges it once more (does it reach to the end of the run?) and '
  'tells viewers: visual_ended. Chunks may follow for a while.';
revoke all on function private.tg_execution__recording_ended() from public;

create trigger _750_recording_ended
  after update of status on public.workflow_executions
  for each row when (new.visual_streaming_enabled)
  execute function private.tg_execution__recording_ended();
