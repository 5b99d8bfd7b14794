-- Many runs beside each other in a window: bars on tracks, and how many ran at once.
--
-- A run belongs to a window when it ran in it. Which runs began in it an index tells; those that
-- began before and reach into it are looked for among the newest 1 000 of the 24 hours before, and
-- among those that still run. An index on completed_at would cost every run an entry.

create type public.timeline_bar as (
  execution_id uuid,
  workflow_id uuid,
  workflow_name text,
  status text,
  mode text,
  track integer,
  starts_at timestamptz,
  ends_at timestamptz,
  seconds numeric,
  progress numeric,
  error_code text
);
comment on type public.timeline_bar is
  'A run of executions_timeline(): from created_at to completed_at (null while it runs), with the '
  'seconds between (so far), on a track, from 1, on which no other run overlaps it.';

create type public.concurrency_point as (
  at timestamptz,
  executions integer
);
comment on type public.concurrency_point is
  'From this moment on, until the next point, so many executions ran at once.';

create type public.timeline_of_executions as (
  since timestamptz,
  until timestamptz,
  bars public.timeline_bar[],
  tracks integer,
  concurrency public.concurrency_point[],
  most_at_once integer,
  most_at timestamptz,
  truncated boolean
);
comment on type public.timeline_of_executions is
  'Answer of executions_timeline(): the runs in order of their starts, the tracks they take, how '
  'many of them ran at once from when on, and the most and when that was first (null without '
  'runs). truncated: there are more than the newest 1 000, or a filter that no index serves has '
  'not found all; then the numbers are at least. Of runs that began before the window those are in '
  'it that still run, and those among the newest 1 000 of the 24 hours before that reach into it.';

create function private.runs_of_window(
  filter private.execution_filter
)
returns table (execution_id uuid, is_whole boolean)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_filter private.execution_filter := filter;
  v_page private.execution_page;
begin
  v_page := private.execution_page(v_filter, 'created_at.desc', null, 1000, null);
  return query select p.id, v_page.next_cursor is null from unnest(v_page.execution_ids) as p (id);
  v_filter.created_before := filter.created_after;
  v_filter.created_after := filter.created_after - interval '24 hours';
  v_page := private.execution_page(v_filter, 'created_at.desc', null, 1000, null);
  return query select p.id, true from unnest(v_page.execution_ids) as p (id);
  if 'running' = any (coalesce(filter.statuses, '{running}')) then
    v_filter.created_before := v_filter.created_after;
    v_filter.created_after := null;
    v_filter.statuses := '{running}';
    v_page := private.execution_page(v_filter, 'created_at.desc', null, 1000, null);
    return query
    select p.id, v_page.next_cursor is null from unnest(v_page.execution_ids) as p (id);
  end if;
end
$$;
comment on function private.runs_of_window(private.execution_filter) is
  'The runs of a filter that were created in its window, and before it those that may reach into '
  'it: at most 1 000 each of the window, of the 24 hours before, and of what still runs. is_whole: '
  'there are no more, of the window or of what runs.';
revoke all on function private.runs_of_window(private.execution_filter) from public;
grant execute on function private.runs_of_window(private.execution_filter)
  to authenticated, service_role;

create function private.timeline_bars(
  execution_ids uuid[]
)
returns setof public.timeline_bar
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with shown as materialized (
    select
      e.execution_id, e.workflow_id, e.status, e.mode, e.created_at, e.completed_at, e.progress,
      e.error_code, row_number() over (order by e.created_at, e.execution_id) as turn
    from unnest(timeline_bars.execution_ids) as i (execution_id)
    -- One by one: joined, all rows that the policy leaves seem fewer than these.
    cross join lateral (
      select w.*
      from public.workflow_executions as w
      where w.execution_id = i.execution_id
      limit 1
    ) as e
  ),
  placed as materialized (
    select private.tracks(
      array_agg(s.created_at order by s.turn),
      array_agg(coalesce(s.completed_at, 'infinity') order by s.turn)
    ) as tracks
    from shown as s
  )
  select
    s.execution_id, s.workflow_id, w.name, s.status::text, s.mode::text, p.tracks[s.turn],
    s.created_at, s.completed_at,
    greatest(private.offset_seconds(s.created_at, coalesce(s.completed_at, now())), 0), s.progress,
    s.error_code::text
  from shown as s
  cross join placed as p
  left join public.workflows as w on w.workflow_id = s.workflow_id
  order by s.turn;
end
$$;
comment on function private.timeline_bars(uuid[]) is
  'Runs that the caller may see as bars on tracks, in order of their starts.';
revoke all on function private.timeline_bars(uuid[]) from public;
grant execute on function private.timeline_bars(uuid[]) to authenticated, service_role;

create function private.concurrency(
  bars public.timeline_bar[],
  since timestamptz,
  until timestamptz
)
returns setof public.concurrency_point
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- One that ends when another starts does not run with it.
  return query
  select p.at, p.executions
  from (
    select n.at, n.executions, lag(n.executions, 1, 0) over (order by n.at) as before
    from (
      select c.at, sum(sum(c.more)) over (order by c.at)::integer as executions
      from (
        select greatest(b.starts_at, concurrency.since) as at, 1 as more
        from unnest(concurrency.bars) as b
        union all
        select greatest(b.ends_at, concurrency.since), -1
        from unnest(concurrency.bars) as b
        where b.ends_at < concurrency.until
      ) as c
      group by c.at
    ) as n
  ) as p
  where p.executions <> p.before
  order by p.at;
end
$$;
comment on function private.concurrency(
  public.timeline_bar[], timestamptz, timestamptz
) is 'How many of these runs, all of which ran in a window, ran at once, from when on.';
revoke all on function
  private.concurrency(public.timeline_bar[], timestamptz, timestamptz) from public;
grant execute on function
  private.concurrency(public.timeline_bar[], timestamptz, timestamptz)
  to authenticated, service_role;

create function public.executions_timeline(
  workflow_id uuid default null,
  user_id uuid default null,
  status_filter text[] default null,
  mode_filter text default null,
  search text default null,
  metadata jsonb default null,
  tags text[] default null,
  since timestamptz default null,
  until timestamptz default null
)
returns public.timeline_of_executions
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_owner_keys constant uuid[] := private.owner_keys(executions_timeline.user_id);
  -- What was created just now is part of it.
  v_until constant timestamptz := coalesce(
    executions_timeline.until,
    greatest(now(), executions_timeline.since) + interval '1 microsecond'
  );
  v_since constant timestamptz := coalesce(
    executions_timeline.since, v_until - interval '24 hours'
  );
  v_filter private.execution_filter;
  v_runs uuid[];
  v_are_all boolean;
  v_bars public.timeline_bar[];
  v_points public.concurrency_point[];
  v_most public.concurrency_point;
begin
  perform private.refuse_bad_window(executions_timeline.since, executions_timeline.until);
  v_filter := private.execution_filter(
    own_key => v_owner_keys[1],
    shared_key => v_owner_keys[2],
    workflow_id => executions_timeline.workflow_id,
    statuses => executions_timeline.status_filter,
    mode => executions_timeline.mode_filter,
    search => executions_timeline.search,
    metadata => executions_timeline.metadata,
    tags => executions_timeline.tags,
    created_after => v_since,
    created_before => v_until
  );
  perform private.refuse_bad_history_parameters(v_filter, null, null, 1, null);

  select array_agg(r.execution_id), coalesce(bool_and(r.is_whole), true)
  into v_runs, v_are_all
  from private.runs_of_window(v_filter) as r;
  v_bars := array(
    select n
    from (
      select b.*
      from private.timeline_bars(array(
        select e.execution_id
        from unnest(v_runs) as r (execution_id)
        cross join lateral (
          select w.execution_id, w.created_at
          from public.workflow_executions as w
          where w.execution_id = r.execution_id
            and (w.completed_at is null or w.completed_at > v_since or w.created_at >= v_since)
          limit 1
        ) as e
        order by e.created_at desc, e.execution_id desc
        limit 1000
      )) as b
    ) as n
  );
  v_points := array(select c from private.concurrency(v_bars, v_since, v_until) as c);
  select p.* into v_most
  from unnest(v_points) as p
  order by p.executions desc, p.at
  limit 1;
  return row(
    v_since, v_until, v_bars,
    coalesce((select max(b.track) from unnest(v_bars) as b), 0),
    v_points, coalesce(v_most.executions, 0), v_most.at,
    not v_are_all or cardinality(v_runs) > 1000 and cardinality(v_bars) = 1000
  )::public.timeline_of_executions;
end
$$;
comment on function public.executions_timeline(
  uuid, uuid, text[], text, text, jsonb, text[], timestamptz, timestamptz
) is
  'The executions that the caller may see and that ran in a window (by default the last 24 hours), '
  'as bars on tracks, and how many ran at once; at most the newest 1 000. Filters as in '
  'execution_history(). user_id: the service says for whom it asks. Errors: invalid_parameter, '
  'user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.executions_timeline(
  uuid, uuid, text[], text, text, jsonb, text[], timestamptz, timestamptz
) from public, anon, authenticated, service_role;
grant execute on function public.executions_timeline(
  uuid, uuid, text[], text, text, jsonb, text[], timestamptz, timestamptz
) to authenticated, service_role;
