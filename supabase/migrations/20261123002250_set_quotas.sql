create type public.quota_settings as (
  user_id uuid,
  workflow_id uuid,
  limits jsonb
);
comment on type public.quota_settings is
  'Answer of set_quotas(): whose quotas (user_id null: the defaults of all accounts), of which '
  'workflow (null: of the account as a whole), and what is set there now.';

create function private.refuse_wrong_limits(
  limits jsonb
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_problem record;
begin
  if jsonb_typeof(refuse_wrong_limits.limits) is distinct from 'object' then
    perform private.refuse(
      400, 'invalid_parameter', 'limits is an object with a number or null for each limit.',
      'Send for example {"executions_per_minute": 60}.'
    );
  end if;
  select l.key as name, l.value as most, k.is_known into v_problem
  from jsonb_each(refuse_wrong_limits.limits) as l
  cross join lateral (
    select l.key in (
      'executions_per_minute', 'executions_per_day', 'running_executions', 'stored_bytes',
      'visual_events_per_second'
    ) as is_known
  ) as k
  where not k.is_known
    or l.value <> 'null'
      and case
        when jsonb_typeof(l.value) = 'number' and pg_input_is_valid(l.value #>> '{}', 'bigint')
          then (l.value #>> '{}')::bigint not between 0 and case l.key
            when 'running_executions' then 10000
            when 'stored_bytes' then 9007199254740991
            else 1000000000
          end
        else true
      end
  limit 1;
  if found and not v_problem.is_known then
    perform private.refuse(
      400, 'unknown_parameter', format('limits: there is no limit %s.', left(v_problem.name, 80)),
      'There are executions_per_minute, executions_per_day, running_executions, stored_bytes and '
      'visual_events_per_second.'
    );
  elsif found then
    perform private.refuse(
      400, 'invalid_parameter', format('limits: %s cannot be %s.', left(v_problem.name, 80),
        left(v_problem.most::text, 80)),
      'A limit is a whole number from 0 (running_executions at most 10000), or null for none.'
    );
  end if;
end
$$;
comment on function private.refuse_wrong_limits(jsonb) is
  'Refuses limits that there are not (400 unknown_parameter), or that are no whole numbers in '
  'range (400 invalid_parameter).';
revoke all on function private.refuse_wrong_limits(jsonb) from public;
grant execute on function private.refuse_wrong_limits(jsonb) to authenticated, service_role;

create function private.refuse_wrong_account(
  user_id uuid,
  workflow_id uuid,
  all_users boolean
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if refuse_wrong_account.user_id is null and refuse_wrong_account.all_users is not true then
    perform private.refuse(
      400, 'user_id_required', 'The service must say whose quotas it sets.',
      'Send user_id, or all_users = true for the defaults of all accounts.'
    );
  elsif refuse_wrong_account.user_id is not null and refuse_wrong_account.all_users then
    perform private.refuse(
      400, 'invalid_parameter', 'user_id and all_users exclude each other.', 'Send one of them.'
    );
  elsif refuse_wrong_account.user_id is not null
    and private.is_anonymous_user(refuse_wrong_account.user_id) is null then
    perform private.refuse(
      404, 'user_not_found', format('There is no user %s.', refuse_wrong_account.user_id),
      'Check user_id.'
    );
  elsif refuse_wrong_account.workflow_id is not null and not exists (
    select 1
    from public.workflows as w
    where w.workflow_id = refuse_wrong_account.workflow_id
      and (w.owner_id is null or w.owner_id = refuse_wrong_account.user_id)
  ) then
    perform private.refuse(
      404,
      'workflow_not_found',
      format('There is no workflow %s that they may run.', refuse_wrong_account.workflow_id),
      'Check workflow_id, and that the workflow is public or belongs to the user.'
    );
  end if;
end
$$;
comment on function private.refuse_wrong_account(uuid, uuid, boolean) is
  'Refuses quotas of nobody (400 user_id_required), of an unknown user (404 user_not_found), or of '
  'a workflow that the user, or not everyone, may run (404 workflow_not_found).';
revoke all on function private.refuse_wrong_account(uuid, uuid, boolean) from public;
grant execute on function private.refuse_wrong_account(uuid, uuid, boolean)
  to authenticated, service_role;

create function public.set_quotas(
  limits jsonb,
  user_id uuid default null,
  workflow_id uuid default null,
  all_users boolean default false
)
returns public.quota_settings
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_none constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  if private.caller_is_user() then
    perform private.refuse(
      403, 'service_required', 'Quotas are set by the service only.',
      'Send the secret key instead of a user''s token, from a server.'
    );
  end if;
  perform private.refuse_wrong_account(
    set_quotas.user_id, set_quotas.workflow_id, set_quotas.all_users
  );
  perform private.refuse_wrong_limits(set_quotas.limits);
  -- One at a time for an account: both remove and add rows, and would wait for each other.
  perform pg_advisory_xact_lock(hashtextextended(
    concat('runtrail: quotas of ', coalesce(set_quotas.user_id, v_none)), 0
  ));
  delete from private.quotas as q
  where q.owner_key = coalesce(set_quotas.user_id, v_none)
    and q.workflow_key = coalesce(set_quotas.workflow_id, v_none)
    and not set_quotas.limits ? q.name;
  insert into private.quotas as q (user_id, workflow_id, name, most)
  select set_quotas.user_id, set_quotas.workflow_id, l.key, (l.value #>> '{}')::bigint
  from jsonb_each(set_quotas.limits) as l
  order by l.key
  on conflict on constraint quotas_pkey do update
    set most = excluded.most, updated_at = now();
  return row(
    set_quotas.user_id,
    set_quotas.workflow_id,
    (
      select coalesce(jsonb_object_agg(q.name, q.most), '{}')
      from private.quotas as q
      where q.owner_key = coalesce(set_quotas.user_id, v_none)
        and q.workflow_key = coalesce(set_quotas.workflow_id, v_none)
    )
  )::public.quota_settings;
end
$$;
comment on function public.set_quotas(jsonb, uuid, uuid, boolean) is
  'Sets the quotas of an account, or of a workflow in it; for the service only. limits: an object '
  'with executions_per_minute, executions_per_day, running_executions, stored_bytes and '
  'visual_events_per_second: a whole number, or null for no limit. What it leaves out falls back '
  'to the default. user_id: whose; or all_users = true for the defaults of all accounts. Errors: '
  'invalid_parameter, unknown_parameter, service_required, user_id_required, user_not_found, '
  'workflow_not_found.';
revoke all on function public.set_quotas(jsonb, uuid, uuid, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.set_quotas(jsonb, uuid, uuid, boolean)
  to authenticated, service_role;
