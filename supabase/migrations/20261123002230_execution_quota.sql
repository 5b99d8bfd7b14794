-- Quotas of executions, asked by the trigger that looks the user up, before the row is made: so
-- functions, rpc(), tables and batches obey alike, and a refused create leaves no dead execution
-- behind. What this or another rule refuses is undone, and has used nothing.

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

create type private.windows_used as (
  in_minute bigint,
  in_day bigint
);
comment on type private.windows_used is
  'What a shard has used in a minute and in a day; null where that is too long ago to be known.';

create function private.count_in_windows(
  quota private.quota,
  shard integer,
  at timestamptz
)
returns private.windows_used
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_minute constant timestamptz :=
    private.quota_window('executions_per_minute', count_in_windows.at);
  v_day constant timestamptz := private.quota_window('executions_per_day', count_in_windows.at);
  v_used private.windows_used;
begin
  insert into private.quota_counters as c (owner_key, workflow_id, shard, minute, day)
  values (
    quota.owner_key, quota.workflow_id, count_in_windows.shard, row(v_minute, 1, 0),
    row(v_day, 1, 0)
  )
  on conflict on constraint quota_counters_pkey do update set
    minute = private.with_use(c.minute, '60 seconds', v_minute, 1),
    day = private.with_use(c.day, '86400 seconds', v_day, 1)
  returning
    private.used_in(c.minute, '60 seconds', v_minute),
    private.used_in(c.day, '86400 seconds', v_day)
  into v_used;
  return v_used;
end
$$;
comment on function private.count_in_windows(private.quota, integer, timestamptz) is
  'Counts an execution that is created at that time in a shard that the caller holds, of the '
  'account or workflow that a quota is for; returns what is used then.';
revoke all on function private.count_in_windows(private.quota, integer, timestamptz) from public;

create function private.find_room(
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
  v_window constant timestamptz := private.quota_window(quota.name, find_room.at);
  v_moved boolean;
begin
  loop
    if private.room_in_shard(quota, find_room.shard, v_window) >= 0 then
      return 0;
    end if;
    v_moved := private.move_room(quota, find_room.shard, v_window);
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
comment on function private.find_room(private.quota, integer, timestamptz) is
  'Moves room of other shards into one that has used more than its share of a quota that is '
  'counted by the clock. Returns 0, or after how many seconds to try again.';
revoke all on function private.find_room(private.quota, integer, timestamptz) from public;

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
        select c.running_lent
        from private.quota_counters as c
        where c.owner_key = quota.owner_key
          and c.workflow_id = quota.workflow_id
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
  v_counted uuid;
  v_used private.windows_used;
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
      -- Once for the account and once for the workflow: their quotas come one after the other.
      if v_quota.workflow_id is distinct from v_counted then
        -- Nearly always this is all. (In a function of its own it takes longer by a third.)
        update private.quota_counters as c
        set minute.used = (c.minute).used + 1, day.used = (c.day).used + 1
        where c.owner_key = v_quota.owner_key
          and c.workflow_id = v_quota.workflow_id
          and c.shard = v_shard
          and (c.minute).at = private.quota_window('executions_per_minute', now())
          and (c.day).at = private.quota_window('executions_per_day', now())
        returning (c.minute).used, (c.day).used into v_used;
        if not found then
          v_used := private.count_in_windows(v_quota, v_shard, now());
        end if;
        v_counted := v_quota.workflow_id;
      end if;
      if (case v_quota.name when 'executions_per_day' then v_used.in_day else v_used.in_minute end
        <= private.quota_share(v_quota.most, v_shard)) is not true
      then
        v_wait := private.find_room(v_quota, v_shard, now());
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
  'Counts one execution, that runs or has ended, against quotas, those of the account first, and '
  'refuses it when one is used up: 429 quota_exceeded. Returns its quota_shard.';
revoke all on function private.use_quotas(private.quota[], boolean) from public;
