-- What is stored of a visual session: its recording, one for each execution that streams. The
-- recorder uploads batches of page events, each is kept as a chunk (visual_chunks), and here are
-- their sums. The database alone writes this table: the row is made with the execution, so that a
-- recording without one is impossible, and counted by a trigger on the chunks.

create table public.visual_recordings (
  execution_id uuid primary key
    references public.workflow_executions (execution_id) on delete cascade,
  owner_key uuid not null,
  workflow_id uuid not null,
  status varchar(20) not null,
  session_id varchar(255) not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  first_event_at timestamptz,
  last_event_at timestamptz,
  streamed_seconds numeric(10, 3) not null default 0,
  chunks integer not null default 0,
  tabs integer not null default 0,
  blind_tabs integer not null default 0,
  open_tabs integer not null default 0,
  missing_chunks integer not null default 0,
  tab_seconds numeric not null default 0,
  blind_seconds numeric not null default 0,
  gap_seconds numeric not null default 0,
  orphan_mutations bigint not null default 0,
  clock_jumps bigint not null default 0,
  events bigint not null default 0,
  lost_events bigint not null default 0,
  bytes bigint not null default 0,
  stored_bytes bigint not null default 0,
  replay_score smallint
    constraint replay_score_is_0_to_100 check (replay_score between 0 and 100),
  replay_reasons text[] not null default '{}',
  -- Led by the session: the service may ask for it without saying whose it is.
  constraint session_of_a_recording_is_unique_per_owner unique (session_id, owner_key)
) with (fillfactor = 70);

-- Best first, all of an owner, of a workflow, and what runs now. A chunk that does not change the
-- score touches none of them. The column itself is carried so that the index alone can answer.
create index visual_recordings_owner_score on public.visual_recordings
  (owner_key, coalesce(replay_score, -1) desc, execution_id desc) include (replay_score);
create index visual_recordings_workflow_score on public.visual_recordings
  (owner_key, workflow_id, coalesce(replay_score, -1) desc, execution_id desc)
  include (replay_score);
create index visual_recordings_running on public.visual_recordings
  (owner_key, created_at desc, execution_id desc) where status = 'running';
-- Newest first, with a range of scores.
create index visual_recordings_owner on public.visual_recordings
  (owner_key, created_at desc, execution_id desc);

alter table public.visual_recordings enable row level security;
create policy "users read recordings of executions they may read"
  on public.visual_recordings for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));

revoke all on table public.visual_recordings from public, anon, authenticated, service_role;
grant select on table public.visual_recordings to authenticated, service_role;

comment on table public.visual_recordings is
  'What is stored of the visual session of an execution that streams, in numbers; the events are '
  'in visual_chunks. Made with the execution and written by the database only.';
comment on column public.visual_recordings.execution_id is 'The execution that streams.';
comment on column public.visual_recordings.owner_key is
  'The execution''s owner_key, so that reading needs no second lookup.';
comment on column public.visual_recordings.workflow_id is 'The execution''s workflow.';
comment on column public.visual_recordings.status is
  'The execution''s status, so that lists need no second lookup.';
comment on column public.visual_recordings.session_id is 'The visual session.';
comment on column public.visual_recordings.created_at is 'The execution''s created_at.';
comment on column public.visual_recordings.updated_at is
  'When the last chunk arrived, or the run ended.';
comment on column public.visual_recordings.first_event_at is
  'Time of the earliest event, by the recorder''s clock; null while there is none.';
comment on column public.visual_recordings.last_event_at is
  'Time of the latest event, by the recorder''s clock; null while there is none.';
comment on column public.visual_recordings.streamed_seconds is
  'Seconds from the earliest to the latest event.';
comment on column public.visual_recordings.chunks is 'How many chunks are stored.';
comment on column public.visual_recordings.tabs is 'From how many tabs they are.';
comment on column public.visual_recordings.blind_tabs is
  'How many of the tabs have no full snapshot: nothing of them can be shown.';
comment on column public.visual_recordings.open_tabs is
  'How many of the tabs the recorder has not closed (is_final).';
comment on column public.visual_recordings.missing_chunks is
  'Gaps in the sequences: chunks that are not there though a later one of their tab is.';
comment on column public.visual_recordings.tab_seconds is
  'Seconds from the earliest to the latest event of each tab, together.';
comment on column public.visual_recordings.blind_seconds is
  'How many of them come before the first full snapshot of the tab.';
comment on column public.visual_recordings.gap_seconds is
  'Seconds between the chunks before and after each gap, together.';
comment on column public.visual_recordings.orphan_mutations is
  'Changes of pages before the first full snapshot of their tab: they cannot be shown.';
comment on column public.visual_recordings.clock_jumps is
  'How often the clock of the recorder jumped.';
comment on column public.visual_recordings.events is 'Page events stored.';
comment on column public.visual_recordings.lost_events is
  'Page events that are not stored though the recorder counted them (event_offset).';
comment on column public.visual_recordings.bytes is
  'Size of the events as lines of JSON, uncompressed.';
comment on column public.visual_recordings.stored_bytes is 'Size of the chunks as stored (gzip).';
comment on column public.visual_recordings.replay_score is
  'How well it can be replayed, 0 to 100; null while there is no chunk.';
comment on column public.visual_recordings.replay_reasons is
  'What the score lacks of 100, in words.';

create function private.tg_execution__recording()
returns trigger
language plpgsql
volatile
-- definer because: it writes public.visual_recordings, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into public.visual_recordings
    (execution_id, owner_key, workflow_id, status, session_id, created_at)
  values
    (
      new.execution_id, new.owner_key, new.workflow_id, new.status, new.session_id, new.created_at
    );
  return null;
end
$$;
comment on function private.tg_execution__recording() is
  'Makes the recording of an execution that streams.';
revoke all on function private.tg_execution__recording() from public;

create trigger _750_recording
  after insert on public.workflow_executions
  for each row when (new.visual_streaming_enabled)
  execute function private.tg_execution__recording();
