-- One row is one run of a workflow. The table is plain (no partitions) and its key is time-ordered:
-- measured at 10 million rows, monthly partitions cost a third of the write throughput and doubled
-- list latency, and a random key wrote 2.7 times the WAL.
--
-- user_id has no foreign key to auth.users: "set null" would publish a deleted user's runs,
-- "cascade" would scan. A trigger checks it on insert; deleted accounts are queued and removed in
-- batches.
--
-- Checks compare with constants of the column's own type (any ('{...}'), 0.0) or ask whether a
-- column is null or JSON: Postgres parses and plans the checks of a table anew in every statement
-- that writes to it, so their length is a cost.
--
-- Deliberately absent: an index on last_heartbeat_at or updated_at (it would end HOT updates).

create table public.workflow_executions (
  -- UUIDv7, written out: a default that calls a function which cannot be inlined costs 30 % of
  -- writes.
  execution_id uuid primary key default encode(
    set_bit(set_bit(overlay(
      uuid_send(gen_random_uuid()) placing
      substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
      from 1 for 6
    ), 52, 1), 53, 1), 'hex'
  )::uuid,
  workflow_id uuid not null references public.workflows (workflow_id) on delete restrict,
  user_id uuid default auth.uid()
    constraint user_id_is_a_user_or_null check (user_id <> '00000000-0000-0000-0000-000000000000'),
  owner_key uuid not null
    generated always as (coalesce(user_id, '00000000-0000-0000-0000-000000000000')) stored,
  created_at timestamptz not null default now()
    constraint created_at_is_a_moment check (isfinite(created_at)),
  updated_at timestamptz not null default now()
    constraint updated_at_is_a_moment check (isfinite(updated_at)),
  completed_at timestamptz
    constraint completed_at_is_a_moment check (isfinite(completed_at)),
  last_heartbeat_at timestamptz
    constraint last_heartbeat_at_is_a_moment check (isfinite(last_heartbeat_at)),
  cancel_requested_at timestamptz
    constraint cancel_requested_at_is_a_moment check (isfinite(cancel_requested_at)),
  inserted_in xid8 not null default pg_current_xact_id(),
  quota_shard smallint,
  timeout_seconds integer
    constraint timeout_seconds_is_1_second_to_30_days check (timeout_seconds between 1 and 2592000),
  visual_events_captured integer
    constraint visual_events_captured_is_not_negative check (visual_events_captured >= 0),
  status varchar(20) not null default 'running'
    constraint status_is_known check (status = any ('{running,completed,failed,cancelled}')),
  mode varchar(20) not null default 'cloud-run'
    constraint mode_is_known check (mode = any ('{cloud-run,local-run}')),
  visual_enabled boolean not null default false,
  visual_streaming_enabled boolean not null default false,
  visual_quality varchar(20)
    constraint visual_quality_is_known check (visual_quality = any ('{low,standard,high}')),
  session_id varchar(255)
    -- It stands in paths of links as it is.
    constraint session_id_is_url_safe check (session_id ~ '^[A-Za-z0-9][A-Za-z0-9._~-]*$'),
  execution_time_seconds numeric(10, 3)
    -- Refuses NaN too, which is greater than every number, also when negated: one would spoil every
    -- average.
    constraint execution_time_seconds_is_not_negative check (-execution_time_seconds <= 0.0),
  visual_stream_duration numeric(10, 3)
    constraint visual_stream_duration_is_not_negative check (-visual_stream_duration <= 0.0),
  progress numeric(5, 2)
    constraint progress_is_a_percentage check (progress between 0.0 and 100.0),
  tags text[] not null default '{}',
  metadata jsonb not null default '{}'
    constraint metadata_is_an_object check (metadata is json object),
  idempotency_key varchar(255)
    constraint idempotency_key_is_not_empty check (idempotency_key <> ''),
  idempotency_fingerprint bytea,
  error_code varchar(40),
  held boolean not null default false,
  payloads_expired_at timestamptz,
  visual_expired_at timestamptz,
  cancel_reason varchar(500)
    constraint cancel_reason_has_a_request
    check (cancel_reason is null or cancel_requested_at is not null),
  inputs jsonb not null default '{}'
    constraint inputs_is_an_object check (inputs is json object),
  result jsonb,
  error text,
  logs jsonb
    constraint logs_is_a_list check (logs is json array),
  constraint completed_at_is_set_exactly_when_the_status_is_final
    check ((completed_at is not null) = (status <> 'running')),
  constraint completed_at_is_not_before_created_at check (completed_at >= created_at),
  constraint a_final_status_has_a_duration
    check (status = 'running' or execution_time_seconds is not null),
  constraint visual_quality_is_stored_exactly_when_streaming
    check ((visual_quality is not null) = visual_streaming_enabled),
  constraint streaming_has_a_session_id
    check (session_id is not null or not visual_streaming_enabled),
  constraint streaming_is_visual check (visual_enabled or not visual_streaming_enabled),
  constraint payloads_are_gone_when_expired
    check (
      payloads_expired_at is null or completed_at is not null and result is null and logs is null
    ),
  constraint only_what_is_final_has_expired_visuals
    check (visual_expired_at is null or completed_at is not null)
) with (
  fillfactor = 90,
  -- Giving an empty end of the file back after a vacuum locks the table against creates. Rows go
  -- from the front, so there is next to nothing to give back.
  vacuum_truncate = false
);

-- Newest first, all of an owner.
create index workflow_executions_owner
  on public.workflow_executions (owner_key, created_at desc, execution_id desc);
-- Newest first of a workflow; led by workflow_id so that it serves the foreign key too.
create index workflow_executions_workflow
  on public.workflow_executions (workflow_id, owner_key, created_at desc, execution_id desc);
-- Newest first of a status; also the list of what runs now.
create index workflow_executions_status
  on public.workflow_executions (owner_key, status, created_at desc, execution_id desc);
-- Slowest or fastest first; what has no duration yet counts as shorter than everything.
-- The column itself is carried so that the index alone can answer.
create index workflow_executions_duration on public.workflow_executions
  (owner_key, coalesce(execution_time_seconds, -1) desc, execution_id desc)
  include (execution_time_seconds);
-- What runs now, of an owner or in one workflow; carries what statistics and quotas count.
create index workflow_executions_running
  on public.workflow_executions (owner_key, workflow_id)
  include (mode, visual_quality, created_at, quota_shard) where status = 'running';
-- Visual sessions, newest first.
create index workflow_executions_streaming
  on public.workflow_executions (owner_key, created_at desc, execution_id desc)
  where visual_streaming_enabled;
-- What completed on a later UTC day than it began on, which the counts by day do not tell.
create index workflow_executions_overnight
  on public.workflow_executions (owner_key, completed_at) include (workflow_id, created_at)
  where status = 'completed'
    and (completed_at at time zone 'UTC')::date > (created_at at time zone 'UTC')::date;
-- Unique per owner, so that a conflict can tell nobody about somebody else's row.
create unique index session_id_is_unique_per_owner
  on public.workflow_executions (owner_key, session_id) where session_id is not null;
create unique index idempotency_key_is_unique_per_owner
  on public.workflow_executions (owner_key, idempotency_key) where idempotency_key is not null;
-- Led by the owner, so that no search touches another owner's rows; partial, so that only those who
-- use the feature pay for it. What waits to be merged into a GIN index is read by every search, and
-- merged by the writer who exceeds the limit: 256 kB take some 15 ms, the default of 4 MB hundreds.
create index workflow_executions_tags
  on public.workflow_executions using gin (owner_key, tags)
  with (gin_pending_list_limit = 256) where tags <> '{}';
create index workflow_executions_metadata
  on public.workflow_executions using gin (owner_key, metadata jsonb_path_ops)
  with (gin_pending_list_limit = 256) where metadata <> '{}';
create index workflow_executions_search on public.workflow_executions
  using gin (owner_key, error extensions.gin_trgm_ops, session_id extensions.gin_trgm_ops)
  with (gin_pending_list_limit = 256) where error is not null or session_id is not null;
-- What retention goes by, oldest first of a workflow and status: whether the run still has its
-- payloads stands before the time, so that neither those that have lost them nor those that have
-- not are read in search of the others. Runs enter it when they end. Held ones are not in it.
create index workflow_executions_retention on public.workflow_executions
  (owner_key, workflow_id, status, (payloads_expired_at is null), created_at, execution_id)
  where status <> 'running' and not held;
create index workflow_executions_visual_retention on public.workflow_executions
  (owner_key, workflow_id, status, created_at, execution_id)
  where status <> 'running' and not held and visual_enabled and visual_expired_at is null;
-- What is held, newest first.
create index workflow_executions_held
  on public.workflow_executions (owner_key, created_at desc, execution_id desc) where held;

alter table public.workflow_executions enable row level security;
create policy "users read their own and shared executions"
  on public.workflow_executions for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
create policy "users create executions of their own"
  on public.workflow_executions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "users update their own executions"
  on public.workflow_executions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
-- Nobody can set runtrail.deleting through the API: a delete on the table itself finds nothing, and
-- the function keeps to its bounds and counts.
create policy "users delete finished executions of their own by delete_executions()"
  on public.workflow_executions for delete to authenticated
  using (
    user_id = (select auth.uid())
    and status <> 'running'
    and not held
    and (select current_setting('runtrail.deleting', true)) = 'on'
  );

-- Identity and times are set by defaults and triggers, also when a user inserts directly.
revoke all on table public.workflow_executions from public, anon, authenticated, service_role;
grant select on table public.workflow_executions to authenticated;
grant insert (
  workflow_id, inputs, mode, visual_enabled, visual_streaming_enabled, visual_quality, session_id,
  metadata, tags, timeout_seconds, idempotency_key
) on table public.workflow_executions to authenticated;
grant update (
  status, result, error, logs, execution_time_seconds, visual_events_captured,
  visual_stream_duration, progress, session_id, metadata, tags, last_heartbeat_at,
  cancel_requested_at, cancel_reason, held
) on table public.workflow_executions to authenticated;
grant delete on table public.workflow_executions to authenticated;
grant select, insert, update, delete on table public.workflow_executions to service_role;

comment on table public.workflow_executions is
  'One run of a workflow. Status goes from running to completed, failed or cancelled and stays; '
  'see the triggers. List with execution_history(): a select on this table under row level '
  'security sorts all rows of a heavy user.';
comment on column public.workflow_executions.execution_id is 'Identity; a UUIDv7, ordered by time.';
comment on column public.workflow_executions.workflow_id is 'The workflow that is run.';
comment on column public.workflow_executions.user_id is
  'Whose run it is. Null: shared, made by the service for a public workflow; every signed-in user '
  'reads it, only the service changes it.';
comment on column public.workflow_executions.owner_key is
  'user_id, or the zero UUID for a shared run: what policies and indexes go by.';
comment on column public.workflow_executions.created_at is
  'When the run was recorded, taken as its start.';
comment on column public.workflow_executions.updated_at is 'When the row was last changed.';
comment on column public.workflow_executions.completed_at is
  'When the status became final; set by the database.';
comment on column public.workflow_executions.last_heartbeat_at is
  'Last heartbeat of the runner; null when it never sent one. Through the API it is set to now.';
comment on column public.workflow_executions.cancel_requested_at is
  'When the run was asked to stop; null when it was not. Set once, to now, while it runs.';
comment on column public.workflow_executions.inserted_in is
  'The transaction that made the row: an export tells by it which rows were there when it began. '
  'The row''s own xmin does not say so once the row has been updated.';
comment on column public.workflow_executions.quota_shard is
  'In which of 16 parts (0 to 15) of its account''s quotas it was counted; 32 when it was '
  'imported; 16 more where what it stores is counted; null where no quota held. Set by a trigger.';
comment on column public.workflow_executions.timeout_seconds is
  'How long the run may take, in seconds; null for no limit of its own.';
comment on column public.workflow_executions.visual_events_captured is
  'Page events recorded; while the run lasts, the greatest number reported.';
comment on column public.workflow_executions.status is 'running, completed, failed or cancelled.';
comment on column public.workflow_executions.mode is 'Where it runs: cloud-run or local-run.';
comment on column public.workflow_executions.visual_enabled is 'Whether the page is recorded.';
comment on column public.workflow_executions.visual_streaming_enabled is
  'Whether the recording is streamed while the run lasts; implies visual_enabled.';
comment on column public.workflow_executions.visual_quality is
  'low, standard or high when streaming, else null.';
comment on column public.workflow_executions.session_id is
  'The visual session, unique per owner; made when streaming and none is given. Set once.';
comment on column public.workflow_executions.execution_time_seconds is
  'Duration in seconds; where the runner gives none, the time from created_at to completed_at.';
comment on column public.workflow_executions.visual_stream_duration is 'Seconds streamed.';
comment on column public.workflow_executions.progress is 'Percent done, 0 to 100, as reported.';
comment on column public.workflow_executions.tags is
  'Own labels to filter by: at most 32 of 1 to 64 characters.';
comment on column public.workflow_executions.metadata is
  'Own key/value labels to filter by containment: a JSON object of at most 16 KiB.';
comment on column public.workflow_executions.idempotency_key is
  'Chosen by the caller: a second create with the same key returns this execution.';
comment on column public.workflow_executions.idempotency_fingerprint is
  'SHA-256 of what was asked with the idempotency key; kept by a trigger.';
comment on column public.workflow_executions.error_code is
  'Why the database ended the run: heartbeat_lost, timed_out or cancel_grace_over; null when the '
  'runner ended it.';
comment on column public.workflow_executions.held is
  'Whether the run is exempt from retention and from deletion; its owner sets and clears it at any '
  'time.';
comment on column public.workflow_executions.payloads_expired_at is
  'When retention removed result, logs and events, also where there were none; null while they are '
  'kept.';
comment on column public.workflow_executions.visual_expired_at is
  'When retention removed the recording; null while it is kept.';
comment on column public.workflow_executions.cancel_reason is
  'Why the run was asked to stop, in words of whoever asked; at most 500 characters.';
comment on column public.workflow_executions.inputs is
  'What the run was given: a JSON object, at most 256 KiB.';
comment on column public.workflow_executions.result is 'What it returned: any JSON, at most 1 MiB.';
comment on column public.workflow_executions.error is 'Why it failed, in words; at most 64 KiB.';
comment on column public.workflow_executions.logs is
  'Log lines reported at the end: a list of at most 10 000 entries and 1 MiB. Lines reported '
  'while it ran are in execution_events.';
