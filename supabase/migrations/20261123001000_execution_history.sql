create type public.execution_history_page as (
  executions jsonb,
  total_executions bigint,
  total_is_exact boolean,
  page integer,
  page_size integer,
  has_next_page boolean,
  next_cursor text,
  previous_cursor text,
  scan_limited boolean,
  filters jsonb
);
comment on type public.execution_history_page is
  'Answer of execution_history(). executions: a list of rows with the fields of public.execution '
  'but inputs, result and logs (those too when asked for), and replay_score. total_is_exact = '
  'false means "at least". scan_limited = true: the page ended after 50 000 rows read; go on with '
  'next_cursor. page is null when a cursor was used. filters: what was applied.';

create function private.execution_rows(
  execution_ids uuid[],
  include_payloads boolean
)
returns table (place bigint, execution_row jsonb)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Payload columns are named inside the case only: a page without them never reads them.
  return query select
    p.place,
    to_jsonb(r) || case
      when execution_rows.include_payloads then jsonb_build_object(
        'error', e.error,
        'inputs', e.inputs,
        'result', e.result,
        'logs', coalesce(a.logs || e.logs, a.logs, e.logs)
      )
      else '{}'
    end
  from unnest(execution_rows.execution_ids) with ordinality as p (execution_id, place)
  -- "limit" keeps this a look-up of single rows by their key: the policy alone may seem to leave
  -- fewer rows than are listed here.
  cross join lateral (
    select o.* from public.workflow_executions as o where o.execution_id = p.execution_id limit 1
  ) as e
  left join public.workflows as w on w.workflow_id = e.workflow_id
  left join lateral (
    select v.replay_score
    from public.visual_recordings as v
    where e.visual_streaming_enabled and v.execution_id = e.execution_id
    limit 1
  ) as s on true
  cross join lateral (
    select
      e.execution_id, e.workflow_id, w.name as workflow_name, e.user_id, e.status, e.mode,
      e.visual_enabled, e.visual_streaming_enabled, e.visual_quality, e.session_id,
      left(e.error, 500) as error, e.error_code, e.execution_time_seconds,
      e.visual_events_captured, e.visual_stream_duration, e.progress, e.metadata, e.tags,
      e.timeout_seconds, e.last_heartbeat_at, e.cancel_requested_at, e.cancel_reason,
      e.held, e.payloads_expired_at, e.visual_expired_at, e.created_at, e.completed_at,
      e.updated_at, s.replay_score
  ) as r
  cross join lateral (
    select case
      when execution_rows.include_payloads then private.appended_logs(e.execution_id)
    end as logs
  ) as a;
end
$$;
comment on function private.execution_rows(uuid[], boolean) is
  'Executions in the given order as rows of execution_history(); with include_payloads also '
  'inputs, result, the whole error, and logs with what was appended while it ran.';
revoke all on function private.execution_rows(uuid[], boolean) from public;
grant execute on function private.execution_rows(uuid[], boolean) to authenticated, service_role;

create function private.refuse_bad_history_parameters(
  filter private.execution_filter,
  sort text,
  page integer,
  page_size integer,
  opaque_cursor text
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_problem text := case
    -- First, because what follows looks for null in lists, not in lists of lists.
    when array_ndims(filter.statuses) > 1
      then 'status_filter is a list of statuses, not of lists.'
    when array_ndims(filter.tags) > 1 then 'tags is a list of texts, not of lists.'
    when cardinality(filter.statuses) = 0
      or not filter.statuses <@ array['running', 'completed', 'failed', 'cancelled']
      or array_position(filter.statuses, null) is not null
      then 'status_filter is one or several of running, completed, failed and cancelled.'
    when filter.mode not in ('cloud-run', 'local-run')
      then 'mode_filter is cloud-run or local-run.'
    when filter.visual_quality not in ('low', 'standard', 'high')
      then 'visual_quality is low, standard or high.'
    when not isfinite(filter.created_after) or not isfinite(filter.created_before)
      then 'created_after and created_before are moments; leave out what has no limit.'
    when filter.created_after >= filter.created_before
      then 'created_after is earlier than created_before.'
    -- What no duration can be, NaN among it.
    when filter.min_seconds not between 0 and 9999999.999
      or filter.max_seconds not between 0 and 9999999.999
      then 'min_seconds and max_seconds are between 0 and 9999999.999.'
    when filter.min_seconds > filter.max_seconds
      then 'min_seconds is not greater than max_seconds.'
    when array_position(filter.tags, null) is not null then 'tags is a list of texts.'
    when jsonb_typeof(filter.metadata) <> 'object' then 'metadata is a JSON object.'
    when jsonb_typeof(filter.inputs) <> 'object' then 'inputs is a JSON object.'
    when refuse_bad_history_parameters.sort not in (
      'created_at.desc', 'created_at.asc', 'execution_time_seconds.desc',
      'execution_time_seconds.asc'
    ) then 'sort is created_at or execution_time_seconds, followed by .desc or .asc.'
    when refuse_bad_history_parameters.page < 1 then 'page is 1 or more.'
    when refuse_bad_history_parameters.page_size not between 1 and 200
      then 'page_size is between 1 and 200.'
    when refuse_bad_history_parameters.page is not null
      and refuse_bad_history_parameters.opaque_cursor is not null
      then 'page and cursor exclude each other.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
end
$$;
comment on function private.refuse_bad_history_parameters(
  private.execution_filter, text, integer, integer, text
) is 'Raises 400 invalid_parameter for a filter that cannot match or a page that cannot be.';
revoke all on function private.refuse_bad_history_parameters(
  private.execution_filter, text, integer, integer, text
) from public;
grant execute on function private.refuse_bad_history_parameters(
  private.execution_filter, text, integer, integer, text
) to authenticated, service_role;

create function public.execution_history(
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
  sort text default null,
  page integer default null,
  page_size integer default 50,
  cursor text default null,
  include_payloads boolean default false
)
returns public.execution_history_page
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_payload_limit constant integer := 8388608;
  v_page_size constant integer := coalesce(execution_history.page_size, 50);
  v_owner_keys constant uuid[] := private.owner_keys(execution_history.user_id);
  v_filter private.execution_filter;
  v_page private.execution_page;
  v_found integer;
  v_kept integer;
  v_answer public.execution_history_page;
begin
  v_filter := private.execution_filter(
    own_key => v_owner_keys[1],
    shared_key => v_owner_keys[2],
    workflow_id => execution_history.workflow_id,
    statuses => execution_history.status_filter,
    mode => execution_history.mode_filter,
    search => execution_history.search,
    metadata => execution_history.metadata,
    tags => execution_history.tags,
    created_after => execution_history.created_after,
    created_before => execution_history.created_before,
    visual_streaming_only => execution_history.visual_streaming_only,
    visual_quality => execution_history.visual_quality,
    session_id => execution_history.session_id,
    min_seconds => execution_history.min_seconds,
    max_seconds => execution_history.max_seconds,
    inputs => execution_history.inputs
  );
  perform private.refuse_bad_history_parameters(
    v_filter, execution_history.sort, execution_history.page, v_page_size, execution_history.cursor
  );
  v_page := private.execution_page(
    v_filter, execution_history.sort, execution_history.page, v_page_size, execution_history.cursor
  );
  v_found := cardinality(v_page.execution_ids);
  select coalesce(jsonb_agg(r.execution_row order by r.place), '[]'), count(*)
  into v_answer.executions, v_kept
  from (
    select
      e.place,
      e.execution_row,
      -- Counted from the end that the page is read from: there the next page that way goes on.
      sum(case when execution_history.include_payloads
        then octet_length(e.execution_row::text) else 0 end) over (
        order by case when v_page.backward then -e.place else e.place end
      ) as bytes
    from private.execution_rows(
      v_page.execution_ids, coalesce(execution_history.include_payloads, false)
    ) as e
  ) as r
  where r.bytes <= v_payload_limit or r.place = case when v_page.backward then v_found else 1 end;
  if v_kept < v_found and v_page.backward then
    v_page.previous_cursor := private.cursor_at(
      v_page.sort, true, v_page.sort_keys[v_found - v_kept + 1],
      v_page.execution_ids[v_found - v_kept + 1]
    );
  elsif v_kept < v_found then
    v_page.next_cursor := private.cursor_at(
      v_page.sort, false, v_page.sort_keys[v_kept], v_page.execution_ids[v_kept]
    );
  end if;

  v_answer.page := case
    when execution_history.cursor is null then coalesce(execution_history.page, 1)
  end;
  if v_answer.page = 1 and v_page.next_cursor is null then
    -- All there is stands on this page.
    v_answer.total_executions := v_kept;
    v_answer.total_is_exact := true;
  elsif v_page.found is not null then
    v_answer.total_executions := v_page.found;
    v_answer.total_is_exact := true;
  else
    select c.total, c.is_exact into v_answer.total_executions, v_answer.total_is_exact
    from private.count_executions(v_filter) as c;
  end if;
  v_answer.page_size := v_page_size;
  v_answer.has_next_page := v_page.next_cursor is not null;
  v_answer.next_cursor := v_page.next_cursor;
  v_answer.previous_cursor := v_page.previous_cursor;
  v_answer.scan_limited := v_page.scan_limited;
  v_answer.filters := jsonb_strip_nulls(jsonb_build_object(
    'user_id', v_owner_keys[1],
    'workflow_id', v_filter.workflow_id,
    'status_filter', v_filter.statuses,
    'mode_filter', v_filter.mode,
    'visual_streaming_only', v_filter.visual_streaming_only,
    'visual_quality', v_filter.visual_quality,
    'session_id', v_filter.session_id,
    'created_after', v_filter.created_after,
    'created_before', v_filter.created_before,
    'min_seconds', v_filter.min_seconds,
    'max_seconds', v_filter.max_seconds,
    'search', nullif(execution_history.search, ''),
    'tags', v_filter.tags,
    'sort', v_page.sort
  )) || case
    when v_filter.metadata is null then '{}' else jsonb_build_object('metadata', v_filter.metadata)
  end || case
    when v_filter.inputs is null then '{}' else jsonb_build_object('inputs', v_filter.inputs)
  end;
  return v_answer;
end
$$;
comment on function public.execution_history(
  uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric, text,
  jsonb, jsonb, text[], text, integer, integer, text, boolean
) is
  'The caller''s executions, and shared ones, filtered, sorted and paged. status_filter: one or '
  'several statuses. created_after <= created_at < created_before. min_seconds, max_seconds: of '
  'duration, inclusive. search: part of the error, the workflow''s name or the session, in any '
  'case. metadata, inputs: JSON containment. tags: all of them. sort: created_at or '
  'execution_time_seconds, .desc or .asc (default created_at.desc). page from 1, or cursor from '
  'an earlier answer; page_size 1 to 200. include_payloads: rows with inputs, result, logs and '
  'the whole error, at most 8 MiB a page. user_id: the service says for whom it asks. Errors: '
  'invalid_parameter, invalid_cursor, user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.execution_history(
  uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric, text,
  jsonb, jsonb, text[], text, integer, integer, text, boolean
) from public, anon, authenticated, service_role;
grant execute on function public.execution_history(
  uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric, text,
  jsonb, jsonb, text[], text, integer, integer, text, boolean
) to authenticated, service_role;
