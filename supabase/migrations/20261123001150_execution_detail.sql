-- One execution with everything there is about it.

do $$
begin
  -- Written from the catalog: what public.execution gains, this has too.
  execute format(
    'create type public.execution_with_events as '
      '(%s, events jsonb, next_events_after bigint, steps jsonb, replay_score integer)',
    (
      select string_agg(
        format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum
      )
      from pg_catalog.pg_attribute as a
      where a.attrelid = 'public.execution'::regclass and a.attnum > 0 and not a.attisdropped
    )
  );
end
$$;
comment on type public.execution_with_events is
  'Answer of execution_detail(): public.execution, with the lines appended while it ran among its '
  'logs; events: a list of {seq, at, kind, level, step, message, data, id, step_id} in order of '
  'seq; next_events_after: null, or where to go on when the list ended early; steps: the first '
  '1 000 steps, a list of {seq, parent_seq, name, started_at, finished_at, seconds, outcome, '
  'error} in the order in which they started; replay_score: of its recording, 0 to 100, null '
  'where none is stored.';

create function private.event(
  e public.execution_events
)
returns jsonb
language sql
stable
security invoker
return jsonb_build_object(
  'seq', e.seq, 'at', e.at, 'kind', e.kind, 'level', e.level, 'step', e.step,
  'message', e.message, 'data', e.data, 'id', e.entry_id, 'step_id', e.step_id
);
comment on function private.event(public.execution_events) is
  'An event in the form in which answers show it.';
revoke all on function private.event(public.execution_events) from public;
grant execute on function private.event(public.execution_events) to authenticated, service_role;

create function private.execution_events_after(
  execution_id uuid,
  seq bigint,
  out events jsonb,
  out next_events_after bigint
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_size_limit constant integer := 8388608;
begin
  -- An event that is larger than the limit alone is still shown, so that it is not a dead end.
  select
    coalesce(jsonb_agg(r.event order by r.seq) filter (where r.fits), '[]'),
    case when not bool_and(r.fits) then max(r.seq) filter (where r.fits) end
  into execution_events_after.events, execution_events_after.next_events_after
  from (
    select
      e.seq,
      j.event,
      sum(octet_length(j.event::text)) over by_seq <= v_size_limit
        or row_number() over by_seq = 1 as fits
    from public.execution_events as e
    cross join lateral (select private.event(e) as event) as j
    where e.execution_id = execution_events_after.execution_id
      and e.seq > execution_events_after.seq
    window by_seq as (order by e.seq)
  ) as r;
end
$$;
comment on function private.execution_events_after(uuid, bigint) is
  'The events of an execution that the caller may see and that come after seq, as a list that ends '
  'before it exceeds 8 MiB; next_events_after is the seq it ended at, null when nothing follows.';
revoke all on function private.execution_events_after(uuid, bigint) from public;
grant execute on function private.execution_events_after(uuid, bigint)
  to authenticated, service_role;

create function private.execution_steps(
  execution_id uuid
)
returns jsonb
language sql
stable
security invoker
set search_path = ''
-- The planner takes a run to have few steps; of 10 000 it would compare each with each.
set enable_nestloop = off
as $$
  -- A start and an end belong together by id; where the end names none, the nth end of that name
  -- to the nth start.
  with events as (
    select
      e.seq, e.at, e.kind, e.level, e.step, e.message, e.entry_id, e.step_id,
      row_number() over (partition by e.kind, e.step order by e.seq) as nth,
      row_number() over (partition by e.kind, e.step_id order by e.seq) as nth_of_id
    from public.execution_events as e
    where e.execution_id = execution_steps.execution_id
      and e.kind in ('step_started', 'step_finished')
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'seq', l.seq,
        'parent_seq', l.parent_seq,
        'name', l.step,
        'started_at', l.at,
        'finished_at', l.finished_at,
        'seconds', case
          when l.lasted < '0' then 0.000
          else round(extract(epoch from l.lasted), 3)
        end,
        'outcome', case
          when l.finished_at is null then null
          when l.finished_level = 'error' then 'failed'
          else 'completed'
        end,
        'error', case when l.finished_level = 'error' then left(l.finished_message, 500) end
      )
      order by l.seq
    ),
    '[]'
  )
  from (
    select
      s.seq, s.step, s.at,
      p.seq as parent_seq,
      coalesce(i.at, n.at) as finished_at,
      coalesce(i.at, n.at) - s.at as lasted,
      coalesce(i.level, n.level) as finished_level,
      coalesce(i.message, n.message) as finished_message
    from events as s
    left join events as p on p.kind = 'step_started' and p.entry_id = s.step_id
    left join events as i
      on i.kind = 'step_finished' and i.step_id = s.entry_id and i.nth_of_id = 1
    left join events as n
      on n.kind = 'step_finished' and n.step_id is null and n.step = s.step and n.nth = s.nth
    where s.kind = 'step_started'
    order by s.seq
    limit 1000
  ) as l
$$;
comment on function private.execution_steps(uuid) is
  'The first 1 000 steps of an execution, from its events: a list of {seq, parent_seq, name, '
  'started_at, finished_at, seconds, outcome, error} in the order in which they started. seq: of '
  'the event that started it; parent_seq: of the step that it was done in. outcome: completed, or '
  'failed when its end has the level error, whose message is the error (cut to 500 characters); '
  'null, as the end and the seconds, while it has not ended.';
revoke all on function private.execution_steps(uuid) from public;
grant execute on function private.execution_steps(uuid) to authenticated, service_role;

create function public.execution_detail(
  execution_id uuid,
  events_after bigint default null
)
returns public.execution_with_events
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_found public.workflow_executions;
  v_execution public.execution;
  v_appended jsonb;
  v_page record;
  v_problem text := case
    when execution_detail.execution_id is null then 'execution_id is required.'
    when execution_detail.events_after < 0 then 'events_after is not negative.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  -- The policy decides what a user sees; the service sees all.
  select e.* into v_found
  from public.workflow_executions as e
  where e.execution_id = execution_detail.execution_id;
  if not found then
    perform private.refuse(
      404,
      'execution_not_found',
      format('There is no execution %s.', execution_detail.execution_id),
      'Check execution_id and whose token you use.'
    );
  end if;
  v_execution := private.execution(v_found);
  v_appended := private.appended_logs(v_found.execution_id);
  v_execution.logs := coalesce(v_appended || v_execution.logs, v_appended, v_execution.logs);
  v_page := private.execution_events_after(
    v_found.execution_id, coalesce(execution_detail.events_after, 0)
  );
  return row(
    v_execution.*, v_page.events, v_page.next_events_after,
    private.execution_steps(v_found.execution_id),
    (
      select r.replay_score
      from public.visual_recordings as r
      where r.execution_id = v_found.execution_id
    )
  )::public.execution_with_events;
end
$$;
comment on function public.execution_detail(uuid, bigint) is
  'One execution that the caller may see, with inputs, result, the whole error, logs (those '
  'appended while it ran first), its steps, and its events in order of seq. Events end before '
  'they exceed 8 MiB; go on by sending next_events_after of the answer as events_after. Errors: '
  'invalid_parameter, execution_not_found, also for one that belongs to another user.';
revoke all on function public.execution_detail(uuid, bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.execution_detail(uuid, bigint) to authenticated, service_role;
