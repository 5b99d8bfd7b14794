-- How many bytes an account stores, where a quota of stored_bytes holds: inputs, results, logs,
-- errors and labels of its executions, their events, and its recordings.
--
-- Counted in the same shards as everything else, in the writer's transaction. Who reports or
-- deletes waits for no shard: where all are taken, a delta is appended, which upkeep adds. Inputs
-- are counted as they come, what a run brings when it ends: up to 1 KiB goes with the delta that
-- counts the run, since to update a counter costs more than all else there. The rest, and how well
-- inputs compress, is counted when upkeep measures the account anew: each day, an hour after
-- something was deleted, and when a quota is set.

create table private.stored_deltas (
  owner_key uuid not null,
  workflow_id uuid not null,
  bytes bigint not null
) with (
  -- As private.execution_deltas.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, vacuum_truncate = false
);
create index stored_deltas_owner on private.stored_deltas (owner_key, workflow_id);

create table private.stored_measures (
  owner_key uuid primary key,
  measured_at timestamptz
);
-- What is to be measured next.
create index stored_measures_at on private.stored_measures (measured_at nulls first);

alter table private.stored_deltas enable row level security;
alter table private.stored_measures enable row level security;
create policy "users read sizes of their own"
  on private.stored_deltas for select to authenticated
  using (owner_key = (select auth.uid()));
revoke all on table private.stored_deltas, private.stored_measures
  from anon, authenticated, service_role;
grant select on table private.stored_deltas to authenticated, service_role;

comment on table private.stored_deltas is
  'Changes of stored bytes that upkeep has yet to add to the counters.';
comment on column private.stored_deltas.owner_key is 'The account.';
comment on column private.stored_deltas.workflow_id is
  'The workflow; the zero UUID: the account as a whole.';
comment on column private.stored_deltas.bytes is 'Bytes; negative for what is gone.';
comment on table private.stored_measures is
  'Accounts whose stored bytes are counted, and when they were last measured.';
comment on column private.stored_measures.owner_key is 'The account.';
comment on column private.stored_measures.measured_at is
  'When upkeep last measured what it stores; null: it has to.';

create function private.storage_taken(
  quota private.quota
)
returns bigint
language plpgsql
stable
security invoker
set search_path = ''
-- Deltas come and go, so nothing is known of how many there are.
set enable_seqscan = off
as $$
begin
  -- In one statement: what is added meanwhile is in one of both.
  return (
    select coalesce(sum(b.bytes), 0)
    from (
      select
        greatest(
          c.stored_bytes, case when c.stored_limit = quota.most then c.stored_clear end
        ) as bytes
      from private.quota_counters as c
      where c.owner_key = quota.owner_key and c.workflow_id = quota.workflow_id
      union all
      select d.bytes
      from private.stored_deltas as d
      where d.owner_key = quota.owner_key and d.workflow_id = quota.workflow_id
      union all
      select d.stored_bytes
      from private.execution_deltas as d
      where d.owner_key = quota.owner_key
        and quota.workflow_id in (d.workflow_id, '00000000-0000-0000-0000-000000000000')
    ) as b
  );
end
$$;
comment on function private.storage_taken(private.quota) is
  'Bytes of a quota of stored_bytes that are stored, or that shards may add without asking again; '
  'without a limit (most is null) what is stored alone.';
revoke all on function private.storage_taken(private.quota) from public;
grant execute on function private.storage_taken(private.quota) to authenticated, service_role;

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
begin
  return private.storage_taken(
    row(stored_now.owner_key, stored_now.workflow_id, 'stored_bytes', null)::private.quota
  );
end
$$;
comment on function private.stored_now(uuid, uuid) is
  'Bytes that an account stores, in one workflow or (zero UUID) in all; known where a quota holds.';
revoke all on function private.stored_now(uuid, uuid) from public;
grant execute on function private.stored_now(uuid, uuid) to authenticated, service_role;

create function private.refuse_over_storage(
  quota private.quota,
  stored bigint,
  bytes bigint
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Not 413, since less of it might not fit either, and not 429, since waiting does not help: RFC
  -- 4918 forbids to repeat what was answered 507 unless somebody asks for it.
  perform private.refuse(
    507,
    'storage_quota_exceeded',
    format(
      'The limit stored_bytes of %s is %s bytes; %s are stored, and this would add %s.',
      case quota.workflow_id
        when '00000000-0000-0000-0000-000000000000' then 'this account'
        else 'workflow ' || quota.workflow_id
      end,
      quota.most, refuse_over_storage.stored, refuse_over_storage.bytes
    ),
    'Delete executions or shorten their retention. Runs that have begun can report and finish.'
  );
end
$$;
comment on function private.refuse_over_storage(private.quota, bigint, bigint) is
  'Refuses bytes with which a quota of stored_bytes would be exceeded: 507 storage_quota_exceeded.';
revoke all on function private.refuse_over_storage(private.quota, bigint, bigint) from public;

create function private.find_storage_or_refuse(
  quota private.quota,
  shard integer,
  bytes bigint
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_taken constant bigint := private.storage_taken(quota);
  -- 16 shards at once, none of which sees what the others take, leave at least half of what is
  -- left; and what they hold and do not use is 0.4 percent of the quota, which is refused early.
  v_part constant bigint := least((quota.most - v_taken) / 32, quota.most / 4096);
begin
  if v_taken > quota.most then
    perform private.refuse_over_storage(
      quota, v_taken - find_storage_or_refuse.bytes, find_storage_or_refuse.bytes
    );
  end if;
  -- Writing it down costs as much as a sum: only where it saves many.
  if v_part > 32 * find_storage_or_refuse.bytes then
    update private.quota_counters as c
    set stored_clear = c.stored_bytes + v_part, stored_limit = quota.most
    where c.owner_key = quota.owner_key
      and c.workflow_id = quota.workflow_id
      and c.shard = find_storage_or_refuse.shard;
  end if;
end
$$;
comment on function private.find_storage_or_refuse(private.quota, integer, bigint) is
  'Adds up what is stored, with these bytes, which have been counted in a shard that the caller '
  'holds, and refuses them (507 storage_quota_exceeded) when it is too much; notes how much more '
  'the shard may add before this has to be asked again.';
revoke all on function private.find_storage_or_refuse(private.quota, integer, bigint) from public;

create function private.add_stored(
  quotas private.quota[],
  bytes bigint,
  held_shard integer,
  must_fit boolean
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_quota private.quota;
  v_shard integer := add_stored.held_shard;
  v_stored bigint;
begin
  foreach v_quota in array add_stored.quotas loop
    continue when v_quota.name <> 'stored_bytes' or add_stored.bytes = 0;
    if add_stored.must_fit then
      v_stored := private.storage_taken(v_quota);
      if v_stored + add_stored.bytes > v_quota.most then
        perform private.refuse_over_storage(v_quota, v_stored, add_stored.bytes);
      end if;
    end if;
    v_shard := coalesce(v_shard, private.hold_free_shard(v_quota.owner_key));
    if v_shard is null then
      insert into private.stored_deltas (owner_key, workflow_id, bytes)
      values (v_quota.owner_key, v_quota.workflow_id, add_stored.bytes);
      continue;
    end if;
    update private.quota_counters as c
    set stored_bytes = c.stored_bytes + add_stored.bytes
    where c.owner_key = v_quota.owner_key
      and c.workflow_id = v_quota.workflow_id
      and c.shard = v_shard
      and c.stored_bytes is not null;
    if not found then
      perform private.use_quota(v_quota, v_shard, now(), add_stored.bytes);
      insert into private.stored_measures (owner_key) values (v_quota.owner_key)
      on conflict do nothing;
    end if;
  end loop;
end
$$;
comment on function private.add_stored(private.quota[], bigint, integer, boolean) is
  'Counts bytes that are stored or (negative) removed where one of these quotas limits them: in '
  'the shard that the caller holds, or (null) in one that nobody else does, or, where there is '
  'none, as a delta. What must fit is refused (507 storage_quota_exceeded) when it would be too '
  'much.';
revoke all on function private.add_stored(private.quota[], bigint, integer, boolean) from public;

create function private.pass_stored(
  deltas private.execution_deltas[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into private.stored_deltas (owner_key, workflow_id, bytes)
  select d.owner_key, w.workflow_id, sum(d.stored_bytes)
  from unnest(pass_stored.deltas) as d
  cross join lateral (
    values (d.workflow_id), ('00000000-0000-0000-0000-000000000000'::uuid)
  ) as w (workflow_id)
  where d.stored_bytes > 0
    and exists (
      select 1
      from private.quota_counters as c
      where c.owner_key = d.owner_key
        and c.workflow_id = w.workflow_id
        and c.stored_bytes is not null
    )
  group by d.owner_key, w.workflow_id;
end
$$;
comment on function private.pass_stored(private.execution_deltas[]) is
  'Passes what ended runs have brought on, from deltas that are folded to those of stored bytes, '
  'where these are counted.';
revoke all on function private.pass_stored(private.execution_deltas[]) from public;

create function private.tg_executions__stored()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.quota_counters and private.stored_deltas, which nobody else
-- may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.add_stored(
    private.quotas_in_force(r.owner_key, r.workflow_id), -r.bytes, null, false
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
    -- What nobody counts is not read: payloads may be large.
    where e.owner_key in (select m.owner_key from private.stored_measures as m)
    group by e.owner_key, e.workflow_id
  ) as r;
  -- What a payload took as it came, and takes as it is stored, may differ.
  update private.stored_measures as m
  set measured_at = now() - interval '23 hours'
  where m.owner_key in (
    select s.owner_key
    from private.stored_measures as s
    where s.owner_key in (select e.owner_key from removed as e)
      and s.measured_at > now() - interval '23 hours'
    for update skip locked
  );
  return null;
end
$$;
comment on function private.tg_executions__stored() is
  'Takes deleted executions off what limited accounts store, and has these measured within an '
  'hour.';
revoke all on function private.tg_executions__stored() from public;

-- Before the trigger that forgets the totals of their events.
create trigger _850_stored
  after delete on public.workflow_executions
  referencing old table as removed
  for each statement execute function private.tg_executions__stored();

create function private.tg_recording__stored()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.quota_counters and private.stored_deltas, which nobody else
-- may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.add_stored(
    private.quotas_in_force(old.owner_key, old.workflow_id), -old.stored_bytes, null, false
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
