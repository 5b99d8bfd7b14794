-- How many bytes an account stores, where a quota of stored_bytes holds: inputs, results, logs,
-- errors and labels of its executions, their events, and its recordings.
--
-- As with counts, a trigger appends a delta in the writer's transaction, and upkeep folds deltas
-- into totals: nobody waits for a row. Events are counted when their run ends; what comes later,
-- and what retention takes out of a run, when upkeep measures the account anew: each day, and when
-- a quota is set.

create table private.stored_totals (
  owner_key uuid not null,
  workflow_id uuid not null,
  bytes bigint not null,
  measured_at timestamptz,
  primary key (owner_key, workflow_id)
);
-- What is to be measured next.
create index stored_totals_measured on private.stored_totals (measured_at nulls first);

create table private.stored_deltas (
  owner_key uuid not null,
  workflow_id uuid not null,
  bytes bigint not null
) with (
  -- As private.execution_deltas.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, vacuum_truncate = false
);
create index stored_deltas_owner on private.stored_deltas (owner_key, workflow_id);

alter table private.stored_totals enable row level security;
alter table private.stored_deltas enable row level security;
create policy "users read sizes of their own"
  on private.stored_totals for select to authenticated
  using (owner_key = (select auth.uid()));
create policy "users read sizes of their own"
  on private.stored_deltas for select to authenticated
  using (owner_key = (select auth.uid()));
revoke all on table private.stored_totals, private.stored_deltas
  from anon, authenticated, service_role;
grant select on table private.stored_totals, private.stored_deltas to authenticated, service_role;

comment on table private.stored_totals is
  'Bytes stored by account and workflow, of accounts whose stored_bytes are limited.';
comment on column private.stored_totals.owner_key is 'The account.';
comment on column private.stored_totals.workflow_id is 'The workflow.';
comment on column private.stored_totals.bytes is 'Bytes, without the deltas that are not folded.';
comment on column private.stored_totals.measured_at is
  'When upkeep last measured the account; null: it has to.';
comment on table private.stored_deltas is
  'Changes of stored bytes that upkeep has yet to add to the totals.';
comment on column private.stored_deltas.owner_key is 'The account.';
comment on column private.stored_deltas.workflow_id is 'The workflow.';
comment on column private.stored_deltas.bytes is 'Bytes; negative for what is gone.';

create function private.stored_now(
  owner_key uuid,
  workflow_id uuid
)
returns bigint
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_workflow_id constant uuid := nullif(
    stored_now.workflow_id, '00000000-0000-0000-0000-000000000000'
  );
begin
  -- In one statement: what is folded meanwhile is in one of both.
  return (
    select coalesce(sum(b.bytes), 0)
    from (
      select t.workflow_id, t.bytes
      from private.stored_totals as t
      where t.owner_key = stored_now.owner_key
      union all
      select d.workflow_id, d.bytes
      from private.stored_deltas as d
      where d.owner_key = stored_now.owner_key
    ) as b
    where v_workflow_id is null or b.workflow_id = v_workflow_id
  );
end
$$;
comment on function private.stored_now(uuid, uuid) is
  'Bytes that an account stores, in one workflow or (zero UUID) in all; known where a quota holds.';
revoke all on function private.stored_now(uuid, uuid) from public;
grant execute on function private.stored_now(uuid, uuid) to authenticated, service_role;

create function private.add_stored(
  quotas private.quota[],
  workflow_id uuid,
  bytes bigint
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if add_stored.bytes <> 0 then
    insert into private.stored_deltas (owner_key, workflow_id, bytes)
    select q.owner_key, add_stored.workflow_id, add_stored.bytes
    from unnest(add_stored.quotas) as q
    where q.name = 'stored_bytes'
    limit 1;
  end if;
end
$$;
comment on function private.add_stored(private.quota[], uuid, bigint) is
  'Counts bytes that were stored in a workflow, or removed, if one of these quotas limits them.';
revoke all on function private.add_stored(private.quota[], uuid, bigint) from public;

create function private.refuse_over_storage(
  quotas private.quota[],
  bytes bigint
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_quota private.quota;
  v_stored bigint;
begin
  foreach v_quota in array refuse_over_storage.quotas loop
    continue when v_quota.name <> 'stored_bytes';
    v_stored := private.stored_now(v_quota.owner_key, v_quota.workflow_id);
    continue when v_stored + refuse_over_storage.bytes <= v_quota.most;
    -- Not 413, since less of it might not fit either, and not 429, since waiting does not help:
    -- RFC 4918 forbids to repeat what was answered 507 unless somebody asks for it.
    perform private.refuse(
      507,
      'storage_quota_exceeded',
      format(
        'The limit stored_bytes of %s is %s bytes; %s are stored, and this would add %s.',
        case v_quota.workflow_id
          when '00000000-0000-0000-0000-000000000000' then 'this account'
          else 'workflow ' || v_quota.workflow_id
        end,
        v_quota.most, v_stored, refuse_over_storage.bytes
      ),
      'Delete executions or shorten their retention. Runs that have begun can report and finish.'
    );
  end loop;
end
$$;
comment on function private.refuse_over_storage(private.quota[], bigint) is
  'Refuses bytes with which a quota of stored_bytes would be exceeded: 507 storage_quota_exceeded.';
revoke all on function private.refuse_over_storage(private.quota[], bigint) from public;

create function private.tg_execution__stored()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.stored_deltas, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes bigint;
begin
  -- Assigned, and not written into the call: that is planned with the values in it, decompressed.
  if tg_op = 'INSERT' then
    -- What was counted when it came is compressed now.
    v_bytes := pg_column_size(new.inputs) - pg_column_size(new.inputs || '{}');
    if v_bytes > -1000 then
      return null;
    end if;
  else
    v_bytes := private.stored_row_bytes(new.inputs, new.error, new.metadata, new.tags)
      - private.stored_row_bytes(old.inputs, old.error, old.metadata, old.tags)
      + private.stored_bytes(new.result, new.logs, 0)
      - private.stored_bytes(old.result, old.logs, 0);
    if old.completed_at is null and new.completed_at is not null then
      v_bytes := v_bytes + coalesce(
        (
          select t.bytes
          from private.execution_event_totals as t
          where t.execution_id = new.execution_id
        ),
        0
      );
    end if;
  end if;
  if v_bytes <> 0 then
    perform private.add_stored(
      private.quotas_in_force(new.owner_key, new.workflow_id), new.workflow_id, v_bytes
    );
  end if;
  return null;
end
$$;
comment on function private.tg_execution__stored() is
  'Counts by how much an execution of a limited account has grown; its events when it ends. '
  'Nothing is refused: what has begun can be reported and finished.';
revoke all on function private.tg_execution__stored() from public;

create trigger _850_stored
  after insert or update of status, result, error, logs, metadata, tags
  on public.workflow_executions
  for each row when (new.quota_shard is not null)
  execute function private.tg_execution__stored();

create function private.tg_executions__stored()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.stored_deltas, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.add_stored(
    private.quotas_in_force(r.owner_key, r.workflow_id), r.workflow_id, -r.bytes
  )
  from (
    select
      e.owner_key, e.workflow_id,
      sum(
        private.stored_row_bytes(e.inputs, e.error, e.metadata, e.tags)
        + private.stored_bytes(e.result, e.logs, t.bytes)
      )::bigint as bytes
    from removed as e
    left join private.execution_event_totals as t on t.execution_id = e.execution_id
    group by e.owner_key, e.workflow_id
  ) as r;
  return null;
end
$$;
comment on function private.tg_executions__stored() is
  'Takes deleted executions off what limited accounts store.';
revoke all on function private.tg_executions__stored() from public;

-- Before the trigger that forgets the totals of their events.
create trigger _860_stored
  after delete on public.workflow_executions
  referencing old table as removed
  for each statement execute function private.tg_executions__stored();

create function private.tg_recording__stored()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.stored_deltas, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.add_stored(
    private.quotas_in_force(old.owner_key, old.workflow_id), old.workflow_id, -old.stored_bytes
  );
  return null;
end
$$;
comment on function private.tg_recording__stored() is
  'Takes a deleted recording off what a limited account stores.';
revoke all on function private.tg_recording__stored() from public;

create trigger _850_stored
  after delete on public.visual_recordings
  for each row when (old.stored_bytes > 0)
  execute function private.tg_recording__stored();
