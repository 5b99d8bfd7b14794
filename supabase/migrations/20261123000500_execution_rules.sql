-- The rules of an execution, as triggers: they hold for functions, rpc(), direct table access and
-- the service alike. Names carry the order in which Postgres fires them.

create trigger _100_known_user
  before insert on public.workflow_executions
  for each row when (new.user_id is not null)
  execute function private.tg_owned_row__known_user();

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

create function private.tg_execution__inputs_limit()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform private.refuse_larger_than('inputs', 262144, new.inputs::text);
  return new;
end
$$;
comment on function private.tg_execution__inputs_limit() is
  'Refuses inputs over 256 KiB: 413 payload_too_large.';
revoke all on function private.tg_execution__inputs_limit() from public;

create trigger _400_inputs_limit
  before insert or update of inputs on public.workflow_executions
  for each row execute function private.tg_execution__inputs_limit();

create function private.tg_execution__report_limits()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform private.refuse_larger_than('result', 1048576, new.result::text);
  perform private.refuse_larger_than('error', 65536, new.error);
  perform private.refuse_larger_than('logs', 1048576, new.logs::text);
  if jsonb_typeof(new.logs) = 'array' and jsonb_array_length(new.logs) > 10000 then
    perform private.refuse(
      413,
      'payload_too_large',
      format('logs has %s entries; the limit is 10000.', jsonb_array_length(new.logs)),
      'Report lines while the run lasts with append_logs, or keep the log in your own storage.'
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution__report_limits() is
  'Refuses reports over their limits with 413 payload_too_large: result and logs 1 MiB, logs 10 '
  '000 entries, error 64 KiB.';
revoke all on function private.tg_execution__report_limits() from public;

create trigger _410_report_limits
  before insert or update of result, error, logs on public.workflow_executions
  for each row when (num_nonnulls(new.result, new.error, new.logs) > 0)
  execute function private.tg_execution__report_limits();

create function private.tg_execution__label_limits()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform private.refuse_larger_than('metadata', 16384, new.metadata::text);
  if cardinality(new.tags) > 32 then
    perform private.refuse(
      413,
      'payload_too_large',
      format('tags has %s entries; the limit is 32.', cardinality(new.tags)),
      'Use fewer tags, or metadata for values.'
    );
  elsif array_ndims(new.tags) > 1 then
    perform private.refuse(
      400, 'invalid_parameter', 'tags is a list of texts, not of lists.', 'Flatten the list.'
    );
  elsif exists (
    select 1 from unnest(new.tags) as t (tag)
    where t.tag is null or char_length(t.tag) not between 1 and 64
  ) then
    perform private.refuse(
      400, 'invalid_parameter', 'tags: each tag has 1 to 64 characters.', 'Shorten the tag.'
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution__label_limits() is
  'Refuses metadata over 16 KiB and more than 32 tags (413 payload_too_large), and tags that are '
  'empty, longer than 64 characters or lists (400 invalid_parameter).';
revoke all on function private.tg_execution__label_limits() from public;

create trigger _420_label_limits_insert
  before insert on public.workflow_executions
  for each row when (new.tags <> '{}' or new.metadata <> '{}')
  execute function private.tg_execution__label_limits();
create trigger _420_label_limits_update
  before update of tags, metadata on public.workflow_executions
  for each row
  when (new.tags is distinct from old.tags or new.metadata is distinct from old.metadata)
  execute function private.tg_execution__label_limits();

create function private.tg_execution__identity()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform private.refuse(
    409,
    'execution_identity_is_fixed',
    'execution_id, workflow_id, user_id, created_at, mode, inputs and visual settings of an '
    'execution never change.',
    'Create a new execution.'
  );
end
$$;
comment on function private.tg_execution__identity() is
  'Refuses any change of what an execution is: 409 execution_identity_is_fixed.';
revoke all on function private.tg_execution__identity() from public;

-- inputs may become null-like ('{}') only by retention, which runs as the table's owner.
create trigger _500_identity
  before update of
    execution_id, workflow_id, user_id, created_at, mode, visual_enabled, visual_streaming_enabled,
    visual_quality, inputs, idempotency_key, idempotency_fingerprint
  on public.workflow_executions
  for each row
  when (
    current_user in ('authenticated', 'service_role')
    and (
      old.execution_id, old.workflow_id, old.user_id, old.created_at, old.mode, old.visual_enabled,
      old.visual_streaming_enabled, old.visual_quality, old.inputs, old.idempotency_key,
      old.idempotency_fingerprint
    ) is distinct from (
      new.execution_id, new.workflow_id, new.user_id, new.created_at, new.mode, new.visual_enabled,
      new.visual_streaming_enabled, new.visual_quality, new.inputs, new.idempotency_key,
      new.idempotency_fingerprint
    )
  )
  execute function private.tg_execution__identity();

create function private.tg_execution__state()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  new.updated_at := now();
  if new.session_id is distinct from old.session_id and old.session_id is not null then
    perform private.refuse(
      409,
      'session_already_linked',
      format('Execution %s already has session %s.', old.execution_id, old.session_id),
      'Leave session_id out; create a new execution for another session.'
    );
  end if;
  if new.session_id <> coalesce(old.session_id, '') then
    -- The unique index holds in any case, but refuses in words that name an index. With the lock,
    -- the second of two at once waits until it can see the first.
    perform pg_advisory_xact_lock(
      hashtextextended(concat(old.owner_key, new.session_id), 0)
    );
    if exists (
      select 1 from public.workflow_executions as e
      where e.owner_key = old.owner_key and e.session_id = new.session_id
    ) then
      perform private.refuse(
        409,
        'session_id_in_use',
        format('Session %s belongs to another execution.', new.session_id),
        'Use another session_id.'
      );
    end if;
  end if;
  if old.status = 'running' then
    -- Reports may arrive out of order: while it runs, metrics only grow.
    new.execution_time_seconds := greatest(old.execution_time_seconds, new.execution_time_seconds);
    new.visual_events_captured := greatest(old.visual_events_captured, new.visual_events_captured);
    new.visual_stream_duration := greatest(old.visual_stream_duration, new.visual_stream_duration);
    if new.status <> 'running' then
      new.completed_at := greatest(now(), new.created_at);
      new.execution_time_seconds := coalesce(
        new.execution_time_seconds, private.seconds_between(new.created_at, new.completed_at)
      );
    else
      new.completed_at := null;
    end if;
    return new;
  end if;

  if new.status <> old.status then
    perform private.refuse(
      409,
      'execution_already_finished',
      format(
        'Execution %s is %s since %s and cannot become %s.',
        old.execution_id, old.status, to_char(old.completed_at at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS"Z"'), new.status
      ),
      'A final status stays. Report late metrics with the same status, or create a new execution.'
    );
  end if;
  -- Final: what is known stays, what is still null may be filled by a late report.
  new.completed_at := old.completed_at;
  new.progress := old.progress;
  new.error_code := old.error_code;
  new.last_heartbeat_at := old.last_heartbeat_at;
  new.execution_time_seconds := coalesce(old.execution_time_seconds, new.execution_time_seconds);
  new.visual_events_captured := coalesce(old.visual_events_captured, new.visual_events_captured);
  new.visual_stream_duration := coalesce(old.visual_stream_duration, new.visual_stream_duration);
  -- Payloads go back to null by retention only, which runs as the table's owner.
  if current_user in ('authenticated', 'service_role') then
    new.result := coalesce(old.result, new.result);
    new.error := coalesce(old.error, new.error);
    new.logs := coalesce(old.logs, new.logs);
  end if;
  -- A repeated report that fills nothing is no change. (A generated column is null in new.)
  new.updated_at := old.updated_at;
  new.owner_key := old.owner_key;
  if new is distinct from old then
    new.updated_at := now();
  end if;
  return new;
end
$$;
comment on function private.tg_execution__state() is
  'The state machine: running -> completed, failed or cancelled, once (409 '
  'execution_already_finished). While running metrics are stored as the greatest reported; once '
  'final, status, times, metrics and payloads stay, and only what is still null can be filled.';
revoke all on function private.tg_execution__state() from public;

create trigger _600_state
  before update on public.workflow_executions
  for each row execute function private.tg_execution__state();
