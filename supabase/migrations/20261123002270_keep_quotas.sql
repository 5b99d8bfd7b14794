-- Upkeep of quotas: folds what was stored and removed into totals, measures accounts anew, and
-- removes counters that are over.

create function private.tg_quota__measured()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.stored_totals, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into private.stored_totals as t (owner_key, workflow_id, bytes)
  values (new.user_id, '00000000-0000-0000-0000-000000000000', 0)
  on conflict (owner_key, workflow_id) do update set measured_at = null;
  return null;
end
$$;
comment on function private.tg_quota__measured() is
  'Has what an account stores measured by upkeep when a limit is set for it.';
revoke all on function private.tg_quota__measured() from public;

create trigger _200_measured
  after insert or update of most on private.quotas
  for each row when (new.name = 'stored_bytes' and new.user_id is not null)
  execute function private.tg_quota__measured();

create function private.fold_stored(
  batch_size integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_folded bigint;
begin
  with taken as (
    delete from private.stored_deltas as d
    where d.ctid = any (
      array(select f.ctid from private.stored_deltas as f limit fold_stored.batch_size)
    )
    returning d.owner_key, d.workflow_id, d.bytes
  ),
  added as (
    insert into private.stored_totals as t (owner_key, workflow_id, bytes)
    select k.owner_key, k.workflow_id, sum(k.bytes)
    from taken as k
    group by k.owner_key, k.workflow_id
    on conflict (owner_key, workflow_id) do update set bytes = t.bytes + excluded.bytes
  )
  select count(*) into v_folded from taken as k;
  return v_folded;
end
$$;
comment on function private.fold_stored(integer) is
  'Adds pending changes of stored bytes to the totals and returns how many. Call it with '
  'private.lock_rollups() held.';
revoke all on function private.fold_stored(integer) from public;

create function private.measure_stored(
  owner_key uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  delete from private.stored_totals as t where t.owner_key = measure_stored.owner_key;
  -- In one statement, so that what it sees of the runs is what it takes of the deltas.
  with taken as (
    delete from private.stored_deltas as d where d.owner_key = measure_stored.owner_key
  )
  insert into private.stored_totals (owner_key, workflow_id, bytes, measured_at)
  select measure_stored.owner_key, s.workflow_id, sum(s.bytes), now()
  from (
    select
      e.workflow_id,
      private.stored_row_bytes(e.inputs, e.error, e.metadata, e.tags)
        + private.stored_bytes(e.result, e.logs, t.bytes)
        + coalesce(r.stored_bytes, 0) as bytes
    from public.workflow_executions as e
    left join private.execution_event_totals as t on t.execution_id = e.execution_id
    left join public.visual_recordings as r on r.execution_id = e.execution_id
    where e.owner_key = measure_stored.owner_key
    union all
    -- So that an account without runs has been measured too.
    select '00000000-0000-0000-0000-000000000000', 0
  ) as s
  where exists (
    select 1
    from private.quotas as q
    where q.owner_key in (measure_stored.owner_key, '00000000-0000-0000-0000-000000000000')
      and q.name = 'stored_bytes'
      and q.most is not null
  )
  group by s.workflow_id;
end
$$;
comment on function private.measure_stored(uuid) is
  'Measures what an account stores, and forgets it where nothing limits it. Call it with '
  'private.lock_rollups() held.';
revoke all on function private.measure_stored(uuid) from public;

create function private.remove_quota_counters(
  batch_size integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- Somewhere in the order of the key, which is random: each part has its turn, and nothing has to
  -- be remembered.
  v_from constant uuid := gen_random_uuid();
  v_removed bigint;
begin
  with looked_at as materialized (
    (
      select c.owner_key, c.workflow_id, c.name, c.shard, c.at
      from private.quota_counters as c
      where c.owner_key >= v_from
      order by c.owner_key, c.workflow_id, c.name, c.shard
      limit remove_quota_counters.batch_size
    )
    union all
    (
      select c.owner_key, c.workflow_id, c.name, c.shard, c.at
      from private.quota_counters as c
      where c.owner_key < v_from
      order by c.owner_key, c.workflow_id, c.name, c.shard
      limit remove_quota_counters.batch_size
    )
    limit remove_quota_counters.batch_size
  )
  delete from private.quota_counters as c
  using looked_at as l
  where (c.owner_key, c.workflow_id, c.name, c.shard)
      = (l.owner_key, l.workflow_id, l.name, l.shard)
    and c.at < now() - interval '2 days'
    -- What shards have lent each other stays.
    and l.name <> 'running_executions'
    and l.at < now() - interval '2 days'
    -- Whoever comes back now takes another shard, and does not wait for this.
    and pg_try_advisory_xact_lock(
      hashtextextended(concat('runtrail: quota ', l.owner_key, l.shard), 0)
    );
  get diagnostics v_removed = row_count;
  return v_removed;
end
$$;
comment on function private.remove_quota_counters(integer) is
  'Looks at some counters, and removes those whose windows were over two days ago. Returns how '
  'many it removed.';
revoke all on function private.remove_quota_counters(integer) from public;

create function private.keep_quotas(
  batch_size integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_owner_key uuid;
  v_done bigint;
begin
  if not private.lock_rollups() then
    return 0;
  end if;
  v_done := private.fold_stored(keep_quotas.batch_size);
  select t.owner_key into v_owner_key
  from private.stored_totals as t
  where t.measured_at is null or t.measured_at < now() - interval '1 day'
  order by t.measured_at nulls first
  limit 1;
  if found then
    perform private.measure_stored(v_owner_key);
    v_done := v_done + 1;
  end if;
  perform private.remove_quota_counters(least(keep_quotas.batch_size, 1000));
  return v_done;
end
$$;
comment on function private.keep_quotas(integer) is
  'One turn of the upkeep of quotas: folds up to batch_size changes of stored bytes, measures one '
  'account, and looks at up to 1000 counters. Returns how many it folded and measured.';
revoke all on function private.keep_quotas(integer) from public;
