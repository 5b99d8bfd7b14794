-- Executions as text: a line each, for files and streams.
--
-- What a spreadsheet would take for a formula gets an apostrophe in front, and so does what begins
-- with an apostrophe, so that an import takes exactly one away. Null is an empty cell, empty text
-- two quotes.

create function private.csv_text(
  value text
)
returns text
language sql
immutable
security invoker
return case
  -- Tab, line breaks, ' + - = @, and the wide forms of the last four.
  when ascii(csv_text.value) = any ('{9,10,13,39,43,45,61,64,65291,65293,65309,65312}'::integer[])
    then '''' || csv_text.value
  else csv_text.value
end;
comment on function private.csv_text(text) is
  'Text as a CSV file holds it, before quoting: with an apostrophe in front of what a spreadsheet '
  'would take for a formula and of an apostrophe.';
revoke all on function private.csv_text(text) from public;
grant execute on function private.csv_text(text) to authenticated, service_role;

create function private.all_events(
  execution_id uuid
)
returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select coalesce(jsonb_agg(private.event(e) order by e.seq), '[]')
  from public.execution_events as e
  where e.execution_id = all_events.execution_id
$$;
comment on function private.all_events(uuid) is
  'The events of an execution that the caller may see, as execution_detail() shows them, all of '
  'them.';
revoke all on function private.all_events(uuid) from public;
grant execute on function private.all_events(uuid) to authenticated, service_role;

create function private.visual_summary(
  execution_id uuid
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'first_event_at', v.first_event_at, 'last_event_at', v.last_event_at,
      'streamed_seconds', v.streamed_seconds, 'chunks', v.chunks, 'tabs', v.tabs,
      'missing_chunks', v.missing_chunks, 'events', v.events, 'lost_events', v.lost_events,
      'bytes', v.bytes, 'stored_bytes', v.stored_bytes, 'replay_score', v.replay_score,
      'replay_reasons', v.replay_reasons
    )
    from public.visual_recordings as v
    where v.execution_id = visual_summary.execution_id
  );
end
$$;
comment on function private.visual_summary(uuid) is
  'What is stored of an execution''s visual session, in numbers; null where it has none.';
revoke all on function private.visual_summary(uuid) from public;
grant execute on function private.visual_summary(uuid) to authenticated, service_role;

create function private.exported_columns(
  include text[]
)
returns table (name text, expression text, flat_expression text, csv_expression text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- From the catalog: what public.execution gains, exports have too. It ends with the payloads.
  return query
    select
      c.name,
      c.expression,
      case when c.type = 'jsonb' then format('(%s)::text', c.expression) else c.expression end,
      case
        when c.type = 'text' then format('private.csv_text(%s)', c.expression)
        -- Few have any, and jsonb is dear to make.
        when c.type = 'text[]' then format(
          'case when %1$s = ''{}'' then ''[]'' else to_jsonb(%1$s) end', c.expression
        )
        when c.type like 'timestamp%'
          then format('replace((%s)::text, '' '', ''T'') || '':00''', c.expression)
        when c.type = 'boolean' then format('(%s)::text', c.expression)
        -- Of JSON, only a number can look like a formula.
        when c.name = 'result' then
          'case when jsonb_typeof(e.result) = ''number'' then private.csv_text(e.result::text) '
          'else e.result::text end'
        else c.expression
      end
    from (
      select
        a.attname::text as name,
        format_type(a.atttypid, null) as type,
        case a.attname
          when 'workflow_name' then 'w.name'
          when 'logs' then 'coalesce(private.appended_logs(e.execution_id) || e.logs, '
            'private.appended_logs(e.execution_id), e.logs)'
          else format('e.%I', a.attname)
        end as expression,
        a.attnum as place
      from pg_catalog.pg_attribute as a
      where a.attrelid = 'public.execution'::regclass and a.attnum > 0 and not a.attisdropped
      union all
      select 'events', 'jsonb', 'private.all_events(e.execution_id)', 10000
      union all
      select 'visual', 'jsonb', 'private.visual_summary(e.execution_id)', 10001
    ) as c
    where c.name not in ('inputs', 'result', 'logs', 'events', 'visual')
      or c.name = any (exported_columns.include)
    order by c.place;
end
$$;
comment on function private.exported_columns(text[]) is
  'The columns of an export in their order, with those of inputs, result, logs, events and visual '
  'that include names, each as an SQL expression over an execution e and its workflow w: as it is, '
  'with JSON as text, and as CSV shows it.';
revoke all on function private.exported_columns(text[]) from public;
grant execute on function private.exported_columns(text[]) to authenticated, service_role;

create function private.was_there(
  inserted_in xid8,
  xmin xid,
  start pg_snapshot
)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_now constant bigint := pg_snapshot_xmax(pg_current_snapshot())::text;
  v_low constant bigint := was_there.xmin::text;
  -- The latest full transaction id that ends in these 32 bits.
  v_written_in constant bigint := (v_now >> 32 << 32 | v_low)
    - case when v_low > (v_now & 4294967295) then 4294967296 else 0 end;
begin
  -- A row that a dump brought from another server has a number from there. Such a row was there if
  -- its number is none that this server has given, or if nothing has changed it since the load.
  -- (xmin may be a subtransaction's, which snapshots do not list, but none below theirs goes on.)
  return pg_visible_in_snapshot(was_there.inserted_in, was_there.start)
    or was_there.inserted_in::text::bigint >= v_now
    or v_written_in < pg_snapshot_xmin(was_there.start)::text::bigint;
end
$$;
comment on function private.was_there(xid8, xid, pg_snapshot) is
  'Whether the transaction that inserted a row had been committed when the snapshot was taken; of '
  'a row that the caller sees now, by its inserted_in and xmin.';
revoke all on function private.was_there(xid8, xid, pg_snapshot) from public;
grant execute on function private.was_there(xid8, xid, pg_snapshot) to authenticated, service_role;

create function private.exported_lines(
  execution_ids uuid[],
  start pg_snapshot,
  format text,
  include text[],
  out content text,
  out row_count integer
)
language plpgsql
stable
security invoker
set search_path = ''
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
begin
  execute (
    select pg_catalog.format(
      $sql$
        select coalesce(%s, ''), count(*)
        from unnest($1) with ordinality as p (execution_id, place)
        -- "limit" keeps this a look-up of single rows by their key: see private.execution_rows().
        cross join lateral (
          select o.*, o.xmin as written_in
          from public.workflow_executions as o where o.execution_id = p.execution_id limit 1
        ) as e
        left join public.workflows as w on w.workflow_id = e.workflow_id
        cross join lateral (select %s) as r
        %s
        where pg_visible_in_snapshot(e.inserted_in, $2)
          or private.was_there(e.inserted_in, e.written_in, $2)
      $sql$,
      case exported_lines.format
        -- A record as text is a line of CSV in brackets, quoted as it must be, with backslashes
        -- doubled. Joined from single cells it took a third longer; as text, whose characters are
        -- counted, its brackets cost a tenth more.
        when 'csv' then $line$
          replace(convert_from(string_agg(
            substr(l.line, 2, octet_length(l.line) - 2) || '\x0d0a', '' order by p.place
          ), 'UTF8'), '\\', '\')
        $line$
        else $line$string_agg(row_to_json(r)::text || E'\n', '' order by p.place)$line$
      end,
      string_agg(
        case exported_lines.format
          when 'csv' then c.csv_expression
          when 'flat' then c.flat_expression
          else c.expression
        end || ' as ' || quote_ident(c.name),
        ', '
      ),
      case when exported_lines.format = 'csv'
        then 'cross join lateral (select convert_to(r::text, ''UTF8'') as line offset 0) as l' end
    )
    from private.exported_columns(exported_lines.include) as c
  )
  into exported_lines.content, exported_lines.row_count
  using exported_lines.execution_ids, exported_lines.start;
end
$$;
comment on function private.exported_lines(uuid[], pg_snapshot, text, text[]) is
  'Those of these executions that the caller may see and that were there at the start, in the '
  'given order, as lines of CSV (csv), of JSON (ndjson), or of JSON in which JSON values are text '
  '(flat).';
revoke all on function private.exported_lines(uuid[], pg_snapshot, text, text[]) from public;
grant execute on function private.exported_lines(uuid[], pg_snapshot, text, text[])
  to authenticated, service_role;
