-- Quotas of executions, asked by the trigger that looks the user up, before the row is made: so
-- functions, rpc(), tables and batches obey alike, and a refused create leaves no dead row behind.
-- What another rule refuses is undone, and has used nothing.

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
  v_running bigint;
  v_here bigint;
  v_moved boolean;
begin
  -- What runs is counted live: so a run that ends, however it does, gives its place back and waits
  -- for nobody. In all, because more may run than a quota that was set later allows, or than was
  -- imported; in the shard, because what others create at this moment cannot be seen.
  select
    count(*),
    count(*) filter (where e.quota_shard in (use_place.shard, use_place.shard + 16)) + coalesce(
      (
        select c.used
        from private.quota_counters as c
        where c.owner_key = quota.owner_key
          and c.workflow_id = quota.workflow_id
          and c.name = quota.name
          and c.shard = use_place.shard
      ),
      0
    )
  into v_running, v_here
  from public.workflow_executions as e
  where e.owner_key = quota.owner_key
    and e.status = 'running'
    and (
      quota.workflow_id = '00000000-0000-0000-0000-000000000000'
      or e.workflow_id = quota.workflow_id
    );
  if v_running >= quota.most then
    return 5;
  elsif v_here < private.quota_share(quota.most, use_place.shard) then
    return 0;
  end if;
  v_moved := private.move_room(quota, use_place.shard, v_at);
  return case when v_moved then 0 when v_moved is null then 1 else 5 end;
end
$$;
comment on function private.use_place(private.quota, integer) is
  'Whether one more may run in a shard that the caller holds: 0, or after how many seconds to try '
  'again, a guess.';
revoke all on function private.use_place(private.quota, integer) from public;

create function private.count_among_stored(
  quotas private.quota[],
  asked public.workflow_executions
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_bytes constant bigint := private.stored_bytes(asked.result, asked.logs, 0)
    + private.stored_row_bytes(asked.inputs, asked.error, asked.metadata, asked.tags);
begin
  if asked.quota_shard < 32 then
    perform private.refuse_over_storage(count_among_stored.quotas, v_bytes);
  end if;
  perform private.add_stored(
    count_among_stored.quotas, v_bytes,
    case when asked.quota_shard < 32 then asked.quota_shard & 15 end
  );
end
$$;
comment on function private.count_among_stored(private.quota[], public.workflow_executions) is
  'Counts a new execution among what its account stores, and refuses it, unless it is an import, '
  'when that would be too much.';
revoke all on function private.count_among_stored(private.quota[], public.workflow_executions)
  from public;

create function private.import_mark(
  quotas private.quota[]
)
returns integer
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return 32 + case
    when exists (select 1 from unnest(import_mark.quotas) as q where q.name = 'stored_bytes')
      then 16
    else 0
  end;
end
$$;
comment on function private.import_mark(private.quota[]) is
  'The quota_shard of an import, which uses no quota but is counted among what is stored.';
revoke all on function private.import_mark(private.quota[]) from public;

create function private.hold_shard_or_refuse(
  quota private.quota
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_shard integer := private.hold_free_shard(quota.owner_key);
begin
  if v_shard is null then
    v_shard := hashtext(pg_current_xact_id()::text) & 15;
    if not private.hold_shard(quota.owner_key, v_shard, 500) then
      perform private.refuse_over_quota(quota, 1);
    end if;
  end if;
  return v_shard;
end
$$;
comment on function private.hold_shard_or_refuse(private.quota) is
  'Takes any shard of an account''s counters until the transaction ends; refuses (429 '
  'quota_exceeded) when others hold them all for half a second.';
revoke all on function private.hold_shard_or_refuse(private.quota) from public;

create function private.use_quotas(
  quotas private.quota[],
  is_running boolean
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_shard integer;
  v_stores boolean := false;
  v_quota private.quota;
  v_window timestamptz;
  v_share bigint;
  v_wait integer;
begin
  foreach v_quota in array use_quotas.quotas loop
    continue when v_quota.name = 'visual_events_per_second'
      or v_quota.name = 'running_executions' and not use_quotas.is_running;
    v_shard := case
      when v_shard is not null then v_shard
      when pg_try_advisory_xact_lock(private.shard_key(v_quota.owner_key, 0)) then 0
      else private.hold_shard_or_refuse(v_quota)
    end;
    v_wait := 0;
    if v_quota.name = 'stored_bytes' then
      v_stores := true;
    elsif v_quota.name = 'running_executions' then
      v_wait := private.use_place(v_quota, v_shard);
    else
      -- Nearly always this is all. (As a call of use_quota() it takes twice as long.)
      v_window := private.quota_window(v_quota.name, now());
      v_share := private.quota_share(v_quota.most, v_shard);
      update private.quota_counters as c
      set used = c.used + 1
      where c.owner_key = v_quota.owner_key
        and c.workflow_id = v_quota.workflow_id
        and c.name = v_quota.name
        and c.shard = v_shard
        and c.at = v_window
        and c.used < v_share;
      if not found then
        v_wait := private.use_window(v_quota, v_shard, now());
      end if;
    end if;
    if v_wait > 0 then
      perform private.refuse_over_quota(v_quota, v_wait);
    end if;
  end loop;
  return coalesce(v_shard, 0) + case when v_stores then 16 else 0 end;
end
$$;
comment on function private.use_quotas(private.quota[], boolean) is
  'Counts one execution, that runs or has ended, against quotas, and refuses it when one is used '
  'up: 429 quota_exceeded. Returns its quota_shard.';
revoke all on function private.use_quotas(private.quota[], boolean) from public;
