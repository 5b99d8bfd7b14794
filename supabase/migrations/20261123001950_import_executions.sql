-- Executions of the past come in: what export_executions() gives, and rows of older systems (see
-- imported rows). They are inserted under the table's own constraints and triggers, in batches as
-- all others are (see batches), so that they are counted, and what is wrong with a row is said of
-- that row.
--
-- The same row again changes nothing: its id is there, and every field that it gives says what the
-- stored row says.

create type public.imported_item as (
  index integer,
  status integer,
  execution_id uuid,
  error public.batch_error
);
comment on type public.imported_item is
  'What became of a row of import_executions(). index: its place in the list, from 0. status: 201 '
  'when it was imported, 200 when it was there already, else that of its error.';

create type public.imported_executions as (
  results public.imported_item[],
  imported integer,
  unchanged integer,
  refused integer
);
comment on type public.imported_executions is
  'Answer of import_executions(): one result per row in the order of the rows; how many were '
  'imported, were there already with the same content, and were refused.';

create function private.insert_imported(
  executions public.workflow_executions[]
)
returns uuid[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_made uuid[];
begin
  with made as (
    insert into public.workflow_executions (
      execution_id, workflow_id, user_id, status, mode, visual_enabled, visual_streaming_enabled,
      visual_quality, session_id, error, error_code, execution_time_seconds,
      visual_events_captured, visual_stream_duration, progress, metadata, tags, timeout_seconds,
      last_heartbeat_at, cancel_requested_at, cancel_reason, held, payloads_expired_at,
      visual_expired_at, created_at, completed_at, updated_at, inputs, result, logs
    )
    select
      e.execution_id, e.workflow_id, e.user_id, e.status, e.mode, e.visual_enabled,
      e.visual_streaming_enabled, e.visual_quality, e.session_id, e.error, e.error_code,
      e.execution_time_seconds, e.visual_events_captured, e.visual_stream_duration, e.progress,
      e.metadata, e.tags, e.timeout_seconds, e.last_heartbeat_at, e.cancel_requested_at,
      e.cancel_reason, e.held, e.payloads_expired_at, e.visual_expired_at, e.created_at,
      e.completed_at, e.updated_at, e.inputs, e.result, e.logs
    from unnest(insert_imported.executions) as e
    on conflict do nothing
    returning execution_id
  )
  select array_agg(m.execution_id) into v_made from made as m;
  return coalesce(v_made, '{}');
end
$$;
comment on function private.insert_imported(public.workflow_executions[]) is
  'Inserts executions as they are, but for those whose ids or sessions are there; returns the ids '
  'of the new.';
revoke all on function private.insert_imported(public.workflow_executions[]) from public;
grant execute on function private.insert_imported(public.workflow_executions[])
  to authenticated, service_role;

create function private.insert_imported_events(
  items jsonb[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into public.execution_events (
    execution_id, at, kind, level, step, message, data, entry_id, step_id
  )
  select
    (i.item ->> 'execution_id')::uuid, coalesce((e.event ->> 'at')::timestamptz, now()),
    coalesce(e.event ->> 'kind', 'log'), coalesce(e.event ->> 'level', 'info'),
    e.event ->> 'step', e.event ->> 'message', nullif(e.event -> 'data', 'null'),
    e.event ->> 'id', e.event ->> 'step_id'
  from (
    select distinct on (u.item ->> 'execution_id') u.item, u.place
    from unnest(insert_imported_events.items) with ordinality as u (item, place)
    where (u.item ->> 'execution_id')::uuid = any (insert_imported_events.execution_ids)
    order by u.item ->> 'execution_id', u.place
  ) as i
  cross join lateral jsonb_array_elements(
    case when jsonb_typeof(i.item -> 'events') = 'array' then i.item -> 'events' else '[]' end
  ) with ordinality as e (event, place)
  order by i.place, e.place;
  -- They are no late reports of somebody who waits for an answer.
  perform set_config('runtrail.late_reports', '', true);
end
$$;
comment on function private.insert_imported_events(jsonb[], uuid[]) is
  'Inserts the events of those of these rows that are new.';
revoke all on function private.insert_imported_events(jsonb[], uuid[]) from public;
grant execute on function private.insert_imported_events(jsonb[], uuid[])
  to authenticated, service_role;

create function private.differing_fields(
  item jsonb,
  stored public.workflow_executions
)
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_given constant jsonb := to_jsonb(
    jsonb_populate_record(null::public.workflow_executions, differing_fields.item)
  );
  v_stored constant jsonb := to_jsonb(differing_fields.stored);
  v_appended constant jsonb := private.appended_logs(stored.execution_id);
  v_fields text[];
begin
  select array_agg(k.name order by k.name) into v_fields
  from jsonb_object_keys(differing_fields.item) as k (name)
  where k.name not in ('workflow_name', 'visual', 'logs', 'events')
    and v_given -> k.name is distinct from v_stored -> k.name
    -- Null where the database fills something in says nothing.
    and not (
      v_given -> k.name = 'null' and k.name in (
        'mode', 'visual_enabled', 'visual_streaming_enabled', 'visual_quality', 'session_id',
        'tags', 'metadata', 'inputs', 'held', 'completed_at', 'updated_at',
        'execution_time_seconds'
      )
    );
  if coalesce(nullif(item -> 'logs', 'null') <> coalesce(
    v_appended || stored.logs, v_appended, stored.logs, '[]'
  ), false) then
    v_fields := v_fields || 'logs'::text;
  end if;
  -- seq is this database's own.
  if jsonb_typeof(item -> 'events') = 'array' and exists (
    select
    from jsonb_array_elements(item -> 'events') with ordinality as g (event, place)
    full join jsonb_array_elements(private.all_events(stored.execution_id))
      with ordinality as s (event, place) using (place)
    where jsonb_strip_nulls(g.event - 'seq') is distinct from jsonb_strip_nulls(s.event - 'seq')
  ) then
    v_fields := v_fields || 'events'::text;
  end if;
  return v_fields;
end
$$;
comment on function private.differing_fields(jsonb, public.workflow_executions) is
  'The fields of an imported row that say something else than the stored row; null if none does.';
revoke all on function private.differing_fields(jsonb, public.workflow_executions) from public;
grant execute on function private.differing_fields(jsonb, public.workflow_executions)
  to authenticated, service_role;

create function private.refuse_incomplete_rows(
  items jsonb[]
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_missing text;
begin
  select n.name into v_missing
  from unnest(refuse_incomplete_rows.items) as i (item)
  cross join unnest('{execution_id,workflow_id,status,created_at}'::text[]) as n (name)
  where i.item ->> n.name is null
  limit 1;
  if found then
    perform private.refuse(
      400, 'invalid_parameter', format('%s is missing.', v_missing),
      'A row says which execution of which workflow it is, how it ended and when it began.'
    );
  end if;
end
$$;
comment on function private.refuse_incomplete_rows(jsonb[]) is
  'Refuses rows that do not say which execution they are: 400 invalid_parameter.';
revoke all on function private.refuse_incomplete_rows(jsonb[]) from public;
grant execute on function private.refuse_incomplete_rows(jsonb[]) to authenticated, service_role;

create function private.import_items(
  items jsonb[]
)
returns private.batch_outcome[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_items constant jsonb[] := array(
    select private.imported_row(i.item)
    from unnest(import_items.items) with ordinality as i (item, n)
    order by i.n
  );
  v_executions public.workflow_executions[];
  v_made uuid[];
  v_item jsonb;
  v_stored public.workflow_executions;
  v_differing text[];
  v_outcomes private.batch_outcome[] := '{}';
begin
  perform private.refuse_misshapen_items(v_items, 'private.imported_execution');
  perform private.refuse_incomplete_rows(v_items);
  v_executions := array(
    select private.execution_of(i.item) from unnest(v_items) with ordinality as i (item, n)
    order by i.n
  );
  v_made := private.insert_imported(v_executions);
  perform private.insert_imported_events(v_items, v_made);
  foreach v_item in array v_items loop
    if (v_item ->> 'execution_id')::uuid = any (v_made) then
      v_outcomes := v_outcomes
        || row(201, v_item ->> 'execution_id', false, null)::private.batch_outcome;
      -- The same row once more in this batch is one that is there.
      v_made := array_remove(v_made, (v_item ->> 'execution_id')::uuid);
      continue;
    end if;
    select e.* into v_stored
    from public.workflow_executions as e
    where e.execution_id = (v_item ->> 'execution_id')::uuid;
    if not found then
      perform private.refuse(
        409, 'session_id_in_use',
        format('Session %s belongs to another execution.', v_item ->> 'session_id'),
        'Leave session_id out, or import the execution that has it.'
      );
    end if;
    v_differing := private.differing_fields(v_item, v_stored);
    if v_differing is not null then
      perform private.refuse(
        409, 'execution_differs',
        format(
          'Execution %s is there already, with other content: %s.', v_stored.execution_id,
          array_to_string(v_differing, ', ')
        ),
        'Nothing was changed. Compare both, and import under another id what is another run.'
      );
    end if;
    v_outcomes := v_outcomes
      || row(200, v_stored.execution_id, true, null)::private.batch_outcome;
  end loop;
  return v_outcomes;
end
$$;
comment on function private.import_items(jsonb[]) is
  'Imports rows, all or none; what is there already with the same content stays as it is.';
revoke all on function private.import_items(jsonb[]) from public;
grant execute on function private.import_items(jsonb[]) to authenticated, service_role;

create function public.import_executions(
  executions jsonb
)
returns public.imported_executions
language plpgsql
volatile
security invoker
set search_path = ''
set timezone = 'UTC'
-- As in private.apply_report().
set enable_seqscan = off
set cpu_index_tuple_cost = 10000
as $$
declare
  v_items jsonb[];
  v_answer public.imported_executions;
begin
  if private.caller_is_user() then
    perform private.refuse(
      403, 'service_required', 'Executions are imported by the service only.',
      'Send the secret key instead of a user''s token, from a server.'
    );
  end if;
  -- As text a list passes through programs that would change how its numbers are written.
  v_items := private.batch_items(case
    when jsonb_typeof(import_executions.executions) = 'string'
      then (import_executions.executions #>> '{}')::jsonb
    else import_executions.executions
  end);
  select
    array_agg(
      row(o.place - 1, o.status, o.execution_id, o.error)::public.imported_item order by o.place
    ),
    count(*) filter (where o.status = 201),
    count(*) filter (where o.status = 200),
    count(*) filter (where o.status >= 400)
  into v_answer
  from unnest(private.item_by_item('private.import_items', v_items)) with ordinality
    as o (status, execution_id, repeated, error, place);
  perform set_config('response.status', '200', true);
  return v_answer;
end
$$;
comment on function public.import_executions(jsonb) is
  'Imports up to 500 executions of the past, for the service only: rows as export_executions() '
  'gives them, or of an older system (times in seconds since 1970, logs as plain text); a list, or '
  'text that is one. Needed are execution_id, workflow_id, status and created_at. A row that is '
  'there with the same content is left alone, with other content refused. Answers row by row; what '
  'is refused takes nothing from the others. Errors of the whole request: invalid_parameter, '
  'payload_too_large, service_required.';
revoke all on function public.import_executions(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.import_executions(jsonb) to authenticated, service_role;
