create type public.quota_usage as (
  workflow_id uuid,
  workflow_name text,
  name text,
  "limit" bigint,
  used bigint,
  remaining bigint,
  resets_at timestamptz
);
comment on type public.quota_usage is
  'A limit and what was used of it. workflow_id null: of the account as a whole. resets_at: when '
  'all of it is there again; null where that is not a matter of time.';

create type public.quota_status as (
  limits public.quota_usage[],
  computed_at timestamptz
);
comment on type public.quota_status is
  'Answer of quota_status(): the limits that hold, those of the account first; none where nothing '
  'is limited.';

create function private.quota_usage(
  quota private.quota,
  workflow_name text
)
returns public.quota_usage
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_usage public.quota_usage;
  v_window constant timestamptz := private.quota_window(quota.name, now());
begin
  v_usage.workflow_id := nullif(quota.workflow_id, '00000000-0000-0000-0000-000000000000');
  v_usage.workflow_name := quota_usage.workflow_name;
  v_usage.name := quota.name;
  v_usage."limit" := quota.most;
  if quota.name = 'running_executions' then
    select count(*) into v_usage.used
    from public.workflow_executions as e
    where e.owner_key = quota.owner_key
      and e.status = 'running'
      and (v_usage.workflow_id is null or e.workflow_id = v_usage.workflow_id);
  elsif quota.name = 'stored_bytes' then
    v_usage.used := private.stored_now(quota.owner_key, quota.workflow_id);
  elsif quota.name = 'visual_events_per_second' then
    select
      ceil(extract(epoch from greatest(r.until, now()) - now()) * quota.most),
      case when r.until > now() then r.until end
    into v_usage.used, v_usage.resets_at
    from private.visual_rates as r
    where r.owner_key = quota.owner_key and r.workflow_id = quota.workflow_id;
  else
    v_usage.resets_at := v_window + private.quota_period(quota.name);
    select sum(private.quota_used(c, quota.name, v_window)) into v_usage.used
    from private.quota_counters as c
    where c.owner_key = quota.owner_key and c.workflow_id = quota.workflow_id;
  end if;
  v_usage.used := coalesce(v_usage.used, 0);
  v_usage.remaining := greatest(quota.most - v_usage.used, 0);
  return v_usage;
end
$$;
comment on function private.quota_usage(private.quota, text) is
  'What was used of a quota.';
revoke all on function private.quota_usage(private.quota, text) from public;
grant execute on function private.quota_usage(private.quota, text) to authenticated, service_role;

create function public.quota_status(
  user_id uuid default null
)
returns public.quota_status
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_own_key constant uuid := (private.owner_keys(quota_status.user_id))[1];
begin
  return row(
    array(
      select
        private.quota_usage(
          row(v_own_key, f.workflow_key, f.name, f.most)::private.quota, f.workflow_name
        )
      from (
        select distinct on (q.workflow_key, q.name)
          q.workflow_key, q.name, q.most, w.name as workflow_name
        from private.quotas as q
        left join public.workflows as w on w.workflow_id = q.workflow_id
        where q.owner_key in (v_own_key, '00000000-0000-0000-0000-000000000000')
          -- Defaults for a workflow hold if it is public.
          and (
            q.workflow_id is null
            or w.workflow_id is not null and (w.owner_id is null or q.owner_key = v_own_key)
          )
        order by q.workflow_key, q.name, q.owner_key = v_own_key desc
      ) as f
      where f.most is not null
      order by f.workflow_key, f.name
    ),
    now()
  )::public.quota_status;
end
$$;
comment on function public.quota_status(uuid) is
  'The limits that hold for the caller''s account and for workflows in it, what was used of each, '
  'what remains and when it resets. user_id: the service says for whom it asks. Errors: '
  'user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.quota_status(uuid) from public, anon, authenticated, service_role;
grant execute on function public.quota_status(uuid) to authenticated, service_role;
