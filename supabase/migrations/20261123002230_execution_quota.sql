-- Quotas of executions, asked by one trigger, last before the row is made: so functions, rpc(),
-- tables and batches obey alike, and what another rule refuses has used nothing. Whoever has no
-- quota pays one look into an index.

create function private.is_repeated(
  asked public.workflow_executions
)
returns boolean
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if asked.idempotency_key is null then
    return false;
  end if;
  -- The second of two at once waits until it can see the first. One lock of 256, since a batch may
  -- carry 500 keys, and a lock for each could exhaust the lock table.
  perform pg_advisory_xact_lock(hashtextextended(
    concat('runtrail: quota ', asked.user_id, ' key ', hashtext(asked.idempotency_key) & 255), 0
  ));
  return exists (
    select 1
    from public.workflow_executions as e
    where e.owner_key = asked.user_id and e.idempotency_key = asked.idempotency_key
  );
end
$$;
comment on function private.is_repeated(public.workflow_executions) is
  'Whether an execution with the same owner and idempotency key is there: inserting this one will '
  'fail or do nothing, and uses no quota.';
revoke all on function private.is_repeated(public.workflow_executions) from public;

create function private.use_window(
  quota private.quota,
  shard integer,
  at timestamptz
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_window constant timestamptz := private.quota_window(quota.name, use_window.at);
  v_share constant bigint := private.quota_share(quota.most, use_window.shard);
  v_moved boolean := true;
begin
  loop
    if private.use_quota(quota, use_window.shard, v_window, 1, v_share) then
      return 0;
    end if;
    v_moved := private.move_room(quota, use_window.shard, v_window);
    exit when v_moved is not true;
  end loop;
  if v_moved is null then
    return 1;
  end if;
  return greatest(
    1,
    ceil(extract(
      epoch from v_window + private.quota_period(quota.name) - clock_timestamp()
    ))
  );
end
$$;
comment on function private.use_window(private.quota, integer, timestamptz) is
  'Uses one of a quota that is counted by the clock. Returns 0, or after how many seconds to try '
  'again.';
revoke all on function private.use_window(private.quota, integer, timestamptz) from public;

create function private.use_place(
  quota private.quota,
  shard integer
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_at constant timestamptz := private.quota_window(quota.name, now());
  v_moved boolean;
begin
  -- What runs is counted live: so a run that ends, however it does, gives its place back and waits
  -- for nobody. In all, because more may run than a quota that was set later allows, or than was
  -- imported; in the shard, because what others create at this moment cannot be seen.
  if private.running_executions(quota, null) >= quota.most then
    return 5;
  end if;
  while private.room_in_shard(quota, use_place.shard, v_at) <= 0 loop
    v_moved := private.move_room(quota, use_place.shard, v_at);
    if v_moved is not true then
      return case when v_moved is null then 1 else 5 end;
    end if;
  end loop;
  return 0;
end
$$;
comment on function private.use_place(private.quota, integer) is
  'Whether one more may run in a shard that the caller holds: 0, or after how many seconds to try '
  'again, a guess.';
revoke all on function private.use_place(private.quota, integer) from public;

create function private.tg_execution__quota()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.quota_counters and private.stored_deltas, which nobody else
-- may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_quotas constant private.quota[] := private.quotas_in_force(new.user_id, new.workflow_id);
  v_bytes bigint;
  v_quota private.quota;
  v_shard integer;
  v_wait integer;
begin
  new.quota_shard := null;
  if v_quotas = '{}' or private.is_repeated(new) then
    return new;
  end if;
  v_bytes := private.stored_row_bytes(new.inputs, new.error, new.metadata, new.tags)
    + private.stored_bytes(new.result, new.logs, 0);
  if new.created_at <> now() then
    -- What the service inserts with a time of its own is an import, of the past.
    new.quota_shard := -1;
    perform private.add_stored(v_quotas, new.workflow_id, v_bytes);
    return new;
  end if;
  perform private.refuse_over_storage(v_quotas, v_bytes);
  new.quota_shard := 0;
  foreach v_quota in array v_quotas loop
    continue when v_quota.name in ('stored_bytes', 'visual_events_per_second')
      or v_quota.name = 'running_executions' and new.status <> 'running';
    -- By the transaction, so that a batch holds one shard.
    v_shard := coalesce(
      v_shard, private.hold_any_shard(new.user_id, hashtext(new.inserted_in::text) & 15)
    );
    v_wait := case
      when v_shard is null then 1
      when v_quota.name = 'running_executions' then private.use_place(v_quota, v_shard)
      else private.use_window(v_quota, v_shard, new.created_at)
    end;
    if v_wait > 0 then
      perform private.refuse_over_quota(v_quota, v_wait);
    end if;
    new.quota_shard := v_shard;
  end loop;
  perform private.add_stored(v_quotas, new.workflow_id, v_bytes);
  return new;
end
$$;
comment on function private.tg_execution__quota() is
  'Counts an execution against the quotas of its account and workflow, and refuses it when one is '
  'used up: 429 quota_exceeded, 507 storage_quota_exceeded. Imports use no quota but are counted '
  'among what is stored.';
revoke all on function private.tg_execution__quota() from public;

create trigger _450_quota
  before insert on public.workflow_executions
  for each row when (new.user_id is not null)
  execute function private.tg_execution__quota();
