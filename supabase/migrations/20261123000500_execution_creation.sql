-- The rules of an execution, as triggers: they hold for functions, rpc(), direct table access and
-- the service alike. Names carry the order in which Postgres fires them.
--
-- Conditions (when) are a null test where that is enough, and the rest stands in the function:
-- Postgres copies the conditions of all triggers for every statement and parses those it asks, from
-- text. With columns compared in conditions create + finish took 4 % more.

-- Quotas themselves come later; the trigger that looks the user up asks them on the way.
create type private.quota as (
  owner_key uuid,
  workflow_id uuid,
  name text,
  most bigint
);
comment on type private.quota is
  'A quota in force. workflow_id: the workflow, or the zero UUID for the account as a whole.';

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
begin
  -- Asked together, and in one trigger: a statement costs more than what it looks up, and so does a
  -- trigger. Whoever has no quota pays next to nothing.
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
  if v_quotas <> '{}' and (new.idempotency_key is null or not private.is_repeated(new)) then
    -- What the service inserts with a time of its own is an import, of the past.
    new.quota_shard := case
      when new.created_at = now() then private.use_quotas(v_quotas, new.status = 'running')
      else private.import_mark(v_quotas)
    end;
    if new.quota_shard & 16 <> 0 then
      perform private.count_among_stored(v_quotas, new);
    end if;
  end if;
  return new;
end
$$;
comment on function private.tg_execution__known_user() is
  'Refuses an execution of a user who does not exist (404 user_not_found), or who has used up a '
  'quota (429 quota_exceeded, 507 storage_quota_exceeded).';
revoke all on function private.tg_execution__known_user() from public;

create trigger _100_known_user
  before insert on public.workflow_executions
  for each row when (new.user_id is not null)
  execute function private.tg_execution__known_user();

create function private.tg_execution__runnable_workflow()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_owner_id uuid;
  v_archived_at timestamptz;
begin
  -- One condition for "not there" and "somebody else's", so that the answers cannot differ.
  select w.owner_id, w.archived_at into v_owner_id, v_archived_at
  from public.workflows as w
  where w.workflow_id = new.workflow_id
    and (w.owner_id is null or w.owner_id = new.user_id or new.user_id is null);
  if not found then
    perform private.refuse(
      404,
      'workflow_not_found',
      format('There is no workflow %s that this user may run.', new.workflow_id),
      'Check workflow_id, and that the workflow is public or belongs to the user.'
    );
  elsif new.user_id is null and v_owner_id is not null then
    perform private.refuse(
      400,
      'user_id_required',
      'This workflow belongs to a user; only a public workflow can have shared executions.',
      'Send user_id to say for whom the workflow runs.'
    );
  elsif v_archived_at is not null and new.status = 'running' then
    perform private.refuse(
      409,
      'workflow_archived',
      format('Workflow %s is archived and cannot be run.', new.workflow_id),
      'Set its archived_at to null to bring it back, or run another workflow.'
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution__runnable_workflow() is
  'Refuses an execution of a workflow that its user may not run (404 workflow_not_found), that is '
  'archived (409 workflow_archived), or shared for an owned one (400 user_id_required).';
revoke all on function private.tg_execution__runnable_workflow() from public;

create trigger _200_runnable_workflow
  before insert on public.workflow_executions
  for each row execute function private.tg_execution__runnable_workflow();

create function private.idempotency_fingerprint(
  execution public.workflow_executions
)
returns bytea
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return sha256(convert_to(
    jsonb_build_array(
      execution.workflow_id, execution.inputs, execution.mode,
      -- A default asked for by name is the same content as one left out.
      execution.visual_enabled or execution.visual_streaming_enabled,
      execution.visual_streaming_enabled,
      case
        when execution.visual_streaming_enabled then coalesce(execution.visual_quality, 'standard')
        else execution.visual_quality
      end,
      execution.session_id, execution.metadata, execution.tags, execution.timeout_seconds
    )::text,
    'UTF8'
  ));
end
$$;
comment on function private.idempotency_fingerprint(public.workflow_executions) is
  'SHA-256 over what a create asks for, to tell a repeated request from another one with the same '
  'key.';
revoke all on function private.idempotency_fingerprint(public.workflow_executions) from public;
grant execute on function private.idempotency_fingerprint(public.workflow_executions)
  to authenticated, service_role;

create function private.seconds_between(
  earlier timestamptz,
  later timestamptz
)
returns numeric
language plpgsql
immutable
-- Null where a time is: greatest() and least() would leave it out.
strict
security invoker
set search_path = ''
as $$
begin
  -- The column holds 0 to 9 999 999.999 seconds (115 days). That an end comes before its start is
  -- for a constraint to say.
  return greatest(0, least(
    round(extract(epoch from seconds_between.later - seconds_between.earlier), 3), 9999999.999
  ));
end
$$;
comment on function private.seconds_between(timestamptz, timestamptz) is
  'Seconds from earlier to later with milliseconds, within what an execution''s columns can hold.';
revoke all on function private.seconds_between(timestamptz, timestamptz) from public;
grant execute on function private.seconds_between(timestamptz, timestamptz)
  to authenticated, service_role;

create function private.tg_execution__insert()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  new.inserted_in := pg_current_xact_id();
  -- Taken before defaults are filled in: what the caller asked.
  if new.idempotency_key is not null then
    new.idempotency_fingerprint := private.idempotency_fingerprint(new);
  end if;
  -- Whoever links the same session at the same moment waits; see the state trigger.
  if new.session_id is not null then
    perform pg_advisory_xact_lock(hashtextextended(
      concat(coalesce(new.user_id, '00000000-0000-0000-0000-000000000000'), new.session_id), 0
    ));
  end if;
  new.visual_enabled := new.visual_enabled or new.visual_streaming_enabled;
  if new.visual_streaming_enabled then
    new.visual_quality := coalesce(new.visual_quality, 'standard');
    new.session_id := coalesce(new.session_id, 'visual-' || gen_random_uuid());
  else
    new.visual_quality := null;
  end if;
  if new.status <> 'running' then
    new.completed_at := coalesce(new.completed_at, greatest(now(), new.created_at));
    new.execution_time_seconds := coalesce(
      new.execution_time_seconds, private.seconds_between(new.created_at, new.completed_at)
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution__insert() is
  'Completes a new execution: fingerprint, visual settings, session, and the times of an imported '
  'run that is already final.';
revoke all on function private.tg_execution__insert() from public;

create trigger _300_insert
  before insert on public.workflow_executions
  for each row execute function private.tg_execution__insert();
