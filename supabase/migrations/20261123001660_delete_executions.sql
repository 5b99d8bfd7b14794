-- Users delete finished executions of their own: by id, or what a filter lets through, in batches
-- that a request can bear. What they delete leaves the statistics too; what retention removes stays
-- in them.

create type public.deleted_executions as (
  deleted_executions integer,
  remaining_executions bigint,
  remaining_is_exact boolean,
  skipped_running bigint,
  skipped_held bigint,
  skipped_execution_ids uuid[],
  done boolean,
  next_cursor text
);
comment on type public.deleted_executions is
  'Answer of delete_executions(). remaining_executions: those asked for that are still there and '
  'can be deleted, counted up to 10 000 (remaining_is_exact = false means "at least"). '
  'skipped_running, skipped_held: those that cannot, counted up to 10 000 each; '
  'skipped_execution_ids: up to 100 of them. Until done, call again with next_cursor (or without, '
  'when it is null).';

create function private.delete_finished(
  owner_key uuid,
  execution_ids uuid[]
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_locked uuid[];
  v_deleted integer;
begin
  -- A row that somebody holds is left, and counted among the remaining.
  v_locked := array(
    select e.execution_id
    from public.workflow_executions as e
    where e.execution_id = any (delete_finished.execution_ids)
      and e.owner_key = delete_finished.owner_key
      and e.status <> 'running'
      and not e.held
    order by e.execution_id
    for update skip locked
  );
  perform set_config('runtrail.deleting', 'on', true);
  delete from public.workflow_executions as e where e.execution_id = any (v_locked);
  get diagnostics v_deleted = row_count;
  perform set_config('runtrail.deleting', '', true);
  return v_deleted;
end
$$;
comment on function private.delete_finished(uuid, uuid[]) is
  'Deletes those of these executions that are the owner''s, finished, not held and not locked by '
  'anybody; returns how many.';
revoke all on function private.delete_finished(uuid, uuid[]) from public;
grant execute on function private.delete_finished(uuid, uuid[]) to authenticated, service_role;

create function private.delete_by_id(
  owner_key uuid,
  execution_ids uuid[]
)
returns public.deleted_executions
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_answer public.deleted_executions;
begin
  v_answer.deleted_executions := private.delete_finished(
    delete_by_id.owner_key, private.within_reach(delete_by_id.execution_ids)
  );
  select
    count(*) filter (where e.status <> 'running' and not e.held),
    count(*) filter (where e.status = 'running'),
    count(*) filter (where e.status <> 'running' and e.held),
    coalesce(
      (array_agg(e.execution_id order by e.created_at desc, e.execution_id desc)
        filter (where e.status = 'running' or e.held))[:100],
      '{}'
    )
  into
    v_answer.remaining_executions,
    v_answer.skipped_running,
    v_answer.skipped_held,
    v_answer.skipped_execution_ids
  from public.workflow_executions as e
  where e.execution_id = any (delete_by_id.execution_ids)
    and e.owner_key = delete_by_id.owner_key;
  v_answer.remaining_is_exact := true;
  v_answer.done := v_answer.remaining_executions = 0;
  return v_answer;
end
$$;
comment on function private.delete_by_id(uuid, uuid[]) is
  'Deletes those of these executions that can be deleted and says what became of the others. Those '
  'of other owners are as unknown as none.';
revoke all on function private.delete_by_id(uuid, uuid[]) from public;
grant execute on function private.delete_by_id(uuid, uuid[]) to authenticated, service_role;

create function private.only_finished(
  filter private.execution_filter,
  held boolean
)
returns private.execution_filter
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  filter.statuses := array(
    select s.status
    from unnest('{completed,failed,cancelled}'::text[]) as s (status)
    where s.status = any (coalesce(filter.statuses, '{completed,failed,cancelled}'))
  );
  filter.held := only_finished.held;
  return filter;
end
$$;
comment on function private.only_finished(private.execution_filter, boolean) is
  'The filter, for finished executions only that are held, or are not; without any status where it '
  'asks for running ones alone.';
revoke all on function private.only_finished(private.execution_filter, boolean) from public;
grant execute on function private.only_finished(private.execution_filter, boolean)
  to authenticated, service_role;

create function private.delete_by_filter(
  filter private.execution_filter,
  batch_size integer,
  opaque_cursor text
)
returns public.deleted_executions
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_finished constant private.execution_filter := private.only_finished(filter, false);
  v_held constant private.execution_filter := private.only_finished(filter, true);
  v_running private.execution_filter := filter;
  v_page private.execution_page;
  v_reached uuid[];
  v_answer public.deleted_executions;
begin
  v_running.statuses := '{running}';
  v_answer := row(0, 0, true, 0, 0, '{}', null, null);
  if cardinality(v_finished.statuses) > 0 then
    v_page := private.execution_page(
      v_finished, 'created_at.asc', null, delete_by_filter.batch_size,
      delete_by_filter.opaque_cursor
    );
    v_reached := private.within_reach(v_page.execution_ids);
    v_answer.deleted_executions := private.delete_finished(filter.own_key, v_reached);
    -- What was out of reach stands behind the same position as before.
    v_answer.next_cursor := case
      when v_reached = v_page.execution_ids then v_page.next_cursor
      else delete_by_filter.opaque_cursor
    end;
    select c.total, c.is_exact
    into v_answer.remaining_executions, v_answer.remaining_is_exact
    from private.count_executions(v_finished) as c;
    select c.total into v_answer.skipped_held from private.count_executions(v_held) as c;
    v_page := private.execution_page(v_held, 'created_at.desc', null, 100, null);
    v_answer.skipped_execution_ids := v_page.execution_ids;
  end if;
  if 'running' = any (coalesce(filter.statuses, '{running}')) then
    select c.total into v_answer.skipped_running from private.count_executions(v_running) as c;
    v_page := private.execution_page(v_running, 'created_at.desc', null, 100, null);
    v_answer.skipped_execution_ids :=
      (v_page.execution_ids || v_answer.skipped_execution_ids)[:100];
  end if;
  v_answer.done := v_answer.remaining_executions = 0 and v_answer.next_cursor is null;
  return v_answer;
end
$$;
comment on function private.delete_by_filter(private.execution_filter, integer, text) is
  'Deletes the oldest batch_size of what a filter lets through, from a cursor on, or as many as '
  'private.within_reach() allows, and says what is left and what cannot be deleted.';
revoke all on function private.delete_by_filter(private.execution_filter, integer, text)
  from public;
grant execute on function private.delete_by_filter(private.execution_filter, integer, text)
  to authenticated, service_role;

create function public.delete_executions(
  execution_ids uuid[] default null,
  workflow_id uuid default null,
  user_id uuid default null,
  status_filter text[] default null,
  mode_filter text default null,
  visual_streaming_only boolean default null,
  visual_quality text default null,
  session_id text default null,
  created_after timestamptz default null,
  created_before timestamptz default null,
  min_seconds numeric default null,
  max_seconds numeric default null,
  search text default null,
  metadata jsonb default null,
  inputs jsonb default null,
  tags text[] default null,
  delete_all boolean default false,
  batch_size integer default 1000,
  cursor text default null
)
returns public.deleted_executions
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_batch_size constant integer := coalesce(delete_executions.batch_size, 1000);
  v_owner_keys constant uuid[] := private.owner_keys(delete_executions.user_id);
  v_filter private.execution_filter;
  v_is_filtered boolean;
  v_problem text;
begin
  -- Shared runs are nobody's to delete here: the filter has no shared key.
  v_filter := private.execution_filter(
    own_key => v_owner_keys[1],
    shared_key => null,
    workflow_id => delete_executions.workflow_id,
    statuses => delete_executions.status_filter,
    mode => delete_executions.mode_filter,
    search => delete_executions.search,
    metadata => delete_executions.metadata,
    tags => delete_executions.tags,
    created_after => delete_executions.created_after,
    created_before => delete_executions.created_before,
    visual_streaming_only => delete_executions.visual_streaming_only,
    visual_quality => delete_executions.visual_quality,
    session_id => delete_executions.session_id,
    min_seconds => delete_executions.min_seconds,
    max_seconds => delete_executions.max_seconds,
    inputs => delete_executions.inputs
  );
  v_is_filtered := jsonb_strip_nulls(to_jsonb(v_filter) - 'own_key') <> '{}';
  v_problem := case
    when array_ndims(delete_executions.execution_ids) > 1
      then 'execution_ids is a list of ids, not of lists.'
    when cardinality(delete_executions.execution_ids) not between 1 and 1000
      then 'execution_ids has 1 to 1000 ids.'
    when delete_executions.execution_ids is not null
      and (v_is_filtered or delete_executions.delete_all or delete_executions.cursor is not null)
      then 'execution_ids excludes filters, delete_all and cursor.'
    when v_is_filtered and delete_executions.delete_all
      then 'delete_all is for all there is; leave it out when there is a filter.'
    when v_batch_size not between 1 and 10000 then 'batch_size is between 1 and 10000.'
  end;
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  elsif delete_executions.execution_ids is not null then
    return private.delete_by_id(v_owner_keys[1], delete_executions.execution_ids);
  elsif not v_is_filtered and delete_executions.delete_all is not true then
    perform private.refuse(
      400,
      'filter_required',
      'The request says neither which executions to delete nor that it means all of them.',
      'Send execution_ids, a filter, or delete_all = true.'
    );
  end if;
  perform private.refuse_bad_history_parameters(v_filter, null, null, 1, null);
  return private.delete_by_filter(v_filter, v_batch_size, delete_executions.cursor);
end
$$;
comment on function public.delete_executions(
  uuid[], uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric,
  text, jsonb, jsonb, text[], boolean, integer, text
) is
  'Deletes finished executions of the caller, with their events: up to 1000 execution_ids, or what '
  'a filter lets through (the filters of execution_history()), or with delete_all = true all of '
  'them. A call deletes at most batch_size (1 to 10000), the oldest first, fewer where their '
  'recordings are large (10 000 chunks, 256 MiB), and says what remains; '
  'call it until done, with next_cursor as cursor. What runs or is held is skipped; shared '
  'executions and those of others are as unknown as none. Statistics lose what is deleted, and '
  'purges gets a line. user_id: the service says for whom it acts. Errors: invalid_parameter, '
  'invalid_cursor, filter_required, user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.delete_executions(
  uuid[], uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric,
  text, jsonb, jsonb, text[], boolean, integer, text
) from public, anon, authenticated, service_role;
grant execute on function public.delete_executions(
  uuid[], uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric,
  text, jsonb, jsonb, text[], boolean, integer, text
) to authenticated, service_role;
