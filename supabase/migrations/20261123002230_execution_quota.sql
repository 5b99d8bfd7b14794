-- Quotas of executions, asked by the trigger that looks user and workflow up, before the row is
-- made: so functions, rpc(), tables and batches obey alike, and a refused create leaves no dead
-- execution behind. What this or another rule refuses is undone, and has used nothing.

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

create function private.count_import(
  execution public.workflow_executions
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_quotas constant private.quota[] :=
    private.quotas_in_force(execution.user_id, execution.workflow_id);
begin
  perform private.add_stored(
    v_quotas,
    private.stored_bytes(execution.result, execution.logs, 0)
      + private.stored_row_bytes(
        execution.inputs, execution.error, execution.metadata, execution.tags
      ),
    null, false
  );
  return 32 + case
    when exists (select 1 from unnest(v_quotas) as q where q.name = 'stored_bytes') then 16
    else 0
  end;
end
$$;
comment on function private.count_import(public.workflow_executions) is
  'Counts an import, which uses no quota, among what is stored; returns its quota_shard.';
revoke all on function private.count_import(public.workflow_executions) from public;

create function private.hold_shard_or_refuse(
  owner_key uuid,
  workflow_id uuid
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_shard integer := private.hold_free_shard(hold_shard_or_refuse.owner_key);
  v_quota private.quota;
begin
  if v_shard is null then
    v_shard := pg_backend_pid() & 15;
    if not private.hold_shard(hold_shard_or_refuse.owner_key, v_shard, 500) then
      select q.* into v_quota
      from unnest(private.quotas_in_force(
        hold_shard_or_refuse.owner_key, hold_shard_or_refuse.workflow_id
      )) as q
      where q.name <> 'visual_events_per_second'
      limit 1;
      perform private.refuse_over_quota(v_quota, 1);
    end if;
  end if;
  return v_shard;
end
$$;
comment on function private.hold_shard_or_refuse(uuid, uuid) is
  'Takes any shard of an account''s counters until the transaction ends; refuses (429 '
  'quota_exceeded) a run of that workflow when others hold them all for half a second.';
revoke all on function private.hold_shard_or_refuse(uuid, uuid) from public;

create function private.tg_execution__allowed()
returns trigger
language plpgsql
volatile
-- definer because: auth.users is closed to the API roles, and nobody else may write what quotas
-- count. Tells a caller nothing but what concerns a user id they already act for.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow_id uuid;
  v_archived_at timestamptz;
  v_levels private.quota_level[];
  v_level private.quota_level;
  v_quota private.quota;
  v_shard integer;
  v_bytes bigint;
  v_in_minute bigint;
  v_in_day bigint;
  v_lent bigint;
  v_stored bigint;
  v_clear bigint;
  v_clear_of bigint;
  v_running bigint;
  v_here bigint;
begin
  -- Asked together, and in one trigger: a statement costs more than what it looks up, and so does a
  -- trigger, or a function. Each expression has its cost, too, once in a transaction.
  select
    w.workflow_id,
    w.archived_at,
    (
      select a.levels
      from private.account_quotas as a
      where a.owner_key in (new.user_id, '00000000-0000-0000-0000-000000000000')
      -- That there are defaults comes first.
      order by a.owner_key
      limit 1
    )
  into v_workflow_id, v_archived_at, v_levels
  from auth.users as u
  left join public.workflows as w
    on w.workflow_id = new.workflow_id and (w.owner_id is null or w.owner_id = u.id)
  where u.id = new.user_id;
  if v_workflow_id is not null and v_archived_at is null
    and v_levels is null and new.quota_shard is null then
    return new;
  end if;
  if v_workflow_id is null or v_archived_at is not null or new.quota_shard is not null then
    -- A shared run (of no user), a mistake, an import into an archived workflow, or a shard that
    -- the service has sent: what is seldom so is looked up once more.
    if not found and new.user_id is not null then
      perform private.refuse_unknown_user(new.user_id);
    end if;
    perform private.refuse_unrunnable_workflow(new);
    new.quota_shard := null;
  end if;
  if v_levels is null then
    return new;
  elsif v_levels = '{}' then
    v_levels := private.quota_levels(private.quotas_in_force(new.user_id, new.workflow_id));
  end if;
  foreach v_level in array v_levels loop
    continue when v_level.workflow_id
      not in (new.workflow_id, '00000000-0000-0000-0000-000000000000');
    if v_shard is null then
      if new.idempotency_key is not null then
        if private.is_repeated(new) then
          return new;
        end if;
      end if;
      if new.created_at <> now() then
        -- What the service inserts with a time of its own is an import, of the past: it is counted
        -- among what is stored, and not refused.
        new.quota_shard := private.count_import(new);
        return new;
      end if;
      -- As private.hold_free_shard() begins. What is seldom needed stands by itself, here and
      -- below: each function of an expression is looked up in each transaction, called or not.
      v_shard := 0;
      if not pg_try_advisory_xact_lock(private.shard_key(new.user_id, 0)) then
        v_shard := pg_backend_pid() & 15;
        if not pg_try_advisory_xact_lock(private.shard_key(new.user_id, v_shard)) then
          v_shard := private.hold_shard_or_refuse(new.user_id, new.workflow_id);
        end if;
      end if;
      new.quota_shard := v_shard;
    end if;
    v_bytes := null;
    if v_level.stored_bytes is not null then
      v_bytes := private.stored_row_bytes(new.inputs, new.error, new.metadata, new.tags);
      if new.result is not null or new.logs is not null then
        v_bytes := v_bytes + private.stored_bytes(new.result, new.logs, 0);
      end if;
    end if;
    -- All at once, since writing a row is most of what counting costs. The minute tells the day.
    update private.quota_counters as c
    set
      in_minute = c.in_minute + 1,
      in_day = c.in_day + 1,
      stored_bytes = case
        when v_bytes is null then c.stored_bytes
        else c.stored_bytes + v_bytes
      end
    where c.owner_key = new.user_id
      and c.workflow_id = v_level.workflow_id
      and c.shard = v_shard
      and c.minute = private.quota_window('executions_per_minute', now())
      and (c.stored_bytes is not null or v_bytes is null)
    returning
      c.in_minute, c.in_day, c.running_lent, c.stored_bytes, c.stored_clear, c.stored_limit
    into v_in_minute, v_in_day, v_lent, v_stored, v_clear, v_clear_of;
    if not found then
      -- What is too long ago to be known counts as all.
      select
        coalesce(a.in_minute, 9223372036854775807), coalesce(a.in_day, 9223372036854775807),
        a.running_lent, a.stored_bytes, a.stored_clear, a.stored_limit
      into v_in_minute, v_in_day, v_lent, v_stored, v_clear, v_clear_of
      from private.count_in_windows(
        row(new.user_id, v_level.workflow_id, null, null)::private.quota, v_shard, now(), v_bytes
      ) as a;
    end if;
    if v_level.stored_bytes is not null then
      new.quota_shard := v_shard + 16;
      if (v_stored <= v_clear and v_clear_of = v_level.stored_bytes) is not true then
        v_quota :=
          row(new.user_id, v_level.workflow_id, 'stored_bytes', v_level.stored_bytes);
        perform private.find_storage_or_refuse(v_quota, v_shard, v_bytes);
      end if;
    end if;
    -- A share is at least a sixteenth.
    if v_in_day > v_level.executions_per_day / 16 then
      v_quota :=
        row(new.user_id, v_level.workflow_id, 'executions_per_day', v_level.executions_per_day);
      perform private.find_room_or_refuse(v_quota, v_shard, now());
    end if;
    if v_in_minute > v_level.executions_per_minute / 16 then
      v_quota := row(
        new.user_id, v_level.workflow_id, 'executions_per_minute', v_level.executions_per_minute
      );
      perform private.find_room_or_refuse(v_quota, v_shard, now());
    end if;
    if v_level.running_executions is not null and new.status = 'running' then
      -- What runs is counted live: so a run that ends, however it does, gives its place back and
      -- waits for nobody. In all, because more may run than a quota that was set later allows, or
      -- than was imported; in the shard, because what others create at this moment cannot be seen.
      select
        count(*),
        count(*) filter (where e.quota_shard & 15 = v_shard and e.quota_shard < 32)
      into v_running, v_here
      from public.workflow_executions as e
      where e.owner_key = new.user_id
        and e.status = 'running'
        and (
          v_level.workflow_id = '00000000-0000-0000-0000-000000000000'
          or e.workflow_id = v_level.workflow_id
        );
      continue when v_running < v_level.running_executions
        and v_here + v_lent < v_level.running_executions / 16;
      continue when v_running < v_level.running_executions
        and v_here + v_lent < private.quota_share(v_level.running_executions, v_shard);
      v_quota :=
        row(new.user_id, v_level.workflow_id, 'running_executions', v_level.running_executions);
      perform private.find_place_or_refuse(v_quota, v_shard, v_running);
    end if;
  end loop;
  return new;
end
$$;
comment on function private.tg_execution__allowed() is
  'Refuses an execution of a user who does not exist (404 user_not_found), of a workflow that they '
  'may not run (404 workflow_not_found, 409 workflow_archived, 400 user_id_required), or of who '
  'has used up a quota (429 quota_exceeded, 507 storage_quota_exceeded); counts it, and notes its '
  'quota_shard.';
revoke all on function private.tg_execution__allowed() from public;

create trigger _100_allowed
  before insert on public.workflow_executions
  for each row execute function private.tg_execution__allowed();
