-- Two ways to the rows that a filter lets through.
--
-- A walk reads rows in the order of the list and checks the conditions that no ordered index
-- serves. It is quick where what is wanted is common, and ends after a number of rows read.
--
-- A look-up asks the GIN indexes (tags, metadata, search) for all that match, wherever they are in
-- the history, and sorts them. It is quick where what is wanted is rare. An index cannot be asked
-- for the next 50 of a million matches in order, so it is not asked where more than 10 000 are
-- expected, and its answer is not used where there are.
--
-- Both list the same rows in the same order, so a cursor from one goes on in the other.

create type private.execution_cursor as (
  sort text,
  backward boolean,
  sort_key text,
  execution_id uuid
);
comment on type private.execution_cursor is
  'A position in a sorted list: every sort key of the row it stands at, and which way to go from '
  'there.';

create type private.execution_scan as (
  execution_ids uuid[],
  sort_keys text[],
  last_sort_key text,
  last_execution_id uuid,
  found bigint
);
comment on type private.execution_scan is
  'Executions found, in order. last_sort_key and last_execution_id: the last row read by a walk '
  'that came to its limit. found: how many there are in the whole list, where a look-up has told.';

create function private.walk_executions(
  filter private.execution_filter,
  start private.execution_cursor,
  row_offset bigint,
  row_count integer,
  read_limit bigint
)
returns private.execution_scan
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_checked constant text := private.checked_conditions(filter);
  v_rows constant text := private.execution_branches(
    filter, start.sort, start.backward, start.execution_id is not null, walk_executions.read_limit
  );
  v_scan private.execution_scan;
begin
  execute format(
    'select coalesce(array_agg(p.execution_id), ''{}''), array_agg(to_jsonb(p.sort_key) #>> ''{}'')'
    ' from (select e.execution_id, e.sort_key from (%s) as e %s offset $4 limit $5) as p',
    v_rows, 'where ' || v_checked
  )
  into v_scan.execution_ids, v_scan.sort_keys
  using
    filter, start.sort_key, start.execution_id, walk_executions.row_offset,
    walk_executions.row_count;
  return v_scan;
end
$$;
comment on function private.walk_executions(
  private.execution_filter, private.execution_cursor, bigint, integer, bigint
) is
  'row_count executions after row_offset from a position on, found by reading at most read_limit '
  'rows. Where the walk ended: private.end_of_walk().';
revoke all on function private.walk_executions(
  private.execution_filter, private.execution_cursor, bigint, integer, bigint
) from public;
grant execute on function private.walk_executions(
  private.execution_filter, private.execution_cursor, bigint, integer, bigint
) to authenticated, service_role;

create function private.end_of_walk(
  filter private.execution_filter,
  start private.execution_cursor,
  read_limit bigint,
  out sort_key text,
  out execution_id uuid
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  execute format(
    'select to_jsonb(e.sort_key) #>> ''{}'', e.execution_id from (%s) as e offset $4',
    private.execution_branches(
      filter, start.sort, start.backward, start.execution_id is not null, end_of_walk.read_limit
    )
  )
  into end_of_walk.sort_key, end_of_walk.execution_id
  using filter, start.sort_key, start.execution_id, end_of_walk.read_limit - 1;
end
$$;
comment on function private.end_of_walk(
  private.execution_filter, private.execution_cursor, bigint
) is
  'The last of the rows that a walk of read_limit rows reads; null where the list ends before.';
revoke all on function private.end_of_walk(
  private.execution_filter, private.execution_cursor, bigint
) from public;
grant execute on function private.end_of_walk(
  private.execution_filter, private.execution_cursor, bigint
) to authenticated, service_role;

create function private.look_up_executions(
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
-- Where an ordered index or the table itself promises to come upon 10 000 matches sooner, it reads
-- everything if the promise is wrong.
set enable_seqscan = off
set enable_indexscan = off
set enable_indexonlyscan = off
as $$
declare
  v_limit constant integer := 10000;
  v_scan private.execution_scan;
  v_looked_up bigint;
begin
  execute format(
    'with looked_up as materialized (%s),'
    ' kept as materialized (select * from looked_up as e %s)'
    ' select (select count(*) from looked_up), (select count(*) from kept),'
    ' coalesce(array_agg(p.execution_id), ''{}''), array_agg(to_jsonb(p.sort_key) #>> ''{}'')'
    ' from (select e.execution_id, e.sort_key from kept as e %s %s offset $4 limit $5) as p',
    private.looked_up_branches(filter, start.sort, v_limit + 1),
    'where ' || private.checked_conditions(filter),
    case when start.execution_id is not null
      then 'where ' || private.is_beyond('e.sort_key', start.sort, start.backward) end,
    private.order_by(start.sort, start.backward)
  )
  into v_looked_up, v_scan.found, v_scan.execution_ids, v_scan.sort_keys
  using
    filter, start.sort_key, start.execution_id, look_up_executions.row_offset,
    look_up_executions.row_count;
  return case when v_looked_up <= v_limit then v_scan end;
end
$$;
comment on function private.look_up_executions(
  private.execution_filter, private.execution_cursor, bigint, integer
) is
  'row_count executions after row_offset from a position on, out of all that the GIN indexes find; '
  'null if that is more than 10 000.';
revoke all on function private.look_up_executions(
  private.execution_filter, private.execution_cursor, bigint, integer
) from public;
grant execute on function private.look_up_executions(
  private.execution_filter, private.execution_cursor, bigint, integer
) to authenticated, service_role;
