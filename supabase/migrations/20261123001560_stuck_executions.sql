-- Runs that nobody will end: their runner died, hangs, or does not stop when asked to.
--
-- Deliberately absent: an index on the time of the last heartbeat. It would make every heartbeat
-- write to it and to every other index; the partial index of running rows is small.

create view private.stuck_executions
with (security_invoker = true) as
select
  e.execution_id,
  e.created_at,
  case when j.error_code = 'cancel_grace_over' then 'cancelled' else 'failed' end as ending,
  j.error_code,
  concat(
    case
      when j.error_code = 'cancel_grace_over' then format(
        'The run was asked to stop at %s and did not within %s seconds.',
        to_char(e.cancel_requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        l.cancel_grace_seconds
      )
      when j.error_code = 'heartbeat_lost' then format(
        'The run gave no sign of life for more than %s seconds.', l.heartbeat_timeout_seconds
      )
      when l.timeout_seconds is not null then format(
        'The run took longer than its limit of %s seconds.', l.timeout_seconds
      )
      else format(
        'The run never sent a heartbeat, has no timeout_seconds and did not end within %s seconds.',
        d.unheard_timeout_seconds
      )
    end,
    ' Last sign of life: ',
    to_char(a.last_sign_of_life_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    '.'
  ) as error,
  -- How long a silent run went on nobody knows; the time until somebody noticed, a day say, would
  -- spoil the averages of its workflow.
  case
    when j.error_code = 'heartbeat_lost' or j.error_code = 'timed_out' and l.timeout_seconds is null
      then private.seconds_between(e.created_at, a.last_sign_of_life_at)
  end as known_seconds
from public.workflow_executions as e
cross join private.settings as d
left join public.workflow_settings as w on w.workflow_id = e.workflow_id
cross join lateral (
  select
    coalesce(w.cancel_grace_seconds, d.cancel_grace_seconds) as cancel_grace_seconds,
    coalesce(w.heartbeat_timeout_seconds, d.heartbeat_timeout_seconds)
      as heartbeat_timeout_seconds,
    coalesce(e.timeout_seconds, w.default_timeout_seconds, d.default_timeout_seconds)
      as timeout_seconds
) as l
cross join lateral (
  select greatest(
    e.created_at,
    e.last_heartbeat_at,
    -- The request to stop is somebody else's.
    case when e.updated_at is distinct from e.cancel_requested_at then e.updated_at end,
    (
      select t.last_arrival_at
      from private.execution_event_totals as t
      where t.execution_id = e.execution_id
    )
  ) as last_sign_of_life_at
) as a
cross join lateral (
  select case
    when e.cancel_requested_at <= now() - l.cancel_grace_seconds * interval '1 second'
      then 'cancel_grace_over'
    when e.created_at < now() - l.timeout_seconds * interval '1 second' then 'timed_out'
    when e.last_heartbeat_at is null
      and l.timeout_seconds is null
      and e.created_at < now() - d.unheard_timeout_seconds * interval '1 second'
      then 'timed_out'
    -- Whatever a run reports is a sign of life. Lines are looked up last, for few runs only.
    when e.last_heartbeat_at is not null
      and greatest(e.last_heartbeat_at, e.updated_at)
        < now() - l.heartbeat_timeout_seconds * interval '1 second'
      and not exists (
        select 1
        from private.execution_event_totals as t
        where t.execution_id = e.execution_id
          and t.last_arrival_at >= now() - l.heartbeat_timeout_seconds * interval '1 second'
      )
      then 'heartbeat_lost'
  end as error_code
) as j
where e.status = 'running' and w.ends_stuck_runs is not false and j.error_code is not null;
revoke all on table private.stuck_executions from public, anon, authenticated, service_role;
comment on view private.stuck_executions is
  'Running executions that private.reap_executions() will end, and how: those that did not stop '
  'within their grace time, that took longer than their limit, or that fell silent after a first '
  'heartbeat. Limits are those of the run, else of its workflow, else of the installation. '
  'known_seconds: for a silent run, how long it certainly went on, which becomes its duration.';

create function private.reap_executions(
  batch_size integer default 500
)
returns integer
language plpgsql
volatile
-- definer because: it ends runs of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locked uuid[];
  v_ended integer;
begin
  -- A run whose row somebody holds is reporting right now, or is another reaper's.
  v_locked := array(
    select e.execution_id
    from private.stuck_executions as s
    join public.workflow_executions as e on e.execution_id = s.execution_id
    order by s.created_at, s.execution_id
    limit greatest(coalesce(reap_executions.batch_size, 500), 1)
    for update of e skip locked
  );
  if cardinality(v_locked) = 0 then
    return 0;
  end if;
  -- Judged again by a statement that sees what was committed until the rows were locked.
  update public.workflow_executions as e
  set
    status = s.ending,
    error_code = s.error_code,
    execution_time_seconds = coalesce(s.known_seconds, e.execution_time_seconds),
    -- What the runner reported stays below, cut where both would not fit in 64 KiB.
    error = concat_ws(
      E'\n',
      s.error,
      case when octet_length(e.error) < 65000 then e.error else left(e.error, 16000) end
    )
  from private.stuck_executions as s
  where s.execution_id = any (v_locked) and e.execution_id = s.execution_id;
  get diagnostics v_ended = row_count;
  return v_ended;
end
$$;
comment on function private.reap_executions(integer) is
  'Ends stuck runs, the oldest first, at most batch_size a call: as cancelled with error_code '
  'cancel_grace_over, or as failed with timed_out or heartbeat_lost. The error says what happened '
  'and when the run last gave a sign of life. Returns how many it ended; call it until it returns '
  '0. Safe to run twice at once, and against runs that finish or beat at the same moment.';
revoke all on function private.reap_executions(integer) from public;
