-- Which executions a list shows: the one way in which lists find and count their rows.
--
-- A statement is built from the given filters only. "(p is null or col = p)" in one fixed statement
-- loses the index under PostgREST (1.4 s against 0.2 ms at 10 million rows). Each owner key, and
-- each status asked for, is one branch read in index order, and the branches are merged; the filter
-- travels as one bound value, so the planner sees the caller's id and not a sub-select that it
-- would misjudge.
--
-- Conditions are of three kinds. What an ordered index serves is part of each branch. What a GIN
-- index serves (tags, metadata, search) is either checked on the rows of a branch or looked up,
-- whichever costs less: see execution_scans. What no index serves is checked on the rows of a
-- branch, at most 50 000 of them.

-- A user's rows are found through this view and shown from the table itself, under its policies. It
-- says what the select policy says, but as an ordinary condition: under row level security only
-- leakproof operators may be index conditions, and those of numeric, text[], jsonb and ilike are
-- not (measured: a rare tag among 400 000 rows took 440 ms on the table and a few milliseconds
-- here). The schema is not exposed. The service, which no policy binds, reads the table.
--
-- As a number, which the planner takes for hardly ever zero: every list names its owner key as
-- well, and the plain condition, multiplied with that, made it expect 700 rows of 400 000 and sort
-- all.
create view private.visible_executions as
select
  e.execution_id, e.owner_key, e.workflow_id, e.created_at, e.status, e.mode,
  e.visual_streaming_enabled, e.visual_quality, e.session_id, e.execution_time_seconds, e.tags,
  e.metadata, e.held, e.inputs, e.error
from public.workflow_executions as e
where (e.owner_key in ((select auth.uid()), (select private.shared_key())))::integer <> 0;
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
  tags text[],
  named_workflows uuid[],
  held boolean,
  of_recordings boolean,
  min_score integer,
  max_score integer
);
comment on type private.execution_filter is
  'Which executions: null means no such filter. The window is created_after <= created_at < '
  'created_before; search_pattern is an ilike pattern, named_workflows those whose names it '
  'matches. of_recordings: found among recordings, whose scores alone can be filtered and sorted '
  'by; of the others nothing but workflow, status and window.';

create function private.search_pattern(
  search text
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return '%' || regexp_replace(nullif(search_pattern.search, ''), '([\\%_])', '\\\1', 'g') || '%';
end
$$;
comment on function private.search_pattern(text) is
  'The ilike pattern that finds a text anywhere, as it is typed; null without one.';
revoke all on function private.search_pattern(text) from public;
grant execute on function private.search_pattern(text) to authenticated, service_role;

create function private.named_workflows(
  search_pattern text,
  owner_id uuid
)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Looked up once: few workflows have many executions.
  return array(
    select w.workflow_id
    from public.workflows as w
    where w.name ilike named_workflows.search_pattern
      and (w.owner_id = named_workflows.owner_id or w.owner_id is null)
  );
end
$$;
comment on function private.named_workflows(text, uuid) is
  'The workflows, public or of owner_id, whose names match an ilike pattern.';
revoke all on function private.named_workflows(text, uuid) from public;
grant execute on function private.named_workflows(text, uuid) to authenticated, service_role;

create function private.execution_filter(
  own_key uuid,
  shared_key uuid,
  workflow_id uuid,
  statuses text[],
  mode text,
  search text,
  metadata jsonb,
  tags text[],
  created_after timestamptz,
  created_before timestamptz,
  visual_streaming_only boolean default null,
  visual_quality text default null,
  session_id text default null,
  min_seconds numeric default null,
  max_seconds numeric default null,
  inputs jsonb default null
)
returns private.execution_filter
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_filter private.execution_filter;
begin
  v_filter.own_key := execution_filter.own_key;
  v_filter.shared_key := execution_filter.shared_key;
  v_filter.workflow_id := execution_filter.workflow_id;
  v_filter.statuses := execution_filter.statuses;
  v_filter.mode := execution_filter.mode;
  v_filter.visual_streaming_only := nullif(execution_filter.visual_streaming_only, false);
  v_filter.visual_quality := execution_filter.visual_quality;
  v_filter.session_id := execution_filter.session_id;
  v_filter.created_after := execution_filter.created_after;
  v_filter.created_before := execution_filter.created_before;
  v_filter.min_seconds := execution_filter.min_seconds;
  v_filter.max_seconds := execution_filter.max_seconds;
  v_filter.search_pattern := private.search_pattern(execution_filter.search);
  -- What every execution has is no filter.
  v_filter.metadata := nullif(execution_filter.metadata, '{}');
  v_filter.inputs := nullif(execution_filter.inputs, '{}');
  v_filter.tags := nullif(execution_filter.tags, '{}');
  if v_filter.search_pattern is not null then
    v_filter.named_workflows := private.named_workflows(
      v_filter.search_pattern, execution_filter.own_key
    );
  end if;
  return v_filter;
end
$$;
comment on function private.execution_filter(
  uuid, uuid, uuid, text[], text, text, jsonb, text[], timestamptz, timestamptz, boolean, text,
  text, numeric, numeric, jsonb
) is
  'The filter that callers of lists describe by parameters; what is left out lets everything '
  'through.';
revoke all on function private.execution_filter(
  uuid, uuid, uuid, text[], text, text, jsonb, text[], timestamptz, timestamptz, boolean, text,
  text, numeric, numeric, jsonb
) from public;
grant execute on function private.execution_filter(
  uuid, uuid, uuid, text[], text, text, jsonb, text[], timestamptz, timestamptz, boolean, text,
  text, numeric, numeric, jsonb
) to authenticated, service_role;

create function private.ordered_conditions(
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
    case when num_nonnulls(filter.min_score, filter.max_score) > 0
      then ' and coalesce(e.replay_score, -1) >= coalesce(($1).min_score, 0)' end,
    case when filter.max_score is not null
      then ' and coalesce(e.replay_score, -1) <= ($1).max_score' end,
    case when filter.held then ' and e.held' when not filter.held then ' and not e.held' end
  );
end
$$;
comment on function private.ordered_conditions(private.execution_filter) is
  'SQL conditions of a filter that an ordered index serves; the filter is parameter $1.';
revoke all on function private.ordered_conditions(private.execution_filter) from public;
grant execute on function private.ordered_conditions(private.execution_filter)
  to authenticated, service_role;

create function private.looked_up_conditions(
  filter private.execution_filter
)
returns text[]
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_labels constant text := concat(
    case when filter.tags is not null
      then ' and e.tags @> ($1).tags and e.tags <> ''{}''' end,
    case when filter.metadata is not null
      then ' and e.metadata @> ($1).metadata and e.metadata <> ''{}''' end
  );
  v_text constant text :=
    '(e.error ilike ($1).search_pattern or e.session_id ilike ($1).search_pattern)';
begin
  -- Three letters or digits in a row make a trigram; a search without one must read the text.
  if filter.search_pattern ~ '[[:alnum:]]{3}' then
    return array[' and ' || v_text || v_labels] || case
      when filter.named_workflows <> '{}' then array[
        ' and e.workflow_id = any (($1).named_workflows) and ' || v_text || ' is not true'
        || v_labels
      ]
    end;
  end if;
  return array[nullif(v_labels, '')];
end
$$;
comment on function private.looked_up_conditions(private.execution_filter) is
  'SQL conditions of a filter that a GIN index, or for names of workflows an ordered one, finds '
  'the rows of: alternatives, no row in two of them. A null if there is nothing to look up.';
revoke all on function private.looked_up_conditions(private.execution_filter) from public;
grant execute on function private.looked_up_conditions(private.execution_filter)
  to authenticated, service_role;

create function private.checked_conditions(
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
    case when filter.tags is not null then 'e.tags @> ($1).tags' end,
    case when filter.metadata is not null then 'e.metadata @> ($1).metadata' end,
    case when filter.search_pattern is not null then
      '(e.workflow_id = any (($1).named_workflows) or e.error ilike ($1).search_pattern'
      ' or e.session_id ilike ($1).search_pattern)' end
  ), '');
end
$$;
comment on function private.checked_conditions(private.execution_filter) is
  'SQL conditions of a filter that no ordered index serves, to be checked on rows e; null if it '
  'has none.';
revoke all on function private.checked_conditions(private.execution_filter) from public;
grant execute on function private.checked_conditions(private.execution_filter)
  to authenticated, service_role;

create function private.listed_from(
  of_recordings boolean default false
)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return case
    when listed_from.of_recordings and private.caller_is_user() then 'private.visible_recordings'
    when listed_from.of_recordings then 'public.visual_recordings'
    when private.caller_is_user() then 'private.visible_executions'
    else 'public.workflow_executions'
  end;
end
$$;
comment on function private.listed_from(boolean) is 'Where the caller''s lists find their rows.';
revoke all on function private.listed_from(boolean) from public;
grant execute on function private.listed_from(boolean) to authenticated, service_role;

create function private.listed_columns(
  filter private.execution_filter,
  sort text
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- Nothing but what the checked conditions read: without them an index alone answers.
  return concat(
    'e.execution_id, ', private.sort_expression(listed_columns.sort), ' as sort_key',
    case when filter.mode is not null then ', e.mode' end,
    case when filter.visual_quality is not null then ', e.visual_quality' end,
    case when filter.inputs is not null then ', e.inputs' end,
    case when filter.tags is not null then ', e.tags' end,
    case when filter.metadata is not null then ', e.metadata' end,
    case when filter.search_pattern is not null then ', e.error, e.session_id, e.workflow_id' end
  );
end
$$;
comment on function private.listed_columns(private.execution_filter, text) is
  'The columns that a list needs to check, sort and name its rows.';
revoke all on function private.listed_columns(private.execution_filter, text) from public;
grant execute on function private.listed_columns(private.execution_filter, text)
  to authenticated, service_role;

create function private.sort_expression(
  sort text
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return case
    when sort_expression.sort like 'created_at.%' then 'e.created_at'
    when sort_expression.sort like 'replay_score.%' then 'coalesce(e.replay_score, -1)'
    else 'coalesce(e.execution_time_seconds, -1)'
  end;
end
$$;
comment on function private.sort_expression(text) is 'The first sort key of executions e.';
revoke all on function private.sort_expression(text) from public;
grant execute on function private.sort_expression(text) to authenticated, service_role;

create function private.is_beyond(
  sort_key text,
  sort text,
  backward boolean
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return format(
    '(%s, e.execution_id) %s ($2::%s, $3)', is_beyond.sort_key,
    case when (is_beyond.sort like '%.desc') <> is_beyond.backward then '<' else '>' end,
    case
      when is_beyond.sort like 'created_at.%' then 'timestamptz'
      when is_beyond.sort like 'replay_score.%' then 'integer'
      else 'numeric'
    end
  );
end
$$;
comment on function private.is_beyond(text, text, boolean) is
  'SQL condition: rows e whose sort_key (an expression) comes after a position, sort key $2 (text) '
  'and id $3; backward: before it.';
revoke all on function private.is_beyond(text, text, boolean) from public;
grant execute on function private.is_beyond(text, text, boolean) to authenticated, service_role;

create function private.order_by(
  sort text,
  backward boolean
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return format(
    'order by sort_key %1$s, execution_id %1$s',
    case when (order_by.sort like '%.desc') <> order_by.backward then 'desc' else 'asc' end
  );
end
$$;
comment on function private.order_by(text, boolean) is
  'The order of a list by its columns sort_key and execution_id, or the reverse.';
revoke all on function private.order_by(text, boolean) from public;
grant execute on function private.order_by(text, boolean) to authenticated, service_role;

create function private.owner_branches(
  filter private.execution_filter
)
returns table (condition text)
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return query select 'e.owner_key = ' || k.key
  from (
    values ('($1).own_key', filter.own_key), ('($1).shared_key', filter.shared_key)
  ) as k (key, value)
  where k.value is not null;
end
$$;
comment on function private.owner_branches(private.execution_filter) is
  'SQL conditions, one for each owner key of a filter.';
revoke all on function private.owner_branches(private.execution_filter) from public;
grant execute on function private.owner_branches(private.execution_filter)
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
  v_order constant text := private.order_by(
    execution_branches.sort, execution_branches.backward
  );
  v_branches text[];
begin
  select array_agg(concat(
    '(select ', private.listed_columns(filter, execution_branches.sort),
    ' from ', private.listed_from(filter.of_recordings), ' as e where ', k.condition,
    ' and e.status = ' || quote_literal(s.status), private.ordered_conditions(filter),
    case when execution_branches.has_position then ' and ' || private.is_beyond(
      private.sort_expression(execution_branches.sort), execution_branches.sort,
      execution_branches.backward
    ) end,
    ' ', v_order, ' limit ', execution_branches.row_limit, ')'
  )) into v_branches
  from private.owner_branches(filter) as k
  cross join (
    select distinct unnest(coalesce(filter.statuses, array[null])) as status
  ) as s;
  return concat(
    'select * from (', array_to_string(v_branches, ' union all '), ') as e ', v_order, ' limit ',
    execution_branches.row_limit
  );
end
$$;
comment on function private.execution_branches(
  private.execution_filter, text, boolean, boolean, bigint
) is
  'Statement text: the rows of each owner key and status in sort order, merged, with what the '
  'checked conditions need. Parameters: $1 the filter, and with has_position $2 the sort key '
  '(text) and $3 the id to go on from.';
revoke all on function
  private.execution_branches(private.execution_filter, text, boolean, boolean, bigint) from public;
grant execute on function
  private.execution_branches(private.execution_filter, text, boolean, boolean, bigint)
  to authenticated, service_role;

create function private.looked_up_branches(
  filter private.execution_filter,
  sort text,
  row_limit bigint
)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- No order: what is looked up comes as the index has it, and few rows are sorted quickly.
  return (
    select string_agg(concat(
      '(select ', private.listed_columns(filter, looked_up_branches.sort),
      ' from ', private.listed_from(), ' as e where ', k.condition, c.conditions,
      case when filter.statuses is not null then ' and e.status = any (($1).statuses)' end,
      private.ordered_conditions(filter), ' limit ', looked_up_branches.row_limit, ')'
    ), ' union all ')
    from private.owner_branches(filter) as k
    cross join unnest(private.looked_up_conditions(filter)) as c (conditions)
  );
end
$$;
comment on function private.looked_up_branches(private.execution_filter, text, bigint) is
  'Statement text: the rows of each owner key that the looked up conditions find, at most '
  'row_limit of each, in no order, with what the checked conditions need. Parameter $1: the '
  'filter.';
revoke all on function private.looked_up_branches(private.execution_filter, text, bigint)
  from public;
grant execute on function private.looked_up_branches(private.execution_filter, text, bigint)
  to authenticated, service_role;
