-- An export: all executions that a filter lets through, in pages that are pieces of a file.
--
-- It holds the rows that had been committed when its first page was asked for. That moment travels
-- with the position, as a snapshot of transactions, and each row knows the transaction that
-- inserted it. A time would not do: created_at is when a transaction began, others that began
-- before are committed later, and the service may set it to anything. Rows stand in the order of
-- created_at and id, which never change, so none comes twice and none is passed over, whatever is
-- written meanwhile. What a row says is what it says when its page is read; what is deleted
-- meanwhile is gone.

create type public.exported_page as (
  rows integer,
  snapshot text,
  after text,
  content text
);
comment on type public.exported_page is
  'Answer of export_executions(). rows: how many executions. snapshot: names the moment of which '
  'the export tells. after: where to go on; null at the end. content: whole lines, the next piece '
  'of the file; last, so that it can be read as it comes.';

create type private.export_position as (
  start pg_snapshot,
  created_at text,
  execution_id uuid
);
comment on type private.export_position is
  'What an export tells of, and where it has come to: the sort keys of the last row, null at its '
  'beginning.';

create function private.export_position(
  after text
)
returns private.export_position
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- A comma separates the parts, so transactions are listed with dots.
  v_parts constant text[] := string_to_array(export_position.after, ',');
  v_start constant text := replace(v_parts[1], '.', ',');
begin
  if export_position.after is null then
    return row(pg_current_snapshot(), null, null)::private.export_position;
  elsif cardinality(v_parts) <> 3
    or not pg_input_is_valid(v_start, 'pg_snapshot')
    or not pg_input_is_valid(v_parts[2], 'timestamptz')
    or not pg_input_is_valid(v_parts[3], 'uuid')
  then
    perform private.refuse(
      400, 'invalid_cursor', 'after is not a position in an export.',
      'Send snapshot, and created_at and execution_id of the last row you have, with commas '
      'between.'
    );
  end if;
  return row(v_start, v_parts[2], v_parts[3])::private.export_position;
end
$$;
comment on function private.export_position(text) is
  'Reads a position, or begins here and now; raises 400 invalid_cursor when it is none.';
revoke all on function private.export_position(text) from public;
grant execute on function private.export_position(text) to authenticated, service_role;

create function private.export_page(
  filter private.execution_filter,
  sort text,
  place private.export_position,
  format text,
  include text[]
)
returns public.exported_page
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_is_first constant boolean := place.execution_id is null;
  -- The first page is short, for whoever waits for it.
  v_byte_limit constant integer := case when v_is_first then 131072 else 3145728 end;
  v_row_limit constant integer := case when v_is_first then 100 else 10000 end;
  -- Rows are made in steps, so that a page of large ones costs no more than it holds.
  v_longest_step constant integer := case when cardinality(include) > 0 then 256 else 10000 end;
  v_step integer := case when cardinality(include) > 0 then 4 else 500 end;
  v_scan constant private.execution_scan := private.find_executions(
    filter, row(export_page.sort, false, place.created_at, place.execution_id), 0, v_row_limit
  );
  v_found constant integer := cardinality(v_scan.execution_ids);
  v_done integer := 0;
  v_content text := '';
  v_bytes bigint := 0;
  v_lines record;
  v_answer public.exported_page;
begin
  v_answer.rows := 0;
  v_answer.snapshot := replace(place.start::text, ',', '.');
  if export_page.format = 'csv' and v_is_first then
    v_content := (
      select string_agg(c.name, ',') || E'\r\n'
      from private.exported_columns(export_page.include) as c
    );
  end if;
  while v_done < v_found and v_bytes < v_byte_limit loop
    v_lines := private.exported_lines(
      v_scan.execution_ids[v_done + 1 : v_done + v_step], place.start, export_page.format,
      export_page.include
    );
    v_content := v_content || v_lines.content;
    v_answer.rows := v_answer.rows + v_lines.row_count;
    v_bytes := v_bytes + octet_length(v_lines.content);
    v_done := least(v_done + v_step, v_found);
    -- As many as will fill the page, going by those so far, which may tell too little.
    v_step := greatest(1, least(
      (v_byte_limit - v_bytes) * v_done / greatest(v_bytes, 1), v_longest_step, 8 * v_step
    ));
  end loop;
  v_answer.content := v_content;
  v_answer.after := v_answer.snapshot || ',' || case
    when v_done < v_found or v_found = v_row_limit
      then v_scan.sort_keys[v_done] || ',' || v_scan.execution_ids[v_done]
    else v_scan.last_sort_key || ',' || v_scan.last_execution_id
  end;
  return v_answer;
end
$$;
comment on function private.export_page(
  private.execution_filter, text, private.export_position, text, text[]
) is 'The next piece of an export.';
revoke all on function private.export_page(
  private.execution_filter, text, private.export_position, text, text[]
) from public;
grant execute on function private.export_page(
  private.execution_filter, text, private.export_position, text, text[]
) to authenticated, service_role;

create function private.refuse_bad_export_parameters(
  sort text,
  format text,
  include text[]
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_problem constant text := case
    -- Durations change while runs go on: in their order a row could be passed over.
    when refuse_bad_export_parameters.sort not in ('created_at.desc', 'created_at.asc')
      then 'sort is created_at.desc or created_at.asc.'
    when refuse_bad_export_parameters.format not in ('csv', 'ndjson', 'flat')
      then 'format is csv, ndjson or flat.'
    when array_ndims(refuse_bad_export_parameters.include) > 1
      or array_position(refuse_bad_export_parameters.include, null) is not null
      or not refuse_bad_export_parameters.include <@ '{inputs,result,logs,events,visual}'
      then 'include is a list of inputs, result, logs, events and visual.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
end
$$;
comment on function private.refuse_bad_export_parameters(text, text, text[]) is
  'Raises 400 invalid_parameter for an export that there is not.';
revoke all on function private.refuse_bad_export_parameters(text, text, text[]) from public;
grant execute on function private.refuse_bad_export_parameters(text, text, text[])
  to authenticated, service_role;

create function public.export_executions(
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
  format text default null,
  include text[] default null,
  after text default null
)
returns public.exported_page
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_sort constant text := coalesce(export_executions.sort, 'created_at.desc');
  v_format constant text := coalesce(export_executions.format, 'ndjson');
  v_include constant text[] := coalesce(export_executions.include, '{}');
  v_owner_keys constant uuid[] := private.owner_keys(export_executions.user_id);
  v_filter private.execution_filter;
begin
  v_filter := private.execution_filter(
    own_key => v_owner_keys[1],
    shared_key => v_owner_keys[2],
    workflow_id => export_executions.workflow_id,
    statuses => export_executions.status_filter,
    mode => export_executions.mode_filter,
    search => export_executions.search,
    metadata => export_executions.metadata,
    tags => export_executions.tags,
    created_after => export_executions.created_after,
    created_before => export_executions.created_before,
    visual_streaming_only => export_executions.visual_streaming_only,
    visual_quality => export_executions.visual_quality,
    session_id => export_executions.session_id,
    min_seconds => export_executions.min_seconds,
    max_seconds => export_executions.max_seconds,
    inputs => export_executions.inputs
  );
  perform private.refuse_bad_export_parameters(v_sort, v_format, v_include);
  perform private.refuse_bad_history_parameters(v_filter, v_sort, null, 1, null);
  return private.export_page(
    v_filter, v_sort, private.export_position(export_executions.after), v_format, v_include
  );
end
$$;
comment on function public.export_executions(
  uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric, text,
  jsonb, jsonb, text[], text, text, text[], text
) is
  'The caller''s executions, and shared ones, that had been committed when the first page was '
  'asked for, as pieces of a file: call it with after of each answer until that is null. Filters '
  'as in execution_history(). sort: created_at.desc (default) or .asc. format: ndjson (default), '
  'csv, or flat: lines of JSON in which JSON values are text. include: which of inputs, result, '
  'logs, events and visual (the numbers of its recording) to add. A page is some 2 MiB, or one row '
  'if that is larger. after: of an earlier answer, or snapshot, and created_at and execution_id of '
  'any row, with commas between. user_id: the service says for whom it asks. Errors: '
  'invalid_parameter, invalid_cursor, user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.export_executions(
  uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric, text,
  jsonb, jsonb, text[], text, text, text[], text
) from public, anon, authenticated, service_role;
grant execute on function public.export_executions(
  uuid, uuid, text[], text, boolean, text, text, timestamptz, timestamptz, numeric, numeric, text,
  jsonb, jsonb, text[], text, text, text[], text
) to authenticated, service_role;
