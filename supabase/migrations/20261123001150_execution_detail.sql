-- One execution with everything there is about it.

do $$
begin
  -- Written from the catalog: what public.execution gains, this has too.
  execute format(
    'create type public.execution_with_events as (%s, events jsonb, next_events_after bigint)',
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
  'logs; events: a list of {seq, at, kind, level, step, message, data} in order of seq; '
  'next_events_after: null, or where to go on when the list ended early.';

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
    cross join lateral (
      select jsonb_build_object(
        'seq', e.seq, 'at', e.at, 'kind', e.kind, 'level', e.level, 'step', e.step,
        'message', e.message, 'data', e.data
      ) as event
    ) as j
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
    v_execution.*, v_page.events, v_page.next_events_after
  )::public.execution_with_events;
end
$$;
comment on function public.execution_detail(uuid, bigint) is
  'One execution that the caller may see, with inputs, result, the whole error, logs (those '
  'appended while it ran first) and its events in order of seq. Events end before they exceed '
  '8 MiB; go on by sending next_events_after of the answer as events_after. Errors: '
  'invalid_parameter, execution_not_found, also for one that belongs to another user.';
revoke all on function public.execution_detail(uuid, bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.execution_detail(uuid, bigint) to authenticated, service_role;
