-- Which executions a list shows: the one way in which lists find and count their rows.
--
-- A statement is built from the given filters only. "(p is null or col = p)" in one fixed statement
-- loses the index under PostgREST (1.4 s against 0.2 ms at 10 million rows). Each owner key, and
-- each status asked for, is one branch read in index order, and the branches are merged; the filter
-- travels as one bound value, so the planner sees the caller's id and not a sub-select that it
-- would misjudge.
--
-- Filters without an index walk the ordered rows and give up after 50 000, with a cursor to go on
-- from.

-- A user's rows are found through this view and shown from the table itself, under its policies. It
-- says what the select policy says, but as an ordinary condition: under row level security only
-- leakproof operators may be index conditions, and those of numeric, text[], jsonb and ilike are
-- not (measured: a rare tag among 400 000 rows took 440 ms on the table and a few milliseconds
-- here). The schema is not exposed. The service, which no policy binds, reads the table.
create view private.visible_executions as
select
  e.execution_id, e.owner_key, e.workflow_id, e.created_at, e.status, e.mode,
  e.visual_streaming_enabled, e.visual_quality, e.session_id, e.execution_time_seconds, e.tags,
  e.metadata, e.inputs, e.error
from public.workflow_executions as e
where e.owner_key in ((select auth.uid()), (select private.shared_key()));
revoke all on table private.visible_executions from public, anon, authenticated, service_role;
grant select on table private.visible_executions to authenticated;
comment on view private.visible_executions is
  'The executions that the signed-in user may see, with the columns that lists filter and sort by.';

create type private.execution_filter as (
  own_key uuid,
  shared_key uuid,
  workflow_id uuid,
  statuses text[],
  mode text,
  visual_streaming_only boolean,
  visual_quality text,
  session_id text,
  created_after timestamptz,
  created_before timestamptz,
  min_seconds numeric,
  max_seconds numeric,
  search_pattern text,
  metadata jsonb,
  inputs jsonb,
  tags text[]
);
comment on type private.execution_filter is
  'Which executions: null means no such filter. The window is created_after <= created_at < '
  'created_before; search_pattern is an ilike pattern.';

create function private.indexed_conditions(
  filter private.execution_filter
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return concat(
    case when filter.workflow_id is not null
      then ' and e.workflow_id = ($1).workflow_id' end,
    case when filter.visual_streaming_only then ' and e.visual_streaming_enabled' end,
    case when filter.session_id is not null then ' and e.session_id = ($1).session_id' end,
    case when filter.created_after is not null
      then ' and e.created_at >= ($1).created_after' end,
    case when filter.created_before is not null
      then ' and e.created_at < ($1).created_before' end,
    case when filter.min_seconds is not null or filter.max_seconds is not null
      then ' and coalesce(e.execution_time_seconds, -1) >= coalesce(($1).min_seconds, 0)' end,
    case when filter.max_seconds is not null
      then ' and coalesce(e.execution_time_seconds, -1) <= ($1).max_seconds' end,
    case when filter.tags is not null
      then ' and e.tags @> ($1).tags and e.tags <> ''{}''' end,
    case when filter.metadata is not null
      then ' and e.metadata @> ($1).metadata and e.metadata <> ''{}''' end
  );
end
$$;
comment on function private.indexed_conditions(private.execution_filter) is
  'SQL conditions of a filter that an index serves; the filter is parameter $1.';
revoke all on function private.indexed_conditions(private.execution_filter) from public;
grant execute on function private.indexed_conditions(private.execution_filter)
  to authenticated, service_role;

create function private.scanned_conditions(
  filter private.execution_filter
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return nullif(concat_ws(
    ' and ',
    case when filter.mode is not null then 'e.mode = ($1).mode' end,
    case when filter.visual_quality is not null
      then 'e.visual_quality = ($1).visual_quality' end,
    case when filter.inputs is not null then 'e.inputs @> ($1).inputs' end,
    case when filter.search_pattern is not null then
      '(e.error ilike ($1).search_pattern or e.session_id ilike ($1).search_pattern'
      ' or e.workflow_id in ('
      'select w.workflow_id from public.workflows as w where w.name ilike ($1).search_pattern))'
    end
  ), '');
end
$$;
comment on function private.scanned_conditions(private.execution_filter) is
  'SQL conditions of a filter that no index serves; null if it has none.';
revoke all on function private.scanned_conditions(private.execution_filter) from public;
grant execute on function private.scanned_conditions(private.execution_filter)
  to authenticated, service_role;

create function private.execution_branches(
  filter private.execution_filter,
  sort text,
  backward boolean,
  has_position boolean,
  row_limit bigint
)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_source constant text := case
    when private.caller_is_user() then 'private.visible_executions'
    else 'public.workflow_executions'
  end;
  v_key constant text := case
    when execution_branches.sort like 'created_at.%' then 'e.created_at'
    else 'coalesce(e.execution_time_seconds, -1)'
  end;
  v_type constant text := case
    when execution_branches.sort like 'created_at.%' then 'timestamptz' else 'numeric'
  end;
  v_down constant boolean := (execution_branches.sort like '%.desc') <> execution_branches.backward;
  v_order constant text := format(
    'order by sort_key %1$s, execution_id %1$s', case when v_down then 'desc' else 'asc' end
  );
  -- Nothing but what the scanned conditions read: without them an index alone answers.
  v_columns constant text := concat(
    case when filter.mode is not null then ', e.mode' end,
    case when filter.visual_quality is not null then ', e.visual_quality' end,
    case when filter.inputs is not null then ', e.inputs' end,
    case when filter.search_pattern is not null then ', e.error, e.session_id, e.workflow_id' end
  );
  v_branches text[];
begin
  select array_agg(concat(
    '(select e.execution_id, ', v_key, ' as sort_key', v_columns,
    ' from ', v_source, ' as e where e.owner_key = ', k.key,
    ' and e.status = ' || quote_literal(s.status), private.indexed_conditions(filter),
    case when execution_branches.has_position then format(
      ' and (%s, e.execution_id) %s ($2::%s, $3)', v_key, case when v_down then '<' else '>' end,
      v_type
    ) end,
    ' ', v_order, ' limit ', execution_branches.row_limit, ')'
  )) into v_branches
  from (
    values ('($1).own_key', filter.own_key), ('($1).shared_key', filter.shared_key)
  ) as k (key, value)
  cross join (
    select distinct unnest(coalesce(filter.statuses, array[null])) as status
  ) as s
  where k.value is not null;
  return concat(
    'select * from (', array_to_string(v_branches, ' union all '), ') as e ', v_order, ' limit ',
    execution_branches.row_limit
  );
end
$$;
comment on function private.execution_branches(
  private.execution_filter, text, boolean, boolean, bigint
) is
  'Statement text: the rows of each owner key and status in sort order, merged. Parameters: $1 the '
  'filter, and with has_position $2 the sort key (text) and $3 the id to go on from.';
revoke all on function
  private.execution_branches(private.execution_filter, text, boolean, boolean, bigint) from public;
grant execute on function
  private.execution_branches(private.execution_filter, text, boolean, boolean, bigint)
  to authenticated, service_role;

create function private.count_executions(
  filter private.execution_filter,
  out total bigint,
  out is_exact boolean
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_cap constant integer := 10000;
  v_scan_limit constant integer := 50000;
  v_scanned constant text := private.scanned_conditions(filter);
  v_looked_at bigint;
begin
  execute format(
    'select count(*) filter (where %s), count(*) from (%s) as e',
    coalesce(v_scanned, 'true'),
    private.execution_branches(
      filter, 'created_at.desc', false, false,
      case when v_scanned is null then v_cap + 1 else v_scan_limit end
    )
  )
  into count_executions.total, v_looked_at
  using filter;
  count_executions.is_exact := v_looked_at < v_scan_limit and count_executions.total <= v_cap;
  count_executions.total := least(count_executions.total, v_cap);
end
$$;
comment on function private.count_executions(private.execution_filter) is
  'How many executions a filter lets through, counted up to 10 000; is_exact = false means "at '
  'least".';
revoke all on function private.count_executions(private.execution_filter) from public;
grant execute on function private.count_executions(private.execution_filter)
  to authenticated, service_role;
