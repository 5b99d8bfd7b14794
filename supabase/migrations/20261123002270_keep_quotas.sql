-- Upkeep of quotas: adds what was stored and removed to the counters, measures accounts anew, and
-- removes counters that are over.

create function private.tg_quota__measured()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.stored_measures, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into private.stored_measures (owner_key) values (new.user_id)
  on conflict (owner_key) do update set measured_at = null;
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
  v_shard constant integer := floor(random() * 16);
  v_sum record;
  v_folded bigint := 0;
begin
  for v_sum in
    with found as materialized (
      select d.ctid as place, d.owner_key
      from private.stored_deltas as d
      limit fold_stored.batch_size
    ),
    -- Whoever creates meanwhile takes another shard; what is in this one waits until it is free.
    held as materialized (
      select f.owner_key
      from (select distinct n.owner_key from found as n) as f
      where pg_try_advisory_xact_lock(private.shard_key(f.owner_key, v_shard))
    ),
    taken as (
      delete from private.stored_deltas as d
      using found as f, held as h
      where d.ctid = f.place and h.owner_key = f.owner_key
      returning d.owner_key, d.workflow_id, d.bytes
    )
    select t.owner_key, t.workflow_id, sum(t.bytes)::bigint as bytes, count(*) as deltas
    from taken as t
    group by t.owner_key, t.workflow_id
  loop
    perform private.use_quota(
      row(v_sum.owner_key, v_sum.workflow_id, 'stored_bytes', null)::private.quota, v_shard, now(),
      v_sum.bytes
    );
    v_folded := v_folded + v_sum.deltas;
  end loop;
  return v_folded;
end
$$;
comment on function private.fold_stored(integer) is
  'Adds pending changes of stored bytes to the counters and returns how many.';
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
  -- What is missing, or too much, in one statement: so both are as of the same moment, and nobody
  -- has to be kept from writing meanwhile.
  with sizes as materialized (
    select
      e.workflow_id,
      sum(
        private.stored_row_bytes(e.inputs, e.error, e.metadata, e.tags)
        + private.stored_bytes(e.result, e.logs, t.bytes)
        + coalesce(r.stored_bytes, 0)
      ) as bytes
    from public.workflow_executions as e
    left join private.execution_event_totals as t on t.execution_id = e.execution_id
    left join public.visual_recordings as r on r.execution_id = e.execution_id
    where e.owner_key = measure_stored.owner_key
    group by e.workflow_id
  )
  insert into private.stored_deltas (owner_key, workflow_id, bytes)
  select measure_stored.owner_key, d.workflow_key, d.bytes
  from (
    select
      q.workflow_key,
      coalesce(
        (
          select sum(s.bytes)
          from sizes as s
          where q.workflow_key in (s.workflow_id, '00000000-0000-0000-0000-000000000000')
        ),
        0
      ) - private.stored_now(measure_stored.owner_key, q.workflow_key) as bytes
    from (
      select distinct o.workflow_key
      from private.quotas as o
      where o.owner_key in (measure_stored.owner_key, '00000000-0000-0000-0000-000000000000')
        and o.name = 'stored_bytes'
        and o.most is not null
    ) as q
  ) as d
  where d.bytes <> 0;
  update private.stored_measures as m set measured_at = now()
  where m.owner_key = measure_stored.owner_key;
end
$$;
comment on function private.measure_stored(uuid) is
  'Measures what an account stores and appends the difference to what was counted.';
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
      select c.owner_key, c.workflow_id, c.shard, c.minute, c.day
      from private.quota_counters as c
      where c.owner_key >= v_from
      order by c.owner_key, c.workflow_id, c.shard
      limit remove_quota_counters.batch_size
    )
    union all
    (
      select c.owner_key, c.workflow_id, c.shard, c.minute, c.day
      from private.quota_counters as c
      where c.owner_key < v_from
      order by c.owner_key, c.workflow_id, c.shard
      limit remove_quota_counters.batch_size
    )
    limit remove_quota_counters.batch_size
  )
  delete from private.quota_counters as c
  using looked_at as l
  where (c.owner_key, c.workflow_id, c.shard) = (l.owner_key, l.workflow_id, l.shard)
    and greatest(c.minute, c.day) < now() - interval '2 days'
    -- What is stored, and what shards have lent each other, stays.
    and c.stored_bytes is null
    and c.running_lent = 0
    and greatest(l.minute, l.day) < now() - interval '2 days'
    -- Whoever comes back now takes another shard, and does not wait for this.
    and pg_try_advisory_xact_lock(private.shard_key(l.owner_key, l.shard));
  get diagnostics v_removed = row_count;
  return v_removed;
end
$$;
comment on function private.remove_quota_counters(integer) is
  'Looks at some counters, and removes those whose windows were over two days ago. Returns how '
  'many it removed.';
revoke all on function private.remove_quota_counters(integer) from public;

create function private.remove_visual_rates(
  batch_size integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_removed bigint;
begin
  -- Read whole: there is a row for each limited account that records, and no index on the time.
  delete from private.visual_rates as r
  where r.until < now() - interval '2 days'
    and r.ctid = any (array(
      select o.ctid
      from private.visual_rates as o
      where o.until < now() - interval '2 days'
      limit remove_visual_rates.batch_size
    ));
  get diagnostics v_removed = row_count;
  return v_removed;
end
$$;
comment on function private.remove_visual_rates(integer) is
  'Removes up to batch_size rates of page events that were made up for two days ago. Returns how '
  'many.';
revoke all on function private.remove_visual_rates(integer) from public;

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
  -- Two measurements of an account at once would both append what is missing.
  if not pg_try_advisory_xact_lock(hashtextextended('runtrail: quotas', 0)) then
    return 0;
  end if;
  v_done := private.fold_stored(keep_quotas.batch_size);
  select m.owner_key into v_owner_key
  from private.stored_measures as m
  where m.measured_at is null or m.measured_at < now() - interval '1 day'
  order by m.measured_at nulls first
  limit 1;
  if found then
    perform private.measure_stored(v_owner_key);
    v_done := v_done + 1;
  end if;
  perform private.remove_quota_counters(least(keep_quotas.batch_size, 1000));
  perform private.remove_visual_rates(least(keep_quotas.batch_size, 1000));
  return v_done;
end
$$;
comment on function private.keep_quotas(integer) is
  'One turn of the upkeep of quotas: folds up to batch_size changes of stored bytes, measures one '
  'account, and looks at up to 1000 counters. Returns how many it folded and measured.';
revoke all on function private.keep_quotas(integer) from public;
