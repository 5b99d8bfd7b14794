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

create function private.count_in_windows(
  quota private.quota,
  shard integer,
  at timestamptz,
  bytes bigint
)
returns private.quota_counters
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_minute constant timestamptz :=
    private.quota_window('executions_per_minute', count_in_windows.at);
  v_day constant timestamptz := private.quota_window('executions_per_day', count_in_windows.at);
  v_counter private.quota_counters;
begin
  insert into private.quota_counters as c (
    owner_key, workflow_id, shard, minute, in_minute, day, in_day, stored_bytes
  )
  values (
    quota.owner_key, quota.workflow_id, count_in_windows.shard, v_minute, 1, v_day, 1,
    count_in_windows.bytes
  )
  on conflict on constraint quota_counters_pkey do update set
    (minute, in_minute, in_minute_before) = (
      select w.*
      from private.with_use(
        row(c.minute, c.in_minute, c.in_minute_before)::private.windowed_use, '60 seconds',
        v_minute, 1
      ) as w
    ),
    (day, in_day, in_day_before) = (
      select w.*
      from private.with_use(
        row(c.day, c.in_day, c.in_day_before)::private.windowed_use, '86400 seconds', v_day, 1
      ) as w
    ),
    stored_bytes = case
      when count_in_windows.bytes is null then c.stored_bytes
      else coalesce(c.stored_bytes, 0) + count_in_windows.bytes
    end
  returning c.* into v_counter;
  if count_in_windows.bytes is not null then
    insert into private.stored_measures (owner_key) values (quota.owner_key)
    on conflict do nothing;
  end if;
  v_counter.in_minute := private.quota_used(v_counter, 'executions_per_minute', v_minute);
  v_counter.in_day := private.quota_used(v_counter, 'executions_per_day', v_day);
  return v_counter;
end
$$;
comment on function private.count_in_windows(private.quota, integer, timestamptz, bigint) is
  'Counts an execution that is created at that time, and its bytes (null: they are not limited), '
  'in a shard that the caller holds, of the account or workflow that a quota is for. Returns the '
  'counter, with what is used of the windows of that time in in_minute and in_day: null where '
  'that is too long ago to be known.';
revoke all on function private.count_in_windows(private.quota, integer, timestamptz, bigint)
  from public;

create function private.find_room_or_refuse(
  quota private.quota,
  shard integer,
  at timestamptz
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_window constant timestamptz := private.quota_window(quota.name, find_room_or_refuse.at);
  v_moved boolean;
begin
  loop
    if private.room_in_shard(quota, find_room_or_refuse.shard, v_window) >= 0 then
      return;
    end if;
    v_moved := private.move_room(quota, find_room_or_refuse.shard, v_window);
    exit when v_moved is not true;
  end loop;
  perform private.refuse_over_quota(
    quota,
    case
      when v_moved is null then 1
      else greatest(
        1,
        ceil(extract(
          epoch from v_window + private.quota_period(quota.name) - clock_timestamp()
        ))
      )
    end::integer
  );
end
$$;
comment on function private.find_room_or_refuse(private.quota, integer, timestamptz) is
  'Moves room of other shards into one that has used more than its share of a quota that is '
  'counted by the clock; refuses (429 quota_exceeded) when there is none.';
revoke all on function private.find_room_or_refuse(private.quota, integer, timestamptz)
  from public;

create function private.find_place_or_refuse(
  quota private.quota,
  shard integer,
  running bigint
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_moved boolean := false;
begin
  if find_place_or_refuse.running < quota.most then
    v_moved := private.move_room(
      quota, find_place_or_refuse.shard, private.quota_window(quota.name, now())
    );
  end if;
  if v_moved is not true then
    -- When a run ends is a guess.
    perform private.refuse_over_quota(quota, case when v_moved is null then 1 else 5 end);
  end if;
end
$$;
comment on function private.find_place_or_refuse(private.quota, integer, bigint) is
  'Moves room of other shards into one in which no more may run, or refuses (429 quota_exceeded) '
  'when so many run in all, or there is none.';
revoke all on function private.find_place_or_refuse(private.quota, integer, bigint) from public;

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
    v_shard := pg_backend_pid() & 15;
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

create function private.tg_execution__known_user()
returns trigger
language plpgsql
volatile
-- definer because: auth.users is closed to the API roles, and nobody else may write what quotas
-- count. Tells a caller nothing but what concerns a user id they already act for.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_known boolean;
  v_quotas private.quota[];
  v_has_defaults boolean;
  v_quota private.quota;
  v_shard integer;
  v_level uuid;
  v_bytes bigint;
  v_in_minute bigint;
  v_in_day bigint;
  v_lent bigint;
  v_running bigint;
  v_here bigint;
  v_is_clear boolean;
begin
  -- Asked together, and in one trigger: a statement costs more than what it looks up, and so does a
  -- trigger, or a function. Whoever has no quota pays next to nothing.
  select
    exists (select 1 from auth.users as u where u.id = new.user_id),
    array(
      select row(q.owner_key, q.workflow_key, q.name, q.most)::private.quota
      from private.quotas as q
      where q.owner_key = new.user_id
        and q.workflow_key in (new.workflow_id, '00000000-0000-0000-0000-000000000000')
        and q.most is not null
        and q.name <> 'visual_events_per_second'
      order by q.workflow_key, q.name = 'stored_bytes' desc, q.name
    ),
    exists (
      select 1
      from private.quotas as q
      where q.owner_key = '00000000-0000-0000-0000-000000000000'
    )
  into v_is_known, v_quotas, v_has_defaults;
  if not v_is_known then
    perform private.refuse_unknown_user(new.user_id);
  end if;
  if v_has_defaults then
    v_quotas := array(
      select q
      from unnest(private.quotas_in_force(new.user_id, new.workflow_id)) as q
      where q.name <> 'visual_events_per_second'
      order by q.workflow_id, q.name = 'stored_bytes' desc, q.name
    );
  end if;
  if v_quotas = '{}' or new.idempotency_key is not null and private.is_repeated(new) then
    new.quota_shard := null;
    return new;
  end if;
  if new.created_at <> now() then
    -- What the service inserts with a time of its own is an import, of the past: it is counted
    -- among what is stored, and not refused.
    new.quota_shard := private.import_mark(v_quotas);
    perform private.add_stored(
      v_quotas,
      private.stored_bytes(new.result, new.logs, 0)
        + private.stored_row_bytes(new.inputs, new.error, new.metadata, new.tags),
      null, false
    );
    return new;
  end if;
  -- As private.hold_free_shard() begins. What is seldom needed stands by itself, here and below:
  -- each function of an expression is looked up in each transaction, whether it is called or not.
  v_shard := 0;
  if not pg_try_advisory_xact_lock(private.shard_key(new.user_id, 0)) then
    v_shard := case
      when pg_try_advisory_xact_lock(private.shard_key(new.user_id, pg_backend_pid() & 15))
        then pg_backend_pid() & 15
      else private.hold_shard_or_refuse(v_quotas[1])
    end;
  end if;
  new.quota_shard := v_shard;
  foreach v_quota in array v_quotas loop
    if v_quota.workflow_id is distinct from v_level then
      -- The first of the account, or of the workflow; stored_bytes, if these are limited.
      v_level := v_quota.workflow_id;
      v_bytes := null;
      if v_quota.name = 'stored_bytes' then
        v_bytes := private.stored_bytes(new.result, new.logs, 0)
          + private.stored_row_bytes(new.inputs, new.error, new.metadata, new.tags);
      end if;
      -- All at once, since writing a row is most of what counting costs.
      update private.quota_counters as c
      set
        in_minute = c.in_minute + 1,
        in_day = c.in_day + 1,
        stored_bytes = c.stored_bytes + coalesce(v_bytes, 0)
      where c.owner_key = v_quota.owner_key
        and c.workflow_id = v_quota.workflow_id
        and c.shard = v_shard
        and c.minute = private.quota_window('executions_per_minute', now())
        and c.day = private.quota_window('executions_per_day', now())
        and (c.stored_bytes is not null or v_bytes is null)
      returning
        c.in_minute, c.in_day, c.running_lent,
        c.stored_bytes <= c.stored_clear and c.stored_limit = v_quota.most
      into v_in_minute, v_in_day, v_lent, v_is_clear;
      if not found then
        select
          a.in_minute, a.in_day, a.running_lent,
          a.stored_bytes <= a.stored_clear and a.stored_limit = v_quota.most
        into v_in_minute, v_in_day, v_lent, v_is_clear
        from private.count_in_windows(v_quota, v_shard, now(), v_bytes) as a;
      end if;
    end if;
    -- A share is at least a sixteenth.
    continue when v_quota.most / 16 >= case v_quota.name
      when 'executions_per_minute' then v_in_minute
      when 'executions_per_day' then v_in_day
    end;
    if v_quota.name in ('executions_per_minute', 'executions_per_day') then
      perform private.find_room_or_refuse(v_quota, v_shard, now());
    elsif v_quota.name = 'stored_bytes' then
      new.quota_shard := v_shard + 16;
      if v_is_clear is not true then
        perform private.find_storage_or_refuse(v_quota, v_shard, v_bytes);
      end if;
    elsif new.status = 'running' then
      -- What runs is counted live: so a run that ends, however it does, gives its place back and
      -- waits for nobody. In all, because more may run than a quota that was set later allows, or
      -- than was imported; in the shard, because what others create at this moment cannot be seen.
      select
        count(*),
        count(*) filter (where e.quota_shard & 15 = v_shard and e.quota_shard < 32)
      into v_running, v_here
      from public.workflow_executions as e
      where e.owner_key = v_quota.owner_key
        and e.status = 'running'
        and (
          v_quota.workflow_id = '00000000-0000-0000-0000-000000000000'
          or e.workflow_id = v_quota.workflow_id
        );
      if v_running >= v_quota.most
        or v_here + v_lent >= private.quota_share(v_quota.most, v_shard) then
        perform private.find_place_or_refuse(v_quota, v_shard, v_running);
      end if;
    end if;
  end loop;
  return new;
end
$$;
comment on function private.tg_execution__known_user() is
  'Refuses an execution of a user who does not exist (404 user_not_found), or who has used up a '
  'quota (429 quota_exceeded, 507 storage_quota_exceeded); counts it, and notes its quota_shard.';
revoke all on function private.tg_execution__known_user() from public;

create trigger _100_known_user
  before insert on public.workflow_executions
  for each row when (new.user_id is not null)
  execute function private.tg_execution__known_user();
