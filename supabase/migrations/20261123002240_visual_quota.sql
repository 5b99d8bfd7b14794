-- Quotas of recordings: how many page events an account may upload per second, and what it stores.
--
-- The rate is a leaky bucket as a meter (ITU-T I.371, "virtual scheduling"; GCRA): a row says until
-- when what was taken lasts at the allowed rate; a batch is taken while that is less than a second
-- ahead, and moves it on. So over any T seconds at most T + 1 seconds' worth of events and one
-- batch are taken, and a batch larger than the quota is not shut out for ever. One row and no
-- shards: the quota itself keeps its writers apart.

create table private.visual_rates (
  owner_key uuid not null,
  workflow_id uuid not null,
  until timestamptz not null,
  primary key (owner_key, workflow_id)
) with (fillfactor = 50);

alter table private.visual_rates enable row level security;
create policy "users read rates of their own"
  on private.visual_rates for select to authenticated
  using (owner_key = (select auth.uid()));
revoke all on table private.visual_rates from anon, authenticated, service_role;
grant select on table private.visual_rates to authenticated, service_role;

comment on table private.visual_rates is
  'What was taken of quotas of visual_events_per_second. Kept by triggers.';
comment on column private.visual_rates.owner_key is 'The account.';
comment on column private.visual_rates.workflow_id is
  'The workflow; the zero UUID: the account as a whole.';
comment on column private.visual_rates.until is
  'Until when the events that were taken last at the allowed rate.';

create function private.use_rate(
  quota private.quota,
  units integer
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_lasts interval;
  v_until timestamptz;
begin
  if use_rate.units = 0 then
    return 0;
  elsif quota.most = 0 then
    return 3600;
  end if;
  v_lasts := make_interval(secs => use_rate.units / quota.most::double precision);
  select r.until into v_until
  from private.visual_rates as r
  where r.owner_key = quota.owner_key and r.workflow_id = quota.workflow_id;
  -- Looked at first, so that what will be refused waits for nobody.
  if not found or v_until < clock_timestamp() + interval '1 second' then
    insert into private.visual_rates as r (owner_key, workflow_id, until)
    values (quota.owner_key, quota.workflow_id, clock_timestamp() + v_lasts)
    on conflict on constraint visual_rates_pkey do update
      set until = greatest(r.until, clock_timestamp()) + v_lasts
      where r.until < clock_timestamp() + interval '1 second';
    if found then
      return 0;
    end if;
    select r.until into v_until
    from private.visual_rates as r
    where r.owner_key = quota.owner_key and r.workflow_id = quota.workflow_id;
  end if;
  return greatest(1, ceil(extract(epoch from v_until - clock_timestamp()) - 1));
end
$$;
comment on function private.use_rate(private.quota, integer) is
  'Takes events at the rate that a quota allows. Returns 0, or after how many seconds to try '
  'again.';
revoke all on function private.use_rate(private.quota, integer) from public;

create function private.tg_visual_chunk__quota()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.quota_counters and private.stored_deltas, which nobody else
-- may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow_id uuid;
  v_quotas private.quota[];
  v_quota private.quota;
  v_wait integer;
begin
  -- Shared runs have no quota.
  if new.owner_key = '00000000-0000-0000-0000-000000000000' then
    return new;
  end if;
  select r.workflow_id into v_workflow_id
  from public.visual_recordings as r
  where r.execution_id = new.execution_id;
  v_quotas := private.quotas_in_force(new.owner_key, v_workflow_id);
  if v_quotas = '{}' then
    return new;
  end if;
  foreach v_quota in array v_quotas loop
    continue when v_quota.name <> 'visual_events_per_second';
    v_wait := private.use_rate(v_quota, new.events);
    if v_wait > 0 then
      perform private.refuse_over_quota(v_quota, v_wait);
    end if;
  end loop;
  -- A batch without events closes its tab: that is never refused.
  perform private.add_stored(v_quotas, octet_length(new.content), null, new.events > 0);
  return new;
end
$$;
comment on function private.tg_visual_chunk__quota() is
  'Refuses a batch of page events that comes too fast (429 quota_exceeded) or has no room (507 '
  'storage_quota_exceeded).';
revoke all on function private.tg_visual_chunk__quota() from public;

-- After the trigger that counts, which leaves out a batch that is stored already.
create trigger _300_quota
  before insert on public.visual_chunks
  for each row execute function private.tg_visual_chunk__quota();
