-- A limit that is lowered leaves shards that have used more than their share of it, and others that
-- have used less and would go on to use theirs: what was used is spread over all of them, so that
-- together they allow no more than is left. The sum stays what it was. Not so for a default: 16
-- locks for each account that used some would be more than a server has.

create function private.spread_use(
  quota private.quota
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_window constant timestamptz := private.quota_window(quota.name, now());
begin
  if not exists (
    select 1
    from private.quota_counters as c
    where c.owner_key = quota.owner_key
      and c.workflow_id = quota.workflow_id
      and private.quota_used(c, quota.name, v_window) > private.quota_share(quota.most, c.shard)
  ) then
    return;
  end if;
  -- Waits for creates under way. Who holds a shard waits for another for half a second at most.
  perform pg_advisory_xact_lock(private.shard_key(quota.owner_key, s.shard))
  from generate_series(0, 15) as s (shard);
  perform private.use_quota(quota, m.shard, v_window, m.taken - m.given)
  from (
    select
      r.shard,
      -- In the order of the shards: until nothing is over, or no room is left.
      least(
        greatest(r.room, 0),
        greatest(sum(greatest(-r.room, 0)) over () - r.room_before, 0)
      )::bigint as taken,
      least(
        greatest(-r.room, 0),
        greatest(sum(greatest(r.room, 0)) over () - r.over_before, 0)
      )::bigint as given
    from (
      select
        s.shard,
        k.room,
        sum(greatest(k.room, 0)) over w - greatest(k.room, 0) as room_before,
        sum(greatest(-k.room, 0)) over w - greatest(-k.room, 0) as over_before
      from generate_series(0, 15) as s (shard)
      cross join lateral (
        select coalesce(private.room_in_shard(quota, s.shard, v_window), 0) as room
      ) as k
      window w as (order by s.shard)
    ) as r
  ) as m
  where m.taken <> m.given;
end
$$;
comment on function private.spread_use(private.quota) is
  'Spreads what was used of a quota that is counted by the clock over its shards, where one has '
  'used more than its share.';
revoke all on function private.spread_use(private.quota) from public;

create function private.tg_quota__spread()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.quota_counters, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changed private.quotas;
begin
  v_changed := case tg_op when 'DELETE' then old else new end;
  -- A quota that is removed leaves the default in force, which may be lower.
  perform private.spread_use(q)
  from unnest(private.quotas_in_force(v_changed.owner_key, v_changed.workflow_key)) as q
  where q.workflow_id = v_changed.workflow_key and q.name = v_changed.name;
  return null;
end
$$;
comment on function private.tg_quota__spread() is
  'Spreads what the account has used of its quota that was changed: see spread_use().';
revoke all on function private.tg_quota__spread() from public;

create trigger _800_spread_insert
  after insert on private.quotas
  for each row when (
    new.user_id is not null and private.quota_period(new.name) is not null
  )
  execute function private.tg_quota__spread();
create trigger _800_spread_update
  after update of most on private.quotas
  for each row when (
    new.user_id is not null and private.quota_period(new.name) is not null
  )
  execute function private.tg_quota__spread();
create trigger _800_spread_delete
  after delete on private.quotas
  for each row when (
    old.user_id is not null and private.quota_period(old.name) is not null
  )
  execute function private.tg_quota__spread();
