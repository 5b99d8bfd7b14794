-- The run to hold a bad one against: the latest that completed before it, of the same owner,
-- workflow and mode.
--
-- It is looked for in the index that retention goes by, in which the completed runs of a workflow
-- lie together: however many have failed since, they are not read. Mode is in no index (one would
-- cost every run that completes an entry), so runs of the other mode are passed over one by one, at
-- most 10 000 of each part of the index.

create type public.comparable_execution as (
  execution_id uuid,
  created_at timestamptz,
  completed_at timestamptz,
  execution_time_seconds numeric,
  seconds_before numeric,
  same_inputs boolean,
  payloads_expired_at timestamptz,
  why text
);
comment on type public.comparable_execution is
  'A run to compare another with. seconds_before: by how much it was created earlier; why: what '
  'makes it comparable, in words.';

create type public.last_good as (
  execution_id uuid,
  workflow_id uuid,
  mode text,
  status text,
  last_good public.comparable_execution,
  search_limited boolean
);
comment on type public.last_good is
  'Answer of last_good_execution(): the run asked about, and the latest comparable success before '
  'it; null when there is none. search_limited: 10 000 runs of the other mode were passed over, '
  'and a comparable one may lie beyond them.';

create function private.require_execution(
  execution_id uuid,
  parameter text
)
returns public.workflow_executions
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_found public.workflow_executions;
begin
  if require_execution.execution_id is null then
    perform private.refuse(
      400, 'invalid_parameter', require_execution.parameter || ' is required.',
      'Correct it and send it again.'
    );
  end if;
  -- The policy decides what a user sees; the service sees all.
  select e.* into v_found
  from public.workflow_executions as e
  where e.execution_id = require_execution.execution_id;
  if not found then
    perform private.refuse(
      404,
      'execution_not_found',
      format('There is no execution %s.', require_execution.execution_id),
      format('Check %s and whose token you use.', require_execution.parameter)
    );
  end if;
  return v_found;
end
$$;
comment on function private.require_execution(uuid, text) is
  'An execution that the caller may see, named by a parameter. Raises invalid_parameter, '
  'execution_not_found.';
revoke all on function private.require_execution(uuid, text) from public;
grant execute on function private.require_execution(uuid, text) to authenticated, service_role;

create function private.completed_before(
  run public.workflow_executions
)
returns table (execution_id uuid, created_at timestamptz, is_comparable boolean)
language plpgsql
stable
security invoker
set search_path = ''
-- In the order of an index, always: where most of the table is one owner's, reading all of it and
-- sorting looks about as cheap to the planner, and is not when the first row is the one.
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
as $$
begin
  return query
  select n.execution_id, n.created_at, n.mode = run.mode
  from (values (true), (false)) as p (has_payloads)
  cross join lateral (
    select c.execution_id, c.created_at, c.mode
    from (
      select
        e.execution_id, e.created_at, e.mode,
        row_number() over (order by e.created_at desc, e.execution_id desc) as place
      from public.workflow_executions as e
      where e.owner_key = run.owner_key
        and e.workflow_id = run.workflow_id
        and e.status = 'completed'
        and (e.payloads_expired_at is null) = p.has_payloads
        and e.status <> 'running'
        and not e.held
        and (e.created_at, e.execution_id) < (run.created_at, run.execution_id)
      order by e.created_at desc, e.execution_id desc
      limit 10000
    ) as c
    where c.mode = run.mode or c.place = 10000
    order by c.created_at desc, c.execution_id desc
    limit 1
  ) as n
  union all
  (
    select c.execution_id, c.created_at, c.is_comparable
    from (
      select
        e.execution_id, e.created_at,
        e.workflow_id = run.workflow_id and e.status = 'completed' and e.mode = run.mode
          as is_comparable,
        row_number() over (order by e.created_at desc, e.execution_id desc) as place
      from public.workflow_executions as e
      where e.owner_key = run.owner_key
        and e.held
        and (e.created_at, e.execution_id) < (run.created_at, run.execution_id)
      order by e.created_at desc, e.execution_id desc
      limit 10000
    ) as c
    where c.is_comparable or c.place = 10000
    order by c.created_at desc, c.execution_id desc
    limit 1
  );
end
$$;
comment on function private.completed_before(public.workflow_executions) is
  'The latest comparable successes before a run: one of those that have their payloads, one of '
  'those that have lost them, one of those that are held; in the place of each, when 10 000 were '
  'passed over, the last one looked at, with is_comparable false.';
revoke all on function private.completed_before(public.workflow_executions) from public;
grant execute on function private.completed_before(public.workflow_executions)
  to authenticated, service_role;

create function private.comparable_execution(
  run public.workflow_executions,
  execution_id uuid
)
returns public.comparable_execution
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_good public.workflow_executions;
begin
  select e.* into v_good
  from public.workflow_executions as e
  where e.execution_id = comparable_execution.execution_id;
  if not found then
    return null;
  end if;
  return row(
    v_good.execution_id, v_good.created_at, v_good.completed_at, v_good.execution_time_seconds,
    extract(epoch from run.created_at - v_good.created_at),
    v_good.inputs = run.inputs, v_good.payloads_expired_at,
    format(
      'The latest completed %s of the same workflow that was created before this run, with %s '
      'inputs%s.',
      run.mode,
      case when v_good.inputs = run.inputs then 'the same' else 'other' end,
      case when v_good.payloads_expired_at is not null
        then '; retention has removed its result, logs and events' else '' end
    )
  )::public.comparable_execution;
end
$$;
comment on function private.comparable_execution(public.workflow_executions, uuid) is
  'What makes an execution comparable with a run; null without one.';
revoke all on function private.comparable_execution(public.workflow_executions, uuid) from public;
grant execute on function private.comparable_execution(public.workflow_executions, uuid)
  to authenticated, service_role;

create function public.last_good_execution(
  execution_id uuid
)
returns public.last_good
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_run constant public.workflow_executions := private.require_execution(
    last_good_execution.execution_id, 'execution_id'
  );
  v_found_id uuid;
  v_found_at timestamptz;
  v_passed_at timestamptz;
begin
  select
    (array_agg(c.execution_id order by c.created_at desc, c.execution_id desc)
      filter (where c.is_comparable))[1],
    max(c.created_at) filter (where c.is_comparable),
    max(c.created_at) filter (where not c.is_comparable)
  into v_found_id, v_found_at, v_passed_at
  from private.completed_before(v_run) as c;
  return row(
    v_run.execution_id, v_run.workflow_id, v_run.mode, v_run.status,
    private.comparable_execution(v_run, v_found_id),
    -- What lies beyond the last one looked at is older than it.
    coalesce(v_passed_at >= v_found_at, v_passed_at is not null)
  )::public.last_good;
end
$$;
comment on function public.last_good_execution(uuid) is
  'The latest completed run of the same owner, workflow and mode that was created before a run '
  'that the caller may see; null when there is none. Errors: invalid_parameter, '
  'execution_not_found, also for one that belongs to another user.';
revoke all on function public.last_good_execution(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.last_good_execution(uuid) to authenticated, service_role;
