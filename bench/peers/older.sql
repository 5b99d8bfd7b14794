-- The older design: one table with what its first schema had, rules by user_id, an index per column
-- that is filtered. Lists are pages by offset with an exact count; statistics are computed by
-- whoever asks, from all rows.
create schema if not exists older;
grant usage on schema older to authenticated;
create table if not exists older.workflow_executions (
  execution_id uuid primary key default gen_random_uuid(),
  workflow_id uuid not null,
  user_id uuid,
  status varchar(20) not null default 'running'
    check (status in ('running', 'completed', 'failed', 'cancelled')),
  mode varchar(20) not null default 'cloud-run' check (mode in ('cloud-run', 'local-run')),
  visual_enabled boolean not null default false,
  visual_streaming_enabled boolean not null default false,
  visual_quality varchar(20),
  session_id varchar(255),
  inputs jsonb not null default '{}',
  result jsonb,
  error text,
  logs jsonb,
  execution_time_seconds numeric(10, 3),
  visual_events_captured integer,
  visual_stream_duration numeric(10, 3),
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  updated_at timestamptz not null default now()
);
alter table older.workflow_executions enable row level security;
drop policy if exists "users see their own executions" on older.workflow_executions;
create policy "users see their own executions" on older.workflow_executions
  for all to authenticated using (user_id = (select auth.uid()));
grant select, insert, update on older.workflow_executions to authenticated;

insert into older.workflow_executions (
  execution_id, workflow_id, user_id, status, mode, visual_enabled, visual_streaming_enabled,
  visual_quality, session_id, inputs, result, error, logs, execution_time_seconds,
  visual_events_captured, visual_stream_duration, created_at, completed_at, updated_at
)
select
  e.execution_id, e.workflow_id, e.user_id, e.status, e.mode, e.visual_enabled,
  e.visual_streaming_enabled, e.visual_quality, e.session_id, e.inputs, e.result, e.error, e.logs,
  e.execution_time_seconds, e.visual_events_captured, e.visual_stream_duration, e.created_at,
  e.completed_at, e.updated_at
from public.workflow_executions as e
where not exists (
  select 1 from older.workflow_executions as o where o.execution_id = e.execution_id
);

create index if not exists older_user on older.workflow_executions (user_id);
create index if not exists older_workflow on older.workflow_executions (workflow_id);
create index if not exists older_status on older.workflow_executions (status);
create index if not exists older_created on older.workflow_executions (created_at desc);
create index if not exists older_session on older.workflow_executions (session_id);
