-- How many executions a filter lets through: from the rollups, where they count what the filter
-- asks for, exactly unless more than 10 000 run, or 1 000 beside more than 10 000 finished ones;
-- else from an index, exactly up to 10 000; else from the newest rows, which tell "at least". A
-- total is asked for with every page and must not cost more than the page.

create function private.finished_count(
  filter private.execution_filter
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_visual constant boolean :=
    num_nonnulls(filter.visual_streaming_only, filter.visual_quality) > 0;
begin
  -- A count of two properties at once is kept for none but workflow and day.
  return case
    when (filter.mode is not null)::integer + v_visual::integer
      + (filter.statuses is not null)::integer > 1 then null
    when filter.statuses is not null then (
      select string_agg('c.' || s.status, ' + ')
      from (select distinct unnest(array_remove(filter.statuses, 'running')) as status) as s
    )
    when filter.mode = 'cloud-run' then 'c.cloud_runs'
    when filter.mode = 'local-run' then 'c.completed + c.failed + c.cancelled - c.cloud_runs'
    when filter.visual_quality is not null then format('c.%s_quality_runs', filter.visual_quality)
    when v_visual then 'c.low_quality_runs + c.standard_quality_runs + c.high_quality_runs'
    else 'c.completed + c.failed + c.cancelled'
  end;
end
$$;
comment on function private.finished_count(private.execution_filter) is
  'SQL expression over counts c: how many finished executions a filter lets through; null where '
  'the rollups do not tell.';
revoke all on function private.finished_count(private.execution_filter) from public;
grant execute on function private.finished_count(private.execution_filter)
  to authenticated, service_role;

create function private.count_by_rollups(
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
  v_all constant uuid := '00000000-0000-0000-0000-000000000000';
  v_only_running constant boolean := filter.statuses <@ array['running'];
  v_finished constant text := private.finished_count(filter);
  v_days constant text := concat(
    case when filter.created_after is not null
      then ' and c.day >= (($2).created_after at time zone ''UTC'')::date' end,
    case when filter.created_before is not null
      then ' and c.day < (($2).created_before at time zone ''UTC'')::date' end
  );
  v_finished_parts text := 'select 0';
  v_running text := 'select 1 where false';
begin
  if filter.workflow_id = v_all or num_nonnulls(
    filter.session_id, filter.min_seconds, filter.max_seconds, filter.search_pattern,
    filter.metadata, filter.inputs, filter.tags, filter.held, filter.min_score, filter.max_score
  ) > 0 then
    return;
  end if;
  if not coalesce(v_only_running, false) then
    if v_finished is null
      or filter.created_after <> date_trunc('day', filter.created_after, 'UTC')
      or filter.created_before <> date_trunc('day', filter.created_before, 'UTC') then
      return;
    end if;
    v_finished_parts := concat(
      format(
        'select %s from private.%s as c'
        ' where c.owner_key = any ($1) and c.workflow_id = $3 and not c.purged%s',
        v_finished, case when v_days = '' then 'execution_totals' else 'execution_days' end, v_days
      ),
      format(
        ' union all select %s from private.execution_deltas as c'
        ' where c.owner_key = any ($1) and not c.purged%s%s',
        v_finished, case when filter.workflow_id is not null then ' and c.workflow_id = $3' end,
        v_days
      )
    );
  end if;
  if filter.statuses is null or 'running' = any (filter.statuses) then
    v_running := concat(
      'select 1 from public.workflow_executions as e'
      ' where e.owner_key = any ($1) and e.status = ''running''',
      case when filter.workflow_id is not null then ' and e.workflow_id = $3' end,
      case when filter.created_after is not null
        then ' and e.created_at >= ($2).created_after' end,
      case when filter.created_before is not null
        then ' and e.created_at < ($2).created_before' end,
      case when filter.mode is not null then ' and e.mode = ($2).mode' end,
      -- The quality is stored exactly when streaming.
      case when filter.visual_streaming_only then ' and e.visual_quality is not null' end,
      case when filter.visual_quality is not null
        then ' and e.visual_quality = ($2).visual_quality' end
    );
  end if;
  -- 54 000 that run took 5.6 ms, three times what a page takes: as a part of all they are counted
  -- up to 10 000, like whatever has to be counted live. 10 000 took 1.1 ms, a third of a page:
  -- where the total is beyond that anyway, they are counted up to 1 000.
  execute format(
    'select m.finished + least(r.runs, m.running), coalesce(r.runs <= m.running, true)'
    ' from ('
    '   select coalesce(sum(f.runs), 0) as finished,'
    '     case when %L then null when sum(f.runs) > 10000 then 1000 else 10000 end as running'
    '   from (%s) as f (runs)'
    ' ) as m,'
    ' lateral (select count(*) from (%s limit m.running + 1) as e) as r (runs)',
    coalesce(v_only_running, false), v_finished_parts, v_running
  )
  into count_by_rollups.total, count_by_rollups.is_exact
  using
    array_remove(array[filter.own_key, filter.shared_key], null), filter,
    coalesce(filter.workflow_id, v_all);
end
$$;
comment on function private.count_by_rollups(private.execution_filter) is
  'How many stored executions a filter lets through, from folded and pending counts and the index '
  'of what runs, in one snapshot; null where these do not tell. is_exact = false: at least, since '
  'more than 10 000 run, or 1 000 beside more than 10 000 finished ones.';
revoke all on function private.count_by_rollups(private.execution_filter) from public;
grant execute on function private.count_by_rollups(private.execution_filter)
  to authenticated, service_role;

create function private.is_rare(
  filter private.execution_filter,
  rows_found bigint,
  rows_read bigint,
  most bigint
)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_limit constant bigint := least(is_rare.most, 10000);
  v_owner_keys constant uuid[] := array_remove(array[filter.own_key, filter.shared_key], null);
  v_ordered private.execution_filter;
  v_total bigint;
begin
  v_ordered.own_key := filter.own_key;
  v_ordered.shared_key := filter.shared_key;
  v_ordered.workflow_id := filter.workflow_id;
  v_ordered.statuses := filter.statuses;
  v_total := (private.count_by_rollups(v_ordered)).total;
  return v_total >= is_rare.rows_read
    and is_rare.rows_found * v_total <= v_limit * is_rare.rows_read
    and v_limit >= (
      select coalesce(sum(t.completed + t.failed + t.cancelled), 0)
      from private.execution_totals as t
      where t.owner_key = any (v_owner_keys)
        and t.workflow_id = any (filter.named_workflows)
        and not t.purged
    );
end
$$;
comment on function private.is_rare(private.execution_filter, bigint, bigint, bigint) is
  'Whether a filter that let rows_found of rows_read executions through is expected to let '
  'through at most so many (and at most 10 000) of all; false where these are all.';
revoke all on function private.is_rare(private.execution_filter, bigint, bigint, bigint)
  from public;
grant execute on function private.is_rare(private.execution_filter, bigint, bigint, bigint)
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
  v_checked constant text := private.checked_conditions(filter);
  v_looked_up constant boolean := (private.looked_up_conditions(filter))[1] is not null;
  v_limit constant integer := case
    when v_checked is null then v_cap + 1 when v_looked_up then 1000 else v_cap
  end;
  v_start private.execution_cursor;
  v_read bigint;
begin
  select r.total, r.is_exact into count_executions.total, count_executions.is_exact
  from private.count_by_rollups(filter) as r;
  if count_executions.total is not null then
    return;
  end if;
  -- By the index of what is asked for: none serves durations in the order of time.
  v_start.sort := case
    when num_nonnulls(filter.min_score, filter.max_score) > 0 then 'replay_score.desc'
    when num_nonnulls(filter.min_seconds, filter.max_seconds) > 0 and v_checked is null
      then 'execution_time_seconds.desc'
    else 'created_at.desc'
  end;
  execute format(
    'select count(*) filter (where %s), count(*) from (%s) as e', coalesce(v_checked, 'true'),
    private.execution_branches(filter, v_start.sort, false, false, v_limit)
  )
  into count_executions.total, v_read
  using filter;
  count_executions.is_exact := true;
  if v_read = v_limit then
    count_executions.is_exact := false;
    count_executions.total := least(count_executions.total, v_cap);
    if v_looked_up and private.is_rare(filter, count_executions.total, v_read, v_cap) then
      v_start.backward := false;
      select coalesce(s.found, count_executions.total), s.found is not null
      into count_executions.total, count_executions.is_exact
      from private.look_up_executions(filter, v_start, 0, 1) as s;
    end if;
  end if;
end
$$;
comment on function private.count_executions(private.execution_filter) is
  'How many executions a filter lets through; is_exact = false means "at least".';
revoke all on function private.count_executions(private.execution_filter) from public;
grant execute on function private.count_executions(private.execution_filter)
  to authenticated, service_role;
