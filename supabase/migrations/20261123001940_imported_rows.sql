-- What a row that is imported may say, and what it says in this database's words: rows of older
-- systems have times in seconds since 1970 and logs as plain text.

create type private.imported_execution as (
  execution_id uuid,
  workflow_id uuid,
  workflow_name text,
  user_id uuid,
  status text,
  mode text,
  visual_enabled boolean,
  visual_streaming_enabled boolean,
  visual_quality text,
  session_id text,
  error text,
  error_code text,
  execution_time_seconds numeric,
  visual_events_captured integer,
  visual_stream_duration numeric,
  progress numeric,
  metadata jsonb,
  tags text[],
  timeout_seconds integer,
  last_heartbeat_at timestamptz,
  cancel_requested_at timestamptz,
  cancel_reason text,
  held boolean,
  payloads_expired_at timestamptz,
  visual_expired_at timestamptz,
  created_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz,
  inputs jsonb,
  result jsonb,
  logs jsonb,
  events jsonb,
  visual jsonb
);
comment on type private.imported_execution is
  'What an imported row may say: all that an export has. The workflow''s name and the numbers of a '
  'recording are read and not stored.';

create function private.imported_logs(
  logs jsonb
)
returns jsonb
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_text constant text := imported_logs.logs #>> '{}';
begin
  if jsonb_typeof(imported_logs.logs) <> 'string' then
    return imported_logs.logs;
  elsif pg_input_is_valid(v_text, 'jsonb') and jsonb_typeof(v_text::jsonb) = 'array' then
    return v_text;
  end if;
  return to_jsonb(regexp_split_to_array(rtrim(v_text, E'\r\n'), E'\r?\n'));
end
$$;
comment on function private.imported_logs(jsonb) is
  'Logs as a list: of plain text, its lines; of text that is a JSON list, that list.';
revoke all on function private.imported_logs(jsonb) from public;
grant execute on function private.imported_logs(jsonb) to authenticated, service_role;

create function private.imported_row(
  item jsonb
)
returns jsonb
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_row jsonb := imported_row.item;
  v_name text;
  v_text text;
begin
  if jsonb_typeof(v_row) <> 'object' then
    return v_row;
  end if;
  foreach v_name in array '{last_heartbeat_at,cancel_requested_at,payloads_expired_at,'
    'visual_expired_at,created_at,completed_at,updated_at}'::text[]
  loop
    v_text := v_row ->> v_name;
    -- Up to the year 5138: more than that are milliseconds, and no time that anybody meant.
    if v_text ~ '^[0-9]{1,11}(\.[0-9]+)?$' then
      v_row := v_row || jsonb_build_object(v_name, to_timestamp(v_text::numeric));
    end if;
  end loop;
  if v_row ? 'logs' then
    v_row := v_row || jsonb_build_object('logs', private.imported_logs(v_row -> 'logs'));
  end if;
  -- As the insert trigger does, so that the row can be compared with what is stored.
  if v_row -> 'visual_streaming_enabled' = 'true' then
    v_row := v_row || '{"visual_enabled": true}';
  else
    v_row := v_row - 'visual_quality';
  end if;
  return v_row;
end
$$;
comment on function private.imported_row(jsonb) is
  'A row as an export would write it: times that are seconds since 1970 in ISO 8601, logs a list, '
  'visual settings that belong together.';
revoke all on function private.imported_row(jsonb) from public;
grant execute on function private.imported_row(jsonb) to authenticated, service_role;

create function private.execution_of(
  item jsonb
)
returns public.workflow_executions
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_given constant jsonb := coalesce(
    (select jsonb_object_agg(k.key, k.value) from jsonb_each(execution_of.item) as k
      where k.value <> 'null'),
    '{}'
  );
  v_execution public.workflow_executions := jsonb_populate_record(
    null::public.workflow_executions,
    '{"mode": "cloud-run", "visual_enabled": false, "visual_streaming_enabled": false,'
    ' "tags": [], "metadata": {}, "inputs": {}, "held": false}' || v_given
  );
  v_while_it_ran integer;
begin
  -- Where the end is not told it is worked out from what is, so that no run of the past lasted
  -- until its import.
  if v_execution.status <> 'running' then
    v_execution.completed_at := coalesce(
      v_execution.completed_at,
      v_execution.created_at + v_execution.execution_time_seconds * interval '1 second',
      greatest(v_execution.updated_at, v_execution.created_at)
    );
  end if;
  v_execution.updated_at := coalesce(
    v_execution.updated_at, v_execution.completed_at, v_execution.created_at
  );
  -- An export shows lines reported while the run went on among its logs, before the others. With
  -- their events they are stored as such.
  if jsonb_typeof(v_given -> 'events') = 'array' and v_execution.logs is not null then
    select count(*) into v_while_it_ran
    from jsonb_array_elements(v_given -> 'events') as e (event)
    where e.event ->> 'kind' = 'log';
    select jsonb_agg(l.line order by l.place) into v_execution.logs
    from jsonb_array_elements(v_execution.logs) with ordinality as l (line, place)
    where l.place > v_while_it_ran;
  end if;
  return v_execution;
end
$$;
comment on function private.execution_of(jsonb) is
  'An imported row as a row of workflow_executions.';
revoke all on function private.execution_of(jsonb) from public;
grant execute on function private.execution_of(jsonb) to authenticated, service_role;
