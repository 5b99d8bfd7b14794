-- What quotas count. A fixed window of the clock (a minute, a UTC day) has a counter, and the
-- counter 16 shards, each of which may use a sixteenth of the quota: so 16 transactions of one
-- account at once each have a row of their own, and wait for nobody's commit. (A fixed window lets
-- twice the quota through around its edge, and in return says exactly when it is open again. A
-- sharded counter: https://cloud.google.com/firestore/docs/solutions/counters.)
--
-- A transaction holds a shard of the account by an advisory lock until it ends, and whoever holds
-- the lock alone reads and writes what the shard has used, in all counters of the account. Where a
-- shard is used up, room of another is moved into it, with both locks held. So the sum never
-- exceeds the quota, however small it is, and nothing is refused while there is room in any shard.
-- The first shard is tried first: an account with one client has one row. What is undone was never
-- used: counters are rows of the same transaction.
--
-- A row lock would do as well and cost twice: "for update skip locked" writes to the row before the
-- counting does. Deliberately absent: an index on the time, which would end HOT updates.

-- A domain, whose check is made where a shard is written: a check of the table is made at every
-- update.
create domain private.quota_shard as smallint
  constraint shard_is_0_to_15 check (value between 0 and 15);
comment on domain private.quota_shard is
  'One of the 16 parts of a counter.';

create table private.quota_counters (
  owner_key uuid not null,
  workflow_id uuid not null,
  shard private.quota_shard not null,
  -- All in one row, because writing a row is most of what counting costs.
  minute timestamptz not null default '1970-01-01Z',
  in_minute bigint not null default 0,
  in_minute_before bigint not null default 0,
  day timestamptz not null default '1970-01-01Z',
  in_day bigint not null default 0,
  in_day_before bigint not null default 0,
  running_lent bigint not null default 0,
  stored_bytes bigint,
  stored_clear bigint,
  stored_limit bigint,
  primary key (owner_key, workflow_id, shard)
) with (fillfactor = 50);

alter table private.quota_counters enable row level security;
create policy "users read counters of their own"
  on private.quota_counters for select to authenticated
  using (owner_key = (select auth.uid()));
revoke all on table private.quota_counters from anon, authenticated, service_role;
grant select on table private.quota_counters to authenticated, service_role;

comment on table private.quota_counters is
  'What was used of quotas, in 16 shards. Kept by triggers.';
comment on column private.quota_counters.owner_key is 'The account.';
comment on column private.quota_counters.workflow_id is
  'The workflow; the zero UUID: the account as a whole.';
comment on column private.quota_counters.shard is 'Which part of the counters.';
comment on column private.quota_counters.minute is
  'Start of the minute that is counted, whichever quotas of executions or bytes there are.';
comment on column private.quota_counters.in_minute is
  'Executions created in it, and lent to other shards; negative when more was borrowed.';
comment on column private.quota_counters.in_minute_before is
  'The same in the minute before, for transactions that began in it.';
comment on column private.quota_counters.day is
  'Start of the day (UTC) that is counted: that in which the minute lies, also where only one of '
  'them is used.';
comment on column private.quota_counters.in_day is 'As in_minute.';
comment on column private.quota_counters.in_day_before is 'As in_minute_before.';
comment on column private.quota_counters.running_lent is
  'Places for running executions lent to other shards; negative when more were borrowed. What '
  'runs is counted live.';
comment on column private.quota_counters.stored_bytes is
  'Bytes added and removed in this shard, which has no share of the quota; null: none counted.';
comment on column private.quota_counters.stored_clear is
  'What stored_bytes may come to before a create adds up what the account stores; null: each does.';
comment on column private.quota_counters.stored_limit is
  'The quota of stored_bytes that stored_clear was found for; it means nothing for another.';

create function private.quota_period(
  name text
)
returns interval
language sql
immutable
security invoker
return case quota_period.name
  when 'executions_per_minute' then '60 seconds'::interval
  when 'executions_per_day' then '86400 seconds'::interval
end;
comment on function private.quota_period(text) is
  'Length of the window in which a quota is counted; null for those without one.';
revoke all on function private.quota_period(text) from public;
grant execute on function private.quota_period(text) to authenticated, service_role;

create function private.quota_window(
  name text,
  at timestamptz
)
returns timestamptz
language sql
immutable
security invoker
return coalesce(
  date_bin(private.quota_period(quota_window.name), quota_window.at, '1970-01-01Z'),
  '1970-01-01Z'
);
comment on function private.quota_window(text, timestamptz) is
  'Start of the window of a quota that a moment lies in; for those without one always the same.';
revoke all on function private.quota_window(text, timestamptz) from public;
grant execute on function private.quota_window(text, timestamptz) to authenticated, service_role;

-- The sum of all shares is the quota, and no share falls when the quota rises.
create function private.quota_share(
  most bigint,
  shard integer
)
returns bigint
language sql
immutable
security invoker
return quota_share.most / 16 + (quota_share.shard < quota_share.most % 16)::integer;
comment on function private.quota_share(bigint, integer) is
  'What a shard may use of a quota.';
revoke all on function private.quota_share(bigint, integer) from public;
grant execute on function private.quota_share(bigint, integer) to authenticated, service_role;

create type private.windowed_use as (
  at timestamptz,
  used bigint,
  used_before bigint
);
comment on type private.windowed_use is
  'What was used in the window that began at that time, and in the one before it.';

create function private.used_in(
  counted private.windowed_use,
  period interval,
  at timestamptz
)
returns bigint
language sql
immutable
security invoker
return case
  when counted.at < used_in.at then 0
  when counted.at = used_in.at then counted.used
  when counted.at = used_in.at + used_in.period then counted.used_before
end;
comment on function private.used_in(private.windowed_use, interval, timestamptz) is
  'What was used in the window of that length that begins at that time; null when it is too long '
  'ago.';
revoke all on function private.used_in(private.windowed_use, interval, timestamptz) from public;
grant execute on function private.used_in(private.windowed_use, interval, timestamptz)
  to authenticated, service_role;

create function private.with_use(
  counted private.windowed_use,
  period interval,
  at timestamptz,
  units bigint
)
returns private.windowed_use
language sql
immutable
security invoker
return row(
  greatest(counted.at, with_use.at),
  case
    when counted.at > with_use.at then counted.used
    when counted.at = with_use.at then counted.used + with_use.units
    else with_use.units
  end,
  case
    when counted.at > with_use.at then counted.used_before + with_use.units
    when counted.at = with_use.at then counted.used_before
    when counted.at = with_use.at - with_use.period then counted.used
    else 0
  end
)::private.windowed_use;
comment on function private.with_use(private.windowed_use, interval, timestamptz, bigint) is
  'The count with units used in the window that begins at that time.';
revoke all on function private.with_use(private.windowed_use, interval, timestamptz, bigint)
  from public;

create function private.quota_used(
  counter private.quota_counters,
  name text,
  at timestamptz
)
returns bigint
language sql
stable
security invoker
return case quota_used.name
  when 'executions_per_minute'
    then private.used_in(
      row(counter.minute, counter.in_minute, counter.in_minute_before)::private.windowed_use,
      '60 seconds', quota_used.at
    )
  when 'executions_per_day'
    then private.used_in(
      row(counter.day, counter.in_day, counter.in_day_before)::private.windowed_use,
      '86400 seconds', quota_used.at
    )
  when 'running_executions' then counter.running_lent
end;
comment on function private.quota_used(private.quota_counters, text, timestamptz) is
  'What a shard has used of a quota, in the window that begins at that time; null when it is too '
  'long ago.';
revoke all on function private.quota_used(private.quota_counters, text, timestamptz) from public;
grant execute on function private.quota_used(private.quota_counters, text, timestamptz)
  to authenticated, service_role;

create function private.use_quota(
  quota private.quota,
  shard integer,
  at timestamptz,
  units bigint
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into private.quota_counters (owner_key, workflow_id, shard)
  values (quota.owner_key, quota.workflow_id, use_quota.shard)
  on conflict on constraint quota_counters_pkey do nothing;
  update private.quota_counters as c
  set
    (minute, in_minute, in_minute_before) = (
      select w.*
      from private.with_use(
        row(c.minute, c.in_minute, c.in_minute_before)::private.windowed_use, '60 seconds',
        private.quota_window('executions_per_minute', use_quota.at),
        case quota.name when 'executions_per_minute' then use_quota.units else 0 end
      ) as w
    ),
    (day, in_day, in_day_before) = (
      select w.*
      from private.with_use(
        row(c.day, c.in_day, c.in_day_before)::private.windowed_use, '86400 seconds',
        private.quota_window('executions_per_day', use_quota.at),
        case quota.name when 'executions_per_day' then use_quota.units else 0 end
      ) as w
    ),
    running_lent = c.running_lent
      + case quota.name when 'running_executions' then use_quota.units else 0 end,
    stored_bytes = case quota.name
      when 'stored_bytes' then coalesce(c.stored_bytes, 0) + use_quota.units
      else c.stored_bytes
    end
  where c.owner_key = quota.owner_key
    and c.workflow_id = quota.workflow_id
    and c.shard = use_quota.shard;
end
$$;
comment on function private.use_quota(private.quota, integer, timestamptz, bigint) is
  'Counts units of a quota in a shard that the caller holds, in the window that begins at that '
  'time.';
revoke all on function private.use_quota(private.quota, integer, timestamptz, bigint) from public;

create function private.shard_key(
  owner_key uuid,
  shard integer
)
returns bigint
language sql
stable
security invoker
return uuid_hash_extended(shard_key.owner_key, shard_key.shard);
comment on function private.shard_key(uuid, integer) is
  'The advisory lock that stands for a shard of an account''s counters.';
revoke all on function private.shard_key(uuid, integer) from public;

create function private.hold_shard(
  owner_key uuid,
  shard integer,
  milliseconds integer
)
returns boolean
language plpgsql
volatile
security invoker
set search_path = ''
-- Set back when this returns, whatever it is meanwhile.
set lock_timeout = '500ms'
as $$
begin
  if hold_shard.milliseconds = 0 then
    return pg_try_advisory_xact_lock(
      private.shard_key(hold_shard.owner_key, hold_shard.shard)
    );
  end if;
  perform set_config('lock_timeout', hold_shard.milliseconds::text, true);
  perform pg_advisory_xact_lock(private.shard_key(hold_shard.owner_key, hold_shard.shard));
  return true;
exception when lock_not_available then
  return false;
end
$$;
comment on function private.hold_shard(uuid, integer, integer) is
  'Takes a shard of an account''s counters until the transaction ends; false when somebody has it, '
  'still after so many milliseconds.';
revoke all on function private.hold_shard(uuid, integer, integer) from public;

create function private.hold_free_shard(
  owner_key uuid
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- By the session, so that a transaction of many rows holds one or two.
  v_first constant integer := pg_backend_pid();
  v_shard integer;
begin
  if pg_try_advisory_xact_lock(private.shard_key(hold_free_shard.owner_key, 0)) then
    return 0;
  end if;
  for v_place in 0..15 loop
    v_shard := (v_first + v_place) & 15;
    if pg_try_advisory_xact_lock(private.shard_key(hold_free_shard.owner_key, v_shard)) then
      return v_shard;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.hold_free_shard(uuid) is
  'Takes a shard of an account''s counters until the transaction ends: the first, or else another '
  'that nobody holds; null when there is none.';
revoke all on function private.hold_free_shard(uuid) from public;

create function private.running_executions(
  quota private.quota,
  shard integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  return (
    select count(*)
    from public.workflow_executions as e
    where e.owner_key = quota.owner_key
      and e.status = 'running'
      and (
        quota.workflow_id = '00000000-0000-0000-0000-000000000000'
        or e.workflow_id = quota.workflow_id
      )
      and e.quota_shard in (running_executions.shard, running_executions.shard + 16)
  );
end
$$;
comment on function private.running_executions(private.quota, integer) is
  'How many executions that were counted in a shard run now, of the account or workflow that a '
  'quota is for.';
revoke all on function private.running_executions(private.quota, integer) from public;

create function private.room_in_shard(
  quota private.quota,
  shard integer,
  at timestamptz
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_used bigint;
begin
  select private.quota_used(c, quota.name, room_in_shard.at) into v_used
  from private.quota_counters as c
  where c.owner_key = quota.owner_key
    and c.workflow_id = quota.workflow_id
    and c.shard = room_in_shard.shard;
  return private.quota_share(quota.most, room_in_shard.shard)
    - case when found then v_used else 0 end
    - case quota.name
      when 'running_executions' then private.running_executions(quota, room_in_shard.shard)
      else 0
    end;
end
$$;
comment on function private.room_in_shard(private.quota, integer, timestamptz) is
  'What is left of a quota in a shard, negative where more was used: certain while the caller '
  'holds it. Null: not known any more, the window is too long ago.';
revoke all on function private.room_in_shard(private.quota, integer, timestamptz) from public;

create function private.move_room(
  quota private.quota,
  shard integer,
  at timestamptz
)
returns boolean
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_busy boolean;
  v_other integer;
  v_moved bigint;
begin
  if private.room_in_shard(quota, move_room.shard, move_room.at) is null then
    return false;
  end if;
  -- First what nobody holds, then what somebody does. Whoever waits holds a shard: two that wait
  -- for each other give way soon, and a batch does so once and not for each of its items.
  for v_round in 1..2 loop
    v_busy := false;
    for v_place in 1..15 loop
      v_other := (move_room.shard + v_place) & 15;
      continue when coalesce(private.room_in_shard(quota, v_other, move_room.at), 0) <= 0;
      if not private.hold_shard(
        quota.owner_key, v_other, case when v_round = 2 then 50 else 0 end
      ) then
        v_busy := true;
        exit when v_round = 2;
        continue;
      end if;
      v_moved := coalesce(private.room_in_shard(quota, v_other, move_room.at), 0);
      if v_moved > 0 then
        -- All of it to the first shard, which one client uses alone; half among many clients.
        v_moved := case when move_room.shard = 0 then v_moved else (v_moved + 1) / 2 end;
        perform private.use_quota(quota, v_other, move_room.at, v_moved);
        perform private.use_quota(quota, move_room.shard, move_room.at, -v_moved);
        return true;
      end if;
    end loop;
    exit when not v_busy or clock_timestamp() > now() + interval '1 second';
  end loop;
  return case when not v_busy then false end;
end
$$;
comment on function private.move_room(private.quota, integer, timestamptz) is
  'Moves room of another shard into one that the caller holds. False: there is none anywhere; '
  'null: there may be some in shards that others hold.';
revoke all on function private.move_room(private.quota, integer, timestamptz) from public;
