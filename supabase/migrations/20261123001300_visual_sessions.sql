create type public.visual_session as (
  session_id text,
  streaming_active boolean,
  events_processed bigint,
  bytes_stored bigint,
  created_at timestamptz,
  last_event_time timestamptz,
  workflow_id uuid,
  workflow_name text,
  execution_id uuid,
  quality text,
  stream_url text,
  viewer_url text,
  execution_status text,
  execution_progress numeric,
  user_id uuid,
  visual_expired_at timestamptz,
  replay_score integer,
  replay_reasons text[]
);
comment on type public.visual_session is
  'A visual session with its execution. streaming_active while the execution runs; '
  'events_processed: page events stored, or reported where no recording is stored; bytes_stored '
  '(as gzip), last_event_time, replay_score (0 to 100) and replay_reasons (what it lacks of 100): '
  'null where none is. visual_expired_at: when retention removed the recording; null before.';

create type public.visual_sessions_page as (
  sessions public.visual_session[],
  total_sessions bigint,
  total_is_exact boolean,
  active_sessions bigint,
  total_events_processed bigint,
  total_executions_with_streaming bigint,
  active_executions bigint,
  completed_executions_today bigint,
  page integer,
  page_size integer,
  has_next_page boolean,
  next_cursor text,
  previous_cursor text
);
comment on type public.visual_sessions_page is
  'Answer of visual_sessions(). total_sessions: those the filter lets through (total_is_exact = '
  'false means "at least"). active_sessions, total_events_processed and '
  'total_executions_with_streaming: over all streaming executions of the workflow asked for, or '
  'of all workflows; active_executions and completed_executions_today (since midnight UTC): '
  'streaming or not. All of stored executions.';

create type private.session_totals as (
  active_sessions bigint,
  total_events_processed bigint,
  total_executions_with_streaming bigint,
  active_executions bigint,
  completed_executions_today bigint
);
comment on type private.session_totals is 'What visual_sessions() tells of more than its page.';

create function private.session_totals(
  owner_keys uuid[],
  workflow_id uuid
)
returns private.session_totals
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_all constant uuid := '00000000-0000-0000-0000-000000000000';
  v_of_workflow constant text := case
    when session_totals.workflow_id is not null then ' and e.workflow_id = $2'
  end;
  v_counts constant text := 'select c.streaming_events,'
    ' c.low_quality_runs + c.standard_quality_runs + c.high_quality_runs, 0, 0, %s'
    ' from private.%s as c where c.owner_key = any ($1) and not c.purged';
  v_totals private.session_totals;
begin
  if session_totals.workflow_id = v_all then
    -- The kept counts have it for all workflows; it is none.
    return (0, 0, 0, 0, 0)::private.session_totals;
  end if;
  -- What is finished from the kept counts, what runs from its index: as dear as there are running
  -- executions, however long the history is.
  execute concat(
    'select sum(p.active), coalesce(sum(p.events), 0), sum(p.streaming), sum(p.running),'
    ' sum(p.completed) from (',
    format(v_counts, 0, 'execution_totals'), ' and c.workflow_id = coalesce($2, $3)',
    ' union all ',
    format(v_counts, 'case when c.day >= $4 then c.completed else 0 end', 'execution_deltas'),
    replace(v_of_workflow, 'e.', 'c.'),
    ' union all select 0, 0, 0, 0, c.completed from private.execution_days as c'
    ' where c.owner_key = any ($1) and not c.purged and c.workflow_id = coalesce($2, $3)'
    ' and c.day >= $4',
    -- On the day on which they began, the counts by day have them.
    ' union all select 0, 0, 0, 0, count(*) from public.workflow_executions as e'
    ' where e.owner_key = any ($1) and e.status = ''completed'''
    ' and (e.completed_at at time zone ''UTC'')::date > (e.created_at at time zone ''UTC'')::date'
    ' and e.completed_at >= $5 and e.created_at < $5', v_of_workflow,
    ' union all select 0, 0, count(e.visual_quality), count(*), 0'
    ' from public.workflow_executions as e'
    ' where e.owner_key = any ($1) and e.status = ''running''', v_of_workflow,
    ' union all select sum(coalesce(r.events, e.visual_events_captured)), count(*), 0, 0, 0'
    ' from public.workflow_executions as e left join lateral ('
    'select v.events from public.visual_recordings as v'
    ' where v.execution_id = e.execution_id and v.chunks > 0 limit 1) as r on true'
    ' where e.owner_key = any ($1) and e.status = ''running'' and e.visual_quality is not null',
    v_of_workflow,
    ') as p (events, streaming, active, running, completed)'
  )
  into v_totals
  using
    array_remove(session_totals.owner_keys, null), session_totals.workflow_id, v_all,
    (now() at time zone 'UTC')::date, date_trunc('day', now(), 'UTC');
  return v_totals;
end
$$;
comment on function private.session_totals(uuid[], uuid) is
  'The totals of visual_sessions(), from kept counts and from the indexes of what runs and of what '
  'completed on a later day than it began, in one snapshot.';
revoke all on function private.session_totals(uuid[], uuid) from public;
grant execute on function private.session_totals(uuid[], uuid) to authenticated, service_role;

create function private.session_sort(
  sort text,
  opaque_cursor text
)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_sorts constant text[] := array[
    'created_at.desc', 'created_at.asc', 'replay_score.desc', 'replay_score.asc'
  ];
  v_sort text := session_sort.sort;
begin
  if session_sort.sort <> all (v_sorts) then
    perform private.refuse(
      400,
      'invalid_parameter',
      'sort is created_at or replay_score, followed by .desc or .asc.',
      'Correct it and send it again.'
    );
  elsif session_sort.sort is null and session_sort.opaque_cursor is not null then
    v_sort := (private.decode_cursor(session_sort.opaque_cursor, null)).sort;
  end if;
  return case when v_sort = any (v_sorts) then v_sort else 'created_at.desc' end;
end
$$;
comment on function private.session_sort(text, text) is
  'How visual sessions are sorted: as asked for, else as the cursor says, else the newest first. '
  'Raises invalid_parameter, invalid_cursor.';
revoke all on function private.session_sort(text, text) from public;
grant execute on function private.session_sort(text, text) to authenticated, service_role;

create function private.refuse_bad_scores(
  filter private.execution_filter
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if filter.min_score not between 0 and 100
    or filter.max_score not between 0 and 100
    or filter.min_score > filter.max_score then
    perform private.refuse(
      400,
      'invalid_parameter',
      'min_replay_score and max_replay_score are between 0 and 100, and not the other way round.',
      'Correct it and send it again.'
    );
  end if;
end
$$;
comment on function private.refuse_bad_scores(private.execution_filter) is
  'Raises 400 invalid_parameter for a range of scores that there cannot be.';
revoke all on function private.refuse_bad_scores(private.execution_filter) from public;
grant execute on function private.refuse_bad_scores(private.execution_filter)
  to authenticated, service_role;

create function private.sessions_filter(
  filter private.execution_filter,
  sort text
)
returns private.execution_filter
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- Recordings have an entry in few indexes, and every session has one.
  if num_nonnulls(filter.min_score, filter.max_score) > 0
    or sessions_filter.sort like 'replay_score.%' then
    filter.of_recordings := true;
    filter.visual_streaming_only := null;
  end if;
  return filter;
end
$$;
comment on function private.sessions_filter(private.execution_filter, text) is
  'The filter of visual sessions, among recordings where their scores matter.';
revoke all on function private.sessions_filter(private.execution_filter, text) from public;
grant execute on function private.sessions_filter(private.execution_filter, text)
  to authenticated, service_role;

create function public.visual_sessions(
  user_id uuid default null,
  active_only boolean default false,
  workflow_id uuid default null,
  page integer default null,
  page_size integer default 50,
  cursor text default null,
  sort text default null,
  min_replay_score integer default null,
  max_replay_score integer default null
)
returns public.visual_sessions_page
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_page_size constant integer := coalesce(visual_sessions.page_size, 50);
  v_owner_keys constant uuid[] := private.owner_keys(visual_sessions.user_id);
  v_sort text;
  v_filter private.execution_filter;
  v_page private.execution_page;
  v_answer public.visual_sessions_page;
begin
  v_filter.own_key := v_owner_keys[1];
  v_filter.shared_key := v_owner_keys[2];
  v_filter.workflow_id := visual_sessions.workflow_id;
  v_filter.visual_streaming_only := true;
  v_filter.statuses := case when visual_sessions.active_only then array['running'] end;
  v_filter.min_score := visual_sessions.min_replay_score;
  v_filter.max_score := visual_sessions.max_replay_score;
  perform private.refuse_bad_history_parameters(
    v_filter, null, visual_sessions.page, v_page_size, visual_sessions.cursor
  );
  perform private.refuse_bad_scores(v_filter);
  v_sort := private.session_sort(visual_sessions.sort, visual_sessions.cursor);
  select c.total, c.is_exact into v_answer.total_sessions, v_answer.total_is_exact
  from private.count_executions(private.sessions_filter(v_filter, null)) as c;
  v_page := private.execution_page(
    private.sessions_filter(v_filter, v_sort), v_sort, visual_sessions.page, v_page_size,
    visual_sessions.cursor
  );

  select coalesce(
    array_agg(
      (
        e.session_id, e.status = 'running', coalesce(r.events, e.visual_events_captured, 0),
        r.stored_bytes, e.created_at, r.last_event_at, e.workflow_id, w.name, e.execution_id,
        e.visual_quality,
        private.visual_url(e.session_id, 'stream'), private.visual_url(e.session_id, 'viewer'),
        e.status, e.progress, e.user_id, e.visual_expired_at, r.replay_score, r.replay_reasons
      )::public.visual_session order by p.place
    ), '{}'
  )
  into v_answer.sessions
  from unnest(v_page.execution_ids) with ordinality as p (execution_id, place)
  -- "limit" keeps this a look-up of single rows by their key.
  cross join lateral (
    select o.* from public.workflow_executions as o where o.execution_id = p.execution_id limit 1
  ) as e
  left join lateral (
    select c.* from public.visual_recordings as c
    where c.execution_id = p.execution_id and c.chunks > 0
    limit 1
  ) as r on true
  left join public.workflows as w on w.workflow_id = e.workflow_id;

  select
    t.active_sessions, t.total_events_processed, t.total_executions_with_streaming,
    t.active_executions, t.completed_executions_today
  into
    v_answer.active_sessions, v_answer.total_events_processed,
    v_answer.total_executions_with_streaming, v_answer.active_executions,
    v_answer.completed_executions_today
  from private.session_totals(v_owner_keys, visual_sessions.workflow_id) as t;
  v_answer.page := case
    when visual_sessions.cursor is null then coalesce(visual_sessions.page, 1)
  end;
  v_answer.page_size := v_page_size;
  v_answer.has_next_page := v_page.next_cursor is not null;
  v_answer.next_cursor := v_page.next_cursor;
  v_answer.previous_cursor := v_page.previous_cursor;
  return v_answer;
end
$$;
comment on function public.visual_sessions(
  uuid, boolean, uuid, integer, integer, text, text, integer, integer
) is
  'Visual sessions that the caller may see, newest first, with their executions. active_only: '
  'those whose execution runs. sort: created_at or replay_score, followed by .desc or .asc; '
  'min_replay_score, max_replay_score: 0 to 100, those that have a recording with such a score. '
  'page from 1, or cursor from an earlier answer; page_size 1 to 200. '
  'user_id: the service says for whom it asks. Errors: invalid_parameter, invalid_cursor, '
  'user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.visual_sessions(
  uuid, boolean, uuid, integer, integer, text, text, integer, integer
) from public, anon, authenticated, service_role;
grant execute on function public.visual_sessions(
  uuid, boolean, uuid, integer, integer, text, text, integer, integer
) to authenticated, service_role;
