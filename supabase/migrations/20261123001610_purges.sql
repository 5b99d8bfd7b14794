-- What was removed, when, why and how much: a line for every job and every request of an owner,
-- written by the database and by nobody else.

create table public.purges (
  owner_key uuid not null,
  at timestamptz not null default now(),
  workflow_id uuid not null,
  part varchar(20) not null
    constraint part_is_known check (part in ('visual', 'payloads', 'rows')),
  reason varchar(20) not null
    constraint reason_is_known check (reason in ('retention', 'request')),
  executions integer not null,
  bytes bigint not null,
  oldest_created_at timestamptz not null,
  newest_created_at timestamptz not null,
  primary key (owner_key, at, workflow_id, part, reason)
);
-- What is old enough to go.
create index purges_at on public.purges (at);

alter table public.purges enable row level security;
create policy "users read purges of their own executions"
  on public.purges for select to authenticated
  using (owner_key = (select auth.uid()));
revoke all on table public.purges from public, anon, authenticated, service_role;
grant select on table public.purges to authenticated, service_role;

comment on table public.purges is
  'What was removed of an owner''s executions: a row for each workflow and part in each run of '
  'retention and each call of delete_executions(). Kept for private.settings.purge_log_days.';
comment on column public.purges.owner_key is
  'Whose executions: user_id, or the zero UUID of shared ones.';
comment on column public.purges.at is
  'When: the start of the transaction, the same for all that one run of the job removed.';
comment on column public.purges.workflow_id is
  'The workflow; kept when the workflow itself is gone.';
comment on column public.purges.part is
  'visual: recordings; payloads: result, logs and events; rows: whole executions.';
comment on column public.purges.reason is
  'retention: a policy; request: delete_executions().';
comment on column public.purges.executions is 'How many executions lost the part.';
comment on column public.purges.bytes is
  'What the part took, as private.stored_bytes() says.';
comment on column public.purges.oldest_created_at is 'created_at of the oldest of them.';
comment on column public.purges.newest_created_at is 'created_at of the newest of them.';

-- pg_column_size does not read what is stored apart: its size stands in the pointer.
create function private.stored_bytes(
  result jsonb,
  logs jsonb,
  event_bytes bigint
)
returns bigint
language sql
stable
security invoker
return coalesce(pg_column_size(stored_bytes.result), 0)
  + coalesce(pg_column_size(stored_bytes.logs), 0)
  + coalesce(stored_bytes.event_bytes, 0);
comment on function private.stored_bytes(jsonb, jsonb, bigint) is
  'Size of an execution''s payloads: result and logs as stored, that is compressed, and its events '
  'as text. Indexes and what a row takes besides are not in it.';
revoke all on function private.stored_bytes(jsonb, jsonb, bigint) from public;
grant execute on function private.stored_bytes(jsonb, jsonb, bigint)
  to authenticated, service_role;

create function private.stored_row_bytes(
  inputs jsonb,
  error text,
  metadata jsonb,
  tags text[]
)
returns bigint
language sql
stable
security invoker
return 200
  + coalesce(pg_column_size(stored_row_bytes.inputs), 0)
  + coalesce(pg_column_size(stored_row_bytes.error), 0)
  + coalesce(pg_column_size(stored_row_bytes.metadata), 0)
  + coalesce(pg_column_size(stored_row_bytes.tags), 0);
comment on function private.stored_row_bytes(jsonb, text, jsonb, text[]) is
  'Size of an execution without its payloads: 200 bytes for columns of fixed width, and the others '
  'as stored.';
revoke all on function private.stored_row_bytes(jsonb, text, jsonb, text[]) from public;
grant execute on function private.stored_row_bytes(jsonb, text, jsonb, text[])
  to authenticated, service_role;

create function private.tg_executions__record_purge()
returns trigger
language plpgsql
volatile
-- definer because: it writes public.purges, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reason constant text := case
    when current_setting('runtrail.purging', true) = 'on' then 'retention'
    when current_setting('runtrail.deleting', true) = 'on' then 'request'
  end;
begin
  -- A deleted account leaves no trace, and what the service deletes from the table is its own
  -- affair.
  if v_reason is null then
    return null;
  end if;
  insert into public.purges as p (
    owner_key, workflow_id, part, reason, executions, bytes, oldest_created_at, newest_created_at
  )
  select
    r.owner_key, r.workflow_id, 'rows', v_reason, count(*),
    sum(
      private.stored_row_bytes(r.inputs, r.error, r.metadata, r.tags)
      + private.stored_bytes(r.result, r.logs, t.bytes)
    ),
    min(r.created_at), max(r.created_at)
  from removed as r
  left join private.execution_event_totals as t on t.execution_id = r.execution_id
  group by r.owner_key, r.workflow_id
  on conflict (owner_key, at, workflow_id, part, reason) do update set
    executions = p.executions + excluded.executions,
    bytes = p.bytes + excluded.bytes,
    oldest_created_at = least(p.oldest_created_at, excluded.oldest_created_at),
    newest_created_at = greatest(p.newest_created_at, excluded.newest_created_at);
  return null;
end
$$;
comment on function private.tg_executions__record_purge() is
  'Records executions that retention (runtrail.purging = on) or delete_executions() '
  '(runtrail.deleting = on) deletes.';
revoke all on function private.tg_executions__record_purge() from public;

create function private.tg_recording__record_purge()
returns trigger
language plpgsql
volatile
-- definer because: it writes public.purges, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reason constant text := case
    when current_setting('runtrail.purging', true) = 'on' then 'retention'
    when current_setting('runtrail.deleting', true) = 'on' then 'request'
  end;
begin
  -- Its execution, which has just gone, is counted by the trigger above.
  if v_reason is not null then
    insert into public.purges as p (
      owner_key, workflow_id, part, reason, executions, bytes, oldest_created_at, newest_created_at
    )
    values (
      old.owner_key, old.workflow_id, 'rows', v_reason, 0, old.stored_bytes, old.created_at,
      old.created_at
    )
    on conflict (owner_key, at, workflow_id, part, reason) do update set
      bytes = p.bytes + excluded.bytes;
  end if;
  return null;
end
$$;
comment on function private.tg_recording__record_purge() is
  'Adds what a recording took to the record of the execution with which it is deleted.';
revoke all on function private.tg_recording__record_purge() from public;

create trigger _800_record_purge
  after delete on public.visual_recordings
  for each row when (old.stored_bytes > 0)
  execute function private.tg_recording__record_purge();

create trigger _800_record_purge
  after delete on public.workflow_executions
  referencing old table as removed
  for each statement execute function private.tg_executions__record_purge();
