-- How much an account may do: executions per minute and per day, running at once, bytes stored and
-- page events ingested per second; for the account as a whole, and for single workflows in it.
--
-- The service sets quotas, for one account or as defaults for all. Users read theirs and set none:
-- whoever wants to run less runs less, and a quota that its user may lift protects nobody. A quota
-- of a workflow holds besides that of the account. Shared runs, which only the service makes, have
-- none.

create table private.quotas (
  user_id uuid
    constraint user_id_is_a_user_or_null check (user_id <> '00000000-0000-0000-0000-000000000000'),
  owner_key uuid not null
    generated always as (coalesce(user_id, '00000000-0000-0000-0000-000000000000')) stored,
  workflow_id uuid references public.workflows (workflow_id) on delete cascade,
  workflow_key uuid not null
    generated always as (coalesce(workflow_id, '00000000-0000-0000-0000-000000000000')) stored,
  name varchar(40) not null
    constraint name_is_known
    check (
      name in (
        'executions_per_minute', 'executions_per_day', 'running_executions', 'stored_bytes',
        'visual_events_per_second'
      )
    ),
  most bigint
    constraint most_is_0_or_more_and_bounded
    check (
      most between 0 and case name
        -- Counted at each create.
        when 'running_executions' then 10000
        when 'stored_bytes' then 9007199254740991
        else 1000000000
      end
    ),
  updated_at timestamptz not null default now(),
  primary key (owner_key, workflow_key, name)
);
create index quotas_workflow_id on private.quotas (workflow_id);

alter table private.quotas enable row level security;
create policy "users read quotas of their own, and the defaults"
  on private.quotas for select to authenticated
  using (user_id = (select auth.uid()) or user_id is null);
revoke all on table private.quotas from anon, authenticated, service_role;
grant select on table private.quotas to authenticated;
grant select, insert, update, delete on table private.quotas to service_role;

comment on table private.quotas is
  'How much accounts may do: a row for each quota of an account (workflow_id null) or of a '
  'workflow in it. What an account has no row for is the default, a row without user_id; what has '
  'neither is not limited. Set by set_quotas().';
comment on column private.quotas.user_id is
  'Whose quota; null: the default of every account.';
comment on column private.quotas.owner_key is
  'user_id, or the zero UUID for defaults: what quotas are found by.';
comment on column private.quotas.workflow_id is
  'The workflow that it is for; null: the account as a whole.';
comment on column private.quotas.workflow_key is
  'workflow_id, or the zero UUID for the account as a whole.';
comment on column private.quotas.name is
  'executions_per_minute, executions_per_day (both by the clock, in UTC), running_executions (at '
  'once), stored_bytes or visual_events_per_second.';
comment on column private.quotas.most is
  'The limit, 0 or more; running_executions at most 10 000. Null: none, whatever the default.';
comment on column private.quotas.updated_at is 'When it was last set.';

create trigger _100_known_user
  before insert on private.quotas
  for each row when (new.user_id is not null)
  execute function private.tg_owned_row__known_user();

create type private.quota as (
  owner_key uuid,
  workflow_id uuid,
  name text,
  most bigint
);
comment on type private.quota is
  'A quota in force. workflow_id: the workflow, or the zero UUID for the account as a whole.';

create function private.quotas_in_force(
  owner_key uuid,
  workflow_id uuid
)
returns private.quota[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select
      row(quotas_in_force.owner_key, q.workflow_key, q.name, q.most)::private.quota
    from private.quotas as q
    where q.owner_key in (quotas_in_force.owner_key, '00000000-0000-0000-0000-000000000000')
      and q.workflow_key in (quotas_in_force.workflow_id, '00000000-0000-0000-0000-000000000000')
      and q.most is not null
      and (
        q.owner_key = quotas_in_force.owner_key
        or not exists (
          select 1
          from private.quotas as o
          where o.owner_key = quotas_in_force.owner_key
            and o.workflow_key = q.workflow_key
            and o.name = q.name
        )
        -- A refusal by a default must not tell that somebody else has such a workflow.
        and (
          q.workflow_id is null
          or exists (
            select 1 from public.workflows as w
            where w.workflow_id = q.workflow_id and w.owner_id is null
          )
        )
      )
    order by q.workflow_key, q.name = 'stored_bytes' desc, q.name
  );
end
$$;
comment on function private.quotas_in_force(uuid, uuid) is
  'The quotas that hold for a run of this workflow by this account: first those of the account, '
  'then those of the workflow in it; its own before the defaults. Defaults for a workflow hold if '
  'it is public.';
revoke all on function private.quotas_in_force(uuid, uuid) from public;
grant execute on function private.quotas_in_force(uuid, uuid) to authenticated, service_role;

-- What a create asks for, gathered in one row for each account: so creates of an account without
-- quotas look for one row more, in a statement that they make anyway, and all others find theirs
-- in it.

create type private.quota_level as (
  workflow_id uuid,
  executions_per_minute bigint,
  executions_per_day bigint,
  running_executions bigint,
  stored_bytes bigint
);
comment on type private.quota_level is
  'The quotas of executions of an account (workflow_id the zero UUID) or of a workflow in it; null '
  'where there is none.';

create function private.quota_levels(
  quotas private.quota[]
)
returns private.quota_level[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select
      row(
        q.workflow_id,
        min(q.most) filter (where q.name = 'executions_per_minute'),
        min(q.most) filter (where q.name = 'executions_per_day'),
        min(q.most) filter (where q.name = 'running_executions'),
        min(q.most) filter (where q.name = 'stored_bytes')
      )::private.quota_level
    from unnest(quota_levels.quotas) as q
    where q.name <> 'visual_events_per_second' and q.most is not null
    group by q.workflow_id
    order by q.workflow_id
  );
end
$$;
comment on function private.quota_levels(private.quota[]) is
  'The quotas of executions among these: those of the account, then those of each workflow in it.';
revoke all on function private.quota_levels(private.quota[]) from public;

create table private.account_quotas (
  owner_key uuid primary key,
  levels private.quota_level[] not null
);

alter table private.account_quotas enable row level security;
revoke all on table private.account_quotas from anon, authenticated, service_role;

comment on table private.account_quotas is
  'The quotas of executions of each account that has any, as a create asks for them. Kept by a '
  'trigger on private.quotas.';
comment on column private.account_quotas.owner_key is
  'The account; the zero UUID when there are defaults.';
comment on column private.account_quotas.levels is
  'Its own quotas, of all workflows. Of the zero UUID none: what holds beside defaults is asked of '
  'private.quotas_in_force().';

create function private.tg_quota__account_quotas()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.account_quotas, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_owner_key uuid;
  v_levels private.quota_level[];
begin
  foreach v_owner_key in array
    array_remove(array[old.owner_key, nullif(new.owner_key, old.owner_key)], null)
  loop
    -- Held first and gathered after: so what others have set meanwhile is seen.
    insert into private.account_quotas as a (owner_key, levels) values (v_owner_key, '{}')
    on conflict on constraint account_quotas_pkey do update set levels = a.levels;
    v_levels := private.quota_levels(array(
      select row(q.owner_key, q.workflow_key, q.name, q.most)::private.quota
      from private.quotas as q
      where q.owner_key = v_owner_key
    ));
    if v_levels = '{}' then
      delete from private.account_quotas as a where a.owner_key = v_owner_key;
    elsif v_owner_key <> '00000000-0000-0000-0000-000000000000' then
      update private.account_quotas as a set levels = v_levels where a.owner_key = v_owner_key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.tg_quota__account_quotas() is
  'Gathers the quotas of an account, of which one was set or removed, in private.account_quotas.';
revoke all on function private.tg_quota__account_quotas() from public;

create trigger _100_account_quotas
  after insert or update or delete on private.quotas
  for each row execute function private.tg_quota__account_quotas();

-- Rate limit headers as in draft-ietf-httpapi-ratelimit-headers-11 (May 2026): structured fields,
-- q the quota, w its window in seconds, qu its unit, r what remains, t the seconds until more does.
create function private.quota_headers(
  quota private.quota,
  seconds integer
)
returns jsonb
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_name constant text := concat(
    '"',
    case when quota.workflow_id <> '00000000-0000-0000-0000-000000000000' then 'workflow_' end,
    quota.name, '"'
  );
  v_unit constant text := case quota.name
    when 'executions_per_minute' then ';w=60'
    when 'executions_per_day' then ';w=86400'
    when 'running_executions' then ';qu="concurrent-requests"'
    -- The draft registers no unit for events; parameters of one's own bear a prefix.
    when 'visual_events_per_second' then ';w=1;runtrail-unit="events"'
  end;
begin
  return jsonb_build_object(
    'Retry-After', quota_headers.seconds::text,
    'RateLimit', concat(v_name, ';r=0;t=', quota_headers.seconds),
    'RateLimit-Policy', concat(v_name, ';q=', quota.most, v_unit)
  );
end
$$;
comment on function private.quota_headers(private.quota, integer) is
  'Headers of a refusal: when to try again, what is left (nothing) and what the quota is.';
revoke all on function private.quota_headers(private.quota, integer) from public;
grant execute on function private.quota_headers(private.quota, integer)
  to authenticated, service_role;

create function private.refuse_with_headers(
  http_status integer,
  slug text,
  sentence text,
  next_step text,
  headers jsonb
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- The form in which PostgREST takes status and headers from an error.
  raise exception using
    errcode = 'PGRST',
    message = json_build_object(
      'code', 'PT' || refuse_with_headers.http_status,
      'message', refuse_with_headers.slug,
      'details', refuse_with_headers.sentence,
      'hint', refuse_with_headers.next_step
    )::text,
    detail = json_build_object(
      'status', refuse_with_headers.http_status,
      'headers', refuse_with_headers.headers
    )::text;
end
$$;
comment on function private.refuse_with_headers(integer, text, text, text, jsonb) is
  'As private.refuse(), with headers in the answer of PostgREST.';
revoke all on function private.refuse_with_headers(integer, text, text, text, jsonb) from public;
grant execute on function private.refuse_with_headers(integer, text, text, text, jsonb)
  to authenticated, service_role;

create function private.refuse_over_quota(
  quota private.quota,
  seconds integer
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_what constant text := case quota.name
    when 'executions_per_minute' then 'executions in a minute'
    when 'executions_per_day' then 'executions in a day'
    when 'running_executions' then 'running executions at once'
    when 'visual_events_per_second' then 'page events in a second'
    else 'bytes'
  end;
begin
  perform private.refuse_with_headers(
    429,
    'quota_exceeded',
    format(
      'The limit %s of %s is %s %s.',
      quota.name,
      case quota.workflow_id
        when '00000000-0000-0000-0000-000000000000' then 'this account'
        else 'workflow ' || quota.workflow_id
      end,
      quota.most,
      v_what
    ),
    format('Try again in %s seconds; quota_status tells what is left.', refuse_over_quota.seconds),
    private.quota_headers(quota, refuse_over_quota.seconds)
  );
end
$$;
comment on function private.refuse_over_quota(private.quota, integer) is
  'Refuses what exceeds a quota, with 429 quota_exceeded and when to try again.';
revoke all on function private.refuse_over_quota(private.quota, integer) from public;
grant execute on function private.refuse_over_quota(private.quota, integer)
  to authenticated, service_role;
