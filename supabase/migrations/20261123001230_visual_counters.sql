-- Counters of a recording, right under any order, repetition and concurrency: one chunk of an
-- execution is stored at a time (the execution's row is locked), and what is counted of a tab does
-- not depend on the order in which its chunks come. Nothing is counted anew: a chunk costs the same
-- however many came before.

-- What is known of each tab of a recording; the recording has the sums.
create table private.visual_tabs (
  execution_id uuid not null
    references public.visual_recordings (execution_id) on delete cascade,
  tab varchar(64) not null,
  chunks integer not null,
  last_sequence integer not null,
  events bigint not null,
  announced_events bigint,
  primary key (execution_id, tab)
) with (fillfactor = 70);
alter table private.visual_tabs enable row level security;
revoke all on table private.visual_tabs from anon, authenticated, service_role;
comment on table private.visual_tabs is 'Counters of each tab of a recording, kept by a trigger.';
comment on column private.visual_tabs.execution_id is 'The recording.';
comment on column private.visual_tabs.tab is 'The tab.';
comment on column private.visual_tabs.chunks is 'How many chunks of it are stored.';
comment on column private.visual_tabs.last_sequence is 'The highest sequence among them.';
comment on column private.visual_tabs.events is 'How many events they have.';
comment on column private.visual_tabs.announced_events is
  'How many events the recorder made at least, by the event_offset of the chunks; null unknown.';

create function private.refuse_chunk(
  chunk public.visual_chunks,
  run public.workflow_executions
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_grace integer := (select s.visual_grace_seconds from private.settings as s);
begin
  if run.visual_expired_at is not null then
    perform private.refuse(
      409,
      'visuals_expired',
      format('Retention has removed the recording of execution %s; it takes no new events.',
        run.execution_id),
      'Stop uploading.'
    );
  elsif run.completed_at < now() - v_grace * interval '1 second' then
    perform private.refuse(
      409,
      'visual_session_ended',
      format('The run of session %s ended %s seconds ago; events are taken for %s seconds.',
        run.session_id, extract(epoch from now() - run.completed_at)::bigint, v_grace),
      'Stop uploading; what came before is stored.'
    );
  end if;
end
$$;
comment on function private.refuse_chunk(public.visual_chunks, public.workflow_executions) is
  'Raises what stands against storing a chunk of a run: 409 visuals_expired, visual_session_ended.';
revoke all on function private.refuse_chunk(public.visual_chunks, public.workflow_executions)
  from public;

create function private.tg_visual_chunk__count()
returns trigger
language plpgsql
volatile
-- definer because: it writes public.visual_recordings and private.visual_tabs, which nobody else
-- may, and locks an execution that the service may not change otherwise.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run public.workflow_executions;
  v_digest bytea;
  v_before private.visual_tabs;
  v_after private.visual_tabs;
begin
  -- Whoever ends the run at this moment waits, and then knows of this chunk.
  select e.* into v_run
  from public.workflow_executions as e
  where e.execution_id = new.execution_id
  for no key update;
  select c.digest into v_digest
  from public.visual_chunks as c
  where c.execution_id = new.execution_id and c.tab = new.tab and c.sequence = new.sequence;
  if v_digest = new.digest then
    return null;
  elsif v_digest is not null then
    perform private.refuse(
      409,
      'visual_batch_conflict',
      format('Session %s has another batch %s of tab %s.', v_run.session_id, new.sequence, new.tab),
      'Number the batches of a tab 0, 1, 2, …; to send one again, send the same events.'
    );
  end if;
  perform private.refuse_chunk(new, v_run);

  select t.* into v_before
  from private.visual_tabs as t
  where t.execution_id = new.execution_id and t.tab = new.tab;
  insert into private.visual_tabs as t
    (execution_id, tab, chunks, last_sequence, events, announced_events)
  values
    (new.execution_id, new.tab, 1, new.sequence, new.events, new.event_offset + new.events)
  on conflict on constraint visual_tabs_pkey do update set
    chunks = t.chunks + 1,
    last_sequence = greatest(t.last_sequence, excluded.last_sequence),
    events = t.events + excluded.events,
    announced_events = greatest(t.announced_events, excluded.announced_events)
  returning * into v_after;
  update public.visual_recordings as r
  set
    updated_at = now(),
    first_event_at = least(r.first_event_at, new.first_event_at),
    last_event_at = greatest(r.last_event_at, new.last_event_at),
    streamed_seconds = coalesce(
      private.seconds_between(
        least(r.first_event_at, new.first_event_at), greatest(r.last_event_at, new.last_event_at)
      ), 0
    ),
    chunks = r.chunks + 1,
    tabs = r.tabs + (v_before.tab is null)::integer,
    missing_chunks = r.missing_chunks
      + (v_after.last_sequence - v_after.chunks)
      - coalesce(v_before.last_sequence - v_before.chunks, -1),
    events = r.events + new.events,
    lost_events = r.lost_events
      + greatest(coalesce(v_after.announced_events - v_after.events, 0), 0)
      - greatest(coalesce(v_before.announced_events - v_before.events, 0), 0),
    bytes = r.bytes + new.bytes,
    stored_bytes = r.stored_bytes + octet_length(new.content)
  where r.execution_id = new.execution_id
  returning r.chunks into new.arrival;
  return new;
end
$$;
comment on function private.tg_visual_chunk__count() is
  'Numbers a chunk by arrival and adds it to the counters of its recording and tab. One that is '
  'stored already is left out; another one in its place is refused: 409 visual_batch_conflict.';
revoke all on function private.tg_visual_chunk__count() from public;

create trigger _200_count
  before insert on public.visual_chunks
  for each row execute function private.tg_visual_chunk__count();
