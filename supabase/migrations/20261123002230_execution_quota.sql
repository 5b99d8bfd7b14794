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
  insert into private.quota_counters as c (
    owner_key, workflow_id, shard, minute, in_minute, day, in_day
  )
  values (
    quota.owner_key, quota.workflow_id, count_in_windows.shard, v_minute, 1, v_day, 1
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
    )
  returning
    private.quota_used(c, 'executions_per_minute', v_minute),
    private.quota_used(c, 'executions_per_day', v_day)
  into v_used;
  return v_used;
end
$$;
comment on function private.count_in_windows(private.quota, integer, timestamptz) is
  'Counts an execution that is created at that time in a shard that the caller holds, of the '
  'account or workflow that a quota is for; returns what is used then.';
revoke all on function private.count_in_windows(private.quota, integer, timestamptz) from public;

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
  shard integer
)
returns void
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
    count(*) filter (where e.quota_shard & 15 = find_place_or_refuse.shard and e.quota_shard < 32)
    + coalesce(
      (
        select c.running_lent
        from private.quota_counters as c
        where c.owner_key = quota.owner_key
          and c.workflow_id = quota.workflow_id
          and c.shard = find_place_or_refuse.shard
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
    v_moved := false;
  elsif v_here < private.quota_share(quota.most, find_place_or_refuse.shard) then
    v_moved := true;
  else
    v_moved := private.move_room(quota, find_place_or_refuse.shard, v_at);
  end if;
  if v_moved is not true then
    -- When a run ends is a guess.
    perform private.refuse_over_quota(quota, case when v_moved is null then 1 else 5 end);
  end if;
end
$$;
comment on function private.find_place_or_refuse(private.quota, integer) is
  'Looks whether one more may run in a shard that the caller holds, and moves room of other shards '
  'into it where needed; refuses (429 quota_exceeded) when there is none.';
revoke all on function private.find_place_or_refuse(private.quota, integer) from public;

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
  v_stores boolean := false;
  v_counted uuid;
  v_in_minute bigint;
  v_in_day bigint;
  v_bytes bigint;
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
      order by q.workflow_key
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
    v_quotas := private.quotas_in_force(new.user_id, new.workflow_id);
  end if;
  new.quota_shard := null;
  if v_quotas = '{}' or new.idempotency_key is not null and private.is_repeated(new) then
    return new;
  end if;
  if new.created_at <> now() then
    -- What the service inserts with a time of its own is an import, of the past.
    new.quota_shard := private.import_mark(v_quotas);
  else
    foreach v_quota in array v_quotas loop
      continue when v_quota.name = 'visual_events_per_second';
      v_shard := coalesce(
        v_shard,
        case when pg_try_advisory_xact_lock(private.shard_key(v_quota.owner_key, 0)) then 0 end,
        private.hold_shard_or_refuse(v_quota)
      );
      if v_quota.name in ('executions_per_minute', 'executions_per_day') then
        -- Once for the account and once for the workflow: their quotas come one after the other.
        if v_quota.workflow_id is distinct from v_counted then
          v_counted := v_quota.workflow_id;
          update private.quota_counters as c
          set in_minute = c.in_minute + 1, in_day = c.in_day + 1
          where c.owner_key = v_quota.owner_key
            and c.workflow_id = v_quota.workflow_id
            and c.shard = v_shard
            and c.minute = private.quota_window('executions_per_minute', now())
            and c.day = private.quota_window('executions_per_day', now())
          returning c.in_minute, c.in_day into v_in_minute, v_in_day;
          if not found then
            select w.in_minute, w.in_day into v_in_minute, v_in_day
            from private.count_in_windows(v_quota, v_shard, now()) as w;
          end if;
        end if;
        continue when private.quota_share(v_quota.most, v_shard)
          >= case v_quota.name when 'executions_per_day' then v_in_day else v_in_minute end;
        perform private.find_room_or_refuse(v_quota, v_shard, now());
      elsif v_quota.name = 'stored_bytes' then
        v_stores := true;
      elsif new.status = 'running' then
        perform private.find_place_or_refuse(v_quota, v_shard);
      end if;
    end loop;
    new.quota_shard := coalesce(v_shard, 0) + case when v_stores then 16 else 0 end;
  end if;
  if new.quota_shard & 16 <> 0 then
    v_bytes := private.stored_bytes(new.result, new.logs, 0)
      + private.stored_row_bytes(new.inputs, new.error, new.metadata, new.tags);
    -- An import is counted, and not refused.
    perform private.add_stored(v_quotas, v_bytes, v_shard, v_shard is not null);
  end if;
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
