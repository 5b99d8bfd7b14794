-- Pages of executions, by number or by cursor. A cursor holds every sort key of the row it stands
-- at, so that ties neither repeat nor lose a row, and the direction to go on in.

create type private.execution_page as (
  execution_ids uuid[],
  sort_keys text[],
  sort text,
  backward boolean,
  next_cursor text,
  previous_cursor text,
  scan_limited boolean,
  found bigint
);
comment on type private.execution_page is
  'The executions of one page in their order, and how to reach its neighbours. found: how many '
  'there are in the whole list, where finding the page has told.';

create function private.cursor_at(
  sort text,
  backward boolean,
  sort_key text,
  execution_id uuid
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  if cursor_at.execution_id is null then
    return null;
  end if;
  return translate(
    encode(convert_to(jsonb_build_array(
      cursor_at.sort, cursor_at.backward, cursor_at.sort_key, cursor_at.execution_id
    )::text, 'UTF8'), 'base64'),
    E'+/=\n', '-_'
  );
end
$$;
comment on function private.cursor_at(text, boolean, text, uuid) is
  'A position as the opaque text that answers carry (base64url of all its sort keys); null '
  'without a position.';
revoke all on function private.cursor_at(text, boolean, text, uuid) from public;
grant execute on function private.cursor_at(text, boolean, text, uuid)
  to authenticated, service_role;

create function private.decode_cursor(
  opaque text,
  sort text
)
returns private.execution_cursor
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_cursor private.execution_cursor;
begin
  begin
    select c.list ->> 0, (c.list ->> 1)::boolean, c.list ->> 2, (c.list ->> 3)::uuid into v_cursor
    from (
      select convert_from(
        decode(
          translate(decode_cursor.opaque, '-_', '+/')
            || repeat('=', -length(decode_cursor.opaque) & 3),
          'base64'
        ), 'UTF8'
      )::jsonb as list
    ) as c;
    if v_cursor.sort in ('created_at.desc', 'created_at.asc') then
      perform v_cursor.sort_key::timestamptz;
    elsif v_cursor.sort in ('execution_time_seconds.desc', 'execution_time_seconds.asc') then
      perform v_cursor.sort_key::numeric;
    elsif v_cursor.sort in ('replay_score.desc', 'replay_score.asc') then
      perform v_cursor.sort_key::integer;
    else
      v_cursor := null;
    end if;
  -- Too complex: JSON nested deeper than the parser goes.
  exception when data_exception or statement_too_complex then
    v_cursor := null;
  end;
  if num_nulls(
    v_cursor.sort, v_cursor.backward, v_cursor.sort_key, v_cursor.execution_id
  ) > 0 then
    perform private.refuse(
      400, 'invalid_cursor', 'The cursor is not one that an answer of this list gave.',
      'Send next_cursor or previous_cursor of an earlier answer unchanged, or start without one.'
    );
  elsif v_cursor.sort is distinct from coalesce(decode_cursor.sort, v_cursor.sort) then
    perform private.refuse(
      400, 'invalid_cursor',
      format('The cursor belongs to a list sorted by %s.', v_cursor.sort),
      'Keep sort and filters while you follow cursors, or start without a cursor.'
    );
  end if;
  return v_cursor;
end
$$;
comment on function private.decode_cursor(text, text) is
  'Reads a cursor; raises 400 invalid_cursor when it is not ours or belongs to another sort.';
revoke all on function private.decode_cursor(text, text) from public;
grant execute on function private.decode_cursor(text, text) to authenticated, service_role;

create function private.find_executions(
  filter private.execution_filter,
  start private.execution_cursor,
  row_offset bigint,
  row_count integer
)
returns private.execution_scan
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_short_walk constant integer := 1000;
  v_wanted constant bigint := find_executions.row_offset + find_executions.row_count;
  v_skipped constant integer := least(find_executions.row_offset, v_short_walk);
  v_look_up_limit constant integer := 10000;
  v_longer_walk integer;
  v_found bigint;
  v_scan private.execution_scan;
  v_looked_up private.execution_scan;
begin
  if private.checked_conditions(filter) is null then
    return private.walk_executions(
      filter, start, find_executions.row_offset, find_executions.row_count, v_wanted
    );
  end if;
  -- All that it finds, to tell how rare that is.
  v_scan := private.walk_executions(
    filter, start, 0, least(v_wanted, v_short_walk + 1)::integer, v_short_walk
  );
  v_found := cardinality(v_scan.execution_ids);
  if v_found < v_wanted
    and (private.looked_up_conditions(filter))[1] is not null
    and private.is_rare(
      filter, v_found, v_short_walk,
      -- Where a walk comes upon the page earlier than upon as many rows, it reads less.
      coalesce(v_wanted * v_short_walk / nullif(v_found, 0), v_look_up_limit)
    ) then
    v_looked_up := private.look_up_executions(
      filter, start, find_executions.row_offset, find_executions.row_count
    );
    if v_looked_up.found is not null then
      return v_looked_up;
    end if;
  end if;
  if v_found < v_wanted then
    -- Was it the end of the list, or of the walk?
    select e.sort_key, e.execution_id into v_scan.last_sort_key, v_scan.last_execution_id
    from private.end_of_walk(filter, start, v_short_walk) as e;
  end if;
  if v_scan.last_execution_id is null then
    v_scan.execution_ids := v_scan.execution_ids[v_skipped + 1:];
    v_scan.sort_keys := v_scan.sort_keys[v_skipped + 1:];
    return v_scan;
  end if;
  -- In steps: the longer the walk may be, the more inviting it seems to sort everything instead.
  foreach v_longer_walk in array array[7000, 50000] loop
    v_scan := private.walk_executions(
      filter, start, find_executions.row_offset, find_executions.row_count, v_longer_walk
    );
    exit when cardinality(v_scan.execution_ids) = find_executions.row_count;
    select e.sort_key, e.execution_id into v_scan.last_sort_key, v_scan.last_execution_id
    from private.end_of_walk(filter, start, v_longer_walk) as e;
    exit when v_scan.last_execution_id is null;
  end loop;
  return v_scan;
end
$$;
comment on function private.find_executions(
  private.execution_filter, private.execution_cursor, bigint, integer
) is
  'row_count executions after row_offset from a position on, by the way that costs least: a walk, '
  'or where a short one does not suffice, a look-up of what is rare.';
revoke all on function private.find_executions(
  private.execution_filter, private.execution_cursor, bigint, integer
) from public;
grant execute on function private.find_executions(
  private.execution_filter, private.execution_cursor, bigint, integer
) to authenticated, service_role;

create function private.execution_page(
  filter private.execution_filter,
  sort text,
  page integer,
  page_size integer,
  opaque_cursor text
)
returns private.execution_page
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_offset constant bigint :=
    (coalesce(execution_page.page, 1) - 1)::bigint * execution_page.page_size;
  v_from private.execution_cursor;
  v_first private.execution_cursor;
  v_to private.execution_cursor;
  v_scan private.execution_scan;
  v_answer private.execution_page;
begin
  if execution_page.opaque_cursor is not null then
    v_from := private.decode_cursor(execution_page.opaque_cursor, execution_page.sort);
    if v_from.sort like 'replay_score.%' and filter.of_recordings is not true then
      perform private.refuse(
        400, 'invalid_cursor', 'The cursor belongs to a list of visual sessions.',
        'Send a cursor of an earlier answer of this list, or start without one.'
      );
    end if;
  end if;
  v_from.sort := coalesce(v_from.sort, execution_page.sort, 'created_at.desc');
  v_from.backward := coalesce(v_from.backward, false);
  v_scan := private.find_executions(filter, v_from, v_offset, execution_page.page_size + 1);
  v_answer.execution_ids := v_scan.execution_ids[:execution_page.page_size];
  v_answer.sort_keys := v_scan.sort_keys[:execution_page.page_size];
  v_answer.found := v_scan.found;
  v_answer.scan_limited := v_scan.last_execution_id is not null;
  if cardinality(v_scan.execution_ids) > execution_page.page_size then
    v_to.execution_id := v_answer.execution_ids[execution_page.page_size];
    v_to.sort_key := v_answer.sort_keys[execution_page.page_size];
  else
    -- If the scan came to its limit, go on from the last row it read.
    v_to.execution_id := v_scan.last_execution_id;
    v_to.sort_key := v_scan.last_sort_key;
  end if;

  if v_from.backward and v_to.execution_id is null and cardinality(v_answer.execution_ids) = 0 then
    -- What stood before has been removed since: the list begins here now.
    return private.execution_page(filter, v_from.sort, null, execution_page.page_size, null);
  end if;

  v_answer.sort := v_from.sort;
  v_answer.backward := v_from.backward;
  -- Where the rows found begin and end; a scan that found none stands where it stopped.
  v_first.execution_id := coalesce(v_answer.execution_ids[1], v_to.execution_id);
  v_first.sort_key := coalesce(v_answer.sort_keys[1], v_to.sort_key);
  if v_from.backward then
    select
      coalesce(array_agg(u.id order by u.n desc), '{}'),
      array_agg(u.sort_key order by u.n desc)
    into v_answer.execution_ids, v_answer.sort_keys
    from unnest(v_answer.execution_ids, v_answer.sort_keys) with ordinality as u (id, sort_key, n);
    v_answer.previous_cursor := private.cursor_at(
      v_from.sort, true, v_to.sort_key, v_to.execution_id
    );
    v_answer.next_cursor := private.cursor_at(
      v_from.sort, false, v_first.sort_key, v_first.execution_id
    );
  else
    v_answer.next_cursor := private.cursor_at(v_from.sort, false, v_to.sort_key, v_to.execution_id);
    if v_from.execution_id is not null or v_offset > 0 then
      v_answer.previous_cursor := private.cursor_at(
        v_from.sort, true, v_first.sort_key, v_first.execution_id
      );
    end if;
  end if;
  return v_answer;
end
$$;
comment on function private.execution_page(
  private.execution_filter, text, integer, integer, text
) is
  'One page of the executions that a filter lets through, by page number or cursor. Raises '
  'invalid_cursor.';
revoke all on function private.execution_page(
  private.execution_filter, text, integer, integer, text
) from public;
grant execute on function private.execution_page(
  private.execution_filter, text, integer, integer, text
) to authenticated, service_role;
