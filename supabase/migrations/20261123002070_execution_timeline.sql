-- Everything of a run that has a time, in one list: what a chart of it is drawn from. Entries lie
-- in lanes: run, steps, logs, visual. Steps that overlap lie on tracks of their lane, and each tab
-- of a recording has one.
--
-- Times are those of whoever gave them: steps, lines and page events have the runner's clock, what
-- the database noticed has its own. Where the two disagree, an offset may be negative.

create type public.timeline_entry as (
  lane text,
  track integer,
  kind text,
  at timestamptz,
  until timestamptz,
  offset_seconds numeric,
  seconds numeric,
  label text,
  level text,
  outcome text,
  position integer,
  tab text
);
comment on type public.timeline_entry is
  'Something of a run that has a time. lane: run, steps, logs or visual; track: from 1, in the '
  'lane; kind: created, heartbeat (the last one), cancel_requested, late_report, finished; step; '
  'log; chunk. until: null for a moment and for a step that has not ended; offset_seconds: from '
  'the start of the run; label: cut to 200 characters; level of a line; outcome of a step or of '
  'the run; position: of a step or line from 1, of a chunk its sequence in its tab.';

create type public.timeline_lane as (
  lane text,
  tracks integer,
  entries integer
);
comment on type public.timeline_lane is
  'A lane of a timeline, with how many tracks and entries it has.';

create type public.timeline as (
  execution_id uuid,
  workflow_id uuid,
  workflow_name text,
  status text,
  mode text,
  starts_at timestamptz,
  ends_at timestamptz,
  lanes public.timeline_lane[],
  entries public.timeline_entry[],
  untimed_lines integer,
  truncated boolean
);
comment on type public.timeline is
  'Answer of execution_timeline(): entries in order of time, from the first (starts_at) to the end '
  'of the last (ends_at; now while the run lasts). untimed_lines: log lines, of the first 2 000, '
  'that have no time and are not in it. truncated: there are more than 1 000 steps or late '
  'reports, 2 000 lines or 1 000 chunks, of which the first are in it.';

create function private.tracks(
  starts timestamptz[],
  ends timestamptz[]
)
returns integer[]
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_tracks integer[] := '{}';
  -- When each track is free again.
  v_free timestamptz[] := '{}';
  v_track integer;
begin
  for i in 1..coalesce(cardinality(starts), 0) loop
    v_track := 1;
    while v_free[v_track] > starts[i] loop
      v_track := v_track + 1;
    end loop;
    v_free[v_track] := greatest(ends[i], starts[i]);
    v_tracks[i] := v_track;
  end loop;
  return v_tracks;
end
$$;
comment on function private.tracks(timestamptz[], timestamptz[]) is
  'Puts spans, given in order of their starts, on as few tracks as can be, from 1, so that no two '
  'on one overlap: each on the first that is free. One may start when another ends.';
revoke all on function private.tracks(timestamptz[], timestamptz[]) from public;
grant execute on function private.tracks(timestamptz[], timestamptz[])
  to authenticated, service_role;

create function private.offset_seconds(
  start timestamptz,
  at timestamptz
)
returns numeric
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- Not private.seconds_between(), which knows nothing before the start.
  return round(extract(epoch from offset_seconds.at - offset_seconds.start), 3);
end
$$;
comment on function private.offset_seconds(timestamptz, timestamptz) is
  'Where a moment lies, in seconds with milliseconds from a start; negative before it.';
revoke all on function private.offset_seconds(timestamptz, timestamptz) from public;
grant execute on function private.offset_seconds(timestamptz, timestamptz)
  to authenticated, service_role;

create function private.timeline_of_run(
  e public.workflow_executions
)
returns setof public.timeline_entry
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select
    'run', 1, m.kind, m.at, null::timestamptz, private.offset_seconds(e.created_at, m.at),
    null::numeric, left(m.label, 200), null, m.outcome, null::integer, null
  from (
    values
      ('created', e.created_at, null, null),
      ('heartbeat', e.last_heartbeat_at, null, null),
      ('cancel_requested', e.cancel_requested_at, e.cancel_reason::text, null),
      ('finished', e.completed_at, e.error, e.status::text)
  ) as m (kind, at, label, outcome)
  where m.at is not null;
  return query
  select
    'run', 1, 'late_report', l.at, null::timestamptz, private.offset_seconds(e.created_at, l.at),
    null::numeric, left(l.message, 200), l.level::text, null, null::integer, null
  from public.execution_events as l
  where l.execution_id = e.execution_id and l.kind = 'late_report'
  order by l.seq
  limit 1000;
end
$$;
comment on function private.timeline_of_run(public.workflow_executions) is
  'What a run itself went through: moments on one track.';
revoke all on function private.timeline_of_run(public.workflow_executions) from public;
grant execute on function private.timeline_of_run(public.workflow_executions)
  to authenticated, service_role;

create function private.timeline_of_steps(
  e public.workflow_executions
)
returns setof public.timeline_entry
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with steps as materialized (
    select
      s.step, s.place::integer,
      (s.step ->> 'started_at')::timestamptz as started_at,
      (s.step ->> 'finished_at')::timestamptz as finished_at,
      row_number() over (order by (s.step ->> 'started_at')::timestamptz, s.place) as turn
    from jsonb_array_elements(private.execution_steps(e.execution_id))
      with ordinality as s (step, place)
  ),
  placed as materialized (
    select private.tracks(
      array_agg(s.started_at order by s.turn),
      -- One that has not ended takes its track to the end.
      array_agg(coalesce(s.finished_at, 'infinity') order by s.turn)
    ) as tracks
    from steps as s
  )
  select
    'steps', p.tracks[s.turn], 'step', s.started_at, s.finished_at,
    private.offset_seconds(e.created_at, s.started_at), (s.step ->> 'seconds')::numeric,
    s.step ->> 'name', null, s.step ->> 'outcome', s.place, null
  from steps as s
  cross join placed as p;
end
$$;
comment on function private.timeline_of_steps(public.workflow_executions) is
  'The first 1 000 steps of a run; those that overlap, such as one within another, on tracks.';
revoke all on function private.timeline_of_steps(public.workflow_executions) from public;
grant execute on function private.timeline_of_steps(public.workflow_executions)
  to authenticated, service_role;

create function private.timeline_of_logs(
  e public.workflow_executions
)
returns setof public.timeline_entry
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select
    'logs', 1, 'log', l.at, null::timestamptz, l.seconds, null::numeric, left(l.line, 200), l.level,
    null, l.place, null
  from private.log_lines(e) as l
  where l.at is not null;
end
$$;
comment on function private.timeline_of_logs(public.workflow_executions) is
  'Those of the first 2 000 log lines of a run that have a time: moments on one track.';
revoke all on function private.timeline_of_logs(public.workflow_executions) from public;
grant execute on function private.timeline_of_logs(public.workflow_executions)
  to authenticated, service_role;

create function private.timeline_of_visuals(
  e public.workflow_executions
)
returns setof public.timeline_entry
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- A track for each tab, in the order in which they begin.
  return query
  with chunks as materialized (
    select c.tab, c.sequence, c.first_event_at, c.last_event_at
    from public.visual_chunks as c
    where c.execution_id = e.execution_id
    order by c.arrival
    limit 1000
  )
  select
    'visual', t.track, 'chunk', c.first_event_at, c.last_event_at,
    private.offset_seconds(e.created_at, c.first_event_at),
    private.seconds_between(c.first_event_at, c.last_event_at), null, null, null, c.sequence,
    c.tab::text
  from chunks as c
  join (
    select f.tab, row_number() over (order by min(f.first_event_at), f.tab)::integer as track
    from chunks as f
    where f.first_event_at is not null
    group by f.tab
  ) as t on t.tab = c.tab
  -- The last one of a tab may be empty.
  where c.first_event_at is not null;
end
$$;
comment on function private.timeline_of_visuals(public.workflow_executions) is
  'The first 1 000 chunks of the recording of a run that arrived, on a track for each tab.';
revoke all on function private.timeline_of_visuals(public.workflow_executions) from public;
grant execute on function private.timeline_of_visuals(public.workflow_executions)
  to authenticated, service_role;

create function private.timeline_is_cut(
  e public.workflow_executions
)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return private.count_log_lines(e) > 2000
    or exists (
      select 1
      from public.execution_events as v
      where v.execution_id = e.execution_id and v.kind in ('step_started', 'late_report')
      group by v.kind
      having count(*) > 1000
    )
    or exists (
      select 1
      from public.visual_recordings as r
      where r.execution_id = e.execution_id and r.chunks > 1000
    );
end
$$;
comment on function private.timeline_is_cut(public.workflow_executions) is
  'Whether a run has more of something than its timeline shows.';
revoke all on function private.timeline_is_cut(public.workflow_executions) from public;
grant execute on function private.timeline_is_cut(public.workflow_executions)
  to authenticated, service_role;

create function public.execution_timeline(
  execution_id uuid
)
returns public.timeline
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_run constant public.workflow_executions := private.require_execution(
    execution_timeline.execution_id, 'execution_id'
  );
  v_workflow_name text;
  v_entries public.timeline_entry[];
  v_lanes public.timeline_lane[];
begin
  select w.name into v_workflow_name
  from public.workflows as w
  where w.workflow_id = v_run.workflow_id;
  v_entries := array(
    select t
    from (
      select r.* from private.timeline_of_run(v_run) as r
      union all
      select s.* from private.timeline_of_steps(v_run) as s
      union all
      select l.* from private.timeline_of_logs(v_run) as l
      union all
      select v.* from private.timeline_of_visuals(v_run) as v
    ) as t
    order by
      t.at, t.kind = 'finished', t.kind <> 'created',
      array_position(array['run', 'steps', 'logs', 'visual'], t.lane), t.tab, t.position, t.kind
  );
  v_lanes := array(
    select row(l.lane, coalesce(max(n.track), 0), count(n.lane))::public.timeline_lane
    from unnest(array['run', 'steps', 'logs', 'visual']) with ordinality as l (lane, place)
    left join unnest(v_entries) as n on n.lane = l.lane
    group by l.lane, l.place
    order by l.place
  );
  return row(
    v_run.execution_id, v_run.workflow_id, v_workflow_name, v_run.status, v_run.mode,
    (v_entries[1]).at,
    greatest(
      (select max(coalesce(n.until, n.at)) from unnest(v_entries) as n),
      case when v_run.status = 'running' then now() end
    ),
    v_lanes, v_entries,
    least(private.count_log_lines(v_run), 2000)
      - (select count(*) from unnest(v_entries) as n where n.lane = 'logs'),
    private.timeline_is_cut(v_run)
  )::public.timeline;
end
$$;
comment on function public.execution_timeline(uuid) is
  'Everything of an execution that the caller may see and that has a time (created, steps, log '
  'lines, last heartbeat, chunks of its recording, request to stop, late reports, end) as one list '
  'in order of time, in lanes and tracks. Errors: invalid_parameter, execution_not_found, also for '
  'one that belongs to another user.';
revoke all on function public.execution_timeline(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.execution_timeline(uuid) to authenticated, service_role;
