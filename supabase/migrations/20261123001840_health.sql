-- Is upkeep keeping up, and if not, what to do.

create type private.health_check as (
  name text,
  status text,
  value numeric,
  warn_above numeric,
  critical_above numeric,
  hint text
);
comment on type private.health_check is
  'One thing to watch. status: ok, warn or critical; a value that is not known is a warning. '
  'Durations in seconds. hint: what it means and what to do.';

create function private.health_check(
  name text,
  value numeric,
  warn_above numeric,
  critical_above numeric,
  hint text
)
returns private.health_check
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return row(
    health_check.name,
    case
      when health_check.value > health_check.critical_above then 'critical'
      when health_check.value <= health_check.warn_above then 'ok'
      else 'warn'
    end,
    health_check.value,
    health_check.warn_above,
    health_check.critical_above,
    health_check.hint
  )::private.health_check;
end
$$;
comment on function private.health_check(text, numeric, numeric, numeric, text) is
  'Judges a value by its thresholds.';
revoke all on function private.health_check(text, numeric, numeric, numeric, text) from public;

create function private.schedule_health()
returns setof private.health_check
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_missing integer;
  v_failed bigint;
  v_message text;
begin
  if private.cron_is_readable() then
    execute $statement$
      select (count(*) = 0)::integer
      from cron.job
      where active and command like '%private.maintain(%'
    $statement$
    into v_missing;
    -- Newest first by the only index there is; a day of a job that runs every 10 seconds.
    execute $statement$
      select count(*), (array_agg(f.return_message))[1]
      from (
        select d.command, d.status, d.start_time, d.return_message
        from cron.job_run_details as d
        order by d.runid desc
        limit 10000
      ) as f
      where f.status = 'failed'
        and f.start_time > now() - interval '1 hour'
        and f.command like '%private.maintain(%'
    $statement$
    into v_failed, v_message;
  end if;
  return next private.health_check(
    'missing_schedule', v_missing, 0, 0,
    'No active job calls private.maintain(): "select cron.schedule(''runtrail-maintain'', ''* * * '
    '* *'', ''select private.maintain()'')". Unknown where pg_cron is not there: then something '
    'else must call it, see seconds_since_upkeep.'
  );
  return next private.health_check(
    'failed_jobs', v_failed, 0, 10,
    concat(
      'Calls by pg_cron that failed as a whole within the last hour. ',
      'Newest message: ' || v_message || '. ',
      'All: "select * from cron.job_run_details where status = ''failed'' order by runid desc '
      'limit 20". A statement timeout: "select private.maintain(2)" does less at once.'
    )
  );
end
$$;
comment on function private.schedule_health() is
  'Whether pg_cron calls private.maintain(), and whether those calls fail.';
revoke all on function private.schedule_health() from public;

create function private.upkeep_health()
returns setof private.health_check
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_recent private.maintenance_runs[] := array(
    select r from private.maintenance_runs as r order by r.run_id desc limit 10
  );
  v_errors text[] := array(
    select e.error
    from private.maintenance_runs as r
    cross join lateral unnest(r.errors) as e (error)
    where r.run_id > v_recent[1].run_id - 1000 and r.started_at > now() - interval '1 hour'
    order by r.run_id desc
  );
  v_succeeded private.maintenance_runs;
begin
  select r.* into v_succeeded
  from private.maintenance_runs as r
  where r.outcome = 'done'
  order by r.run_id desc
  limit 1;
  return next private.health_check(
    'seconds_since_upkeep',
    round(extract(epoch from clock_timestamp() - v_succeeded.started_at), 3), 300, 1800,
    'How long ago private.maintain() last did all its steps. If it is not called at all see '
    'missing_schedule and failed_jobs; if it fails see failed_steps. "select private.maintain()" '
    'shows what it does.'
  );
  return next private.health_check(
    'upkeep_seconds', v_succeeded.seconds, 30, 50,
    'How long that call took. Which step: "select steps from private.maintenance_runs order by '
    'run_id desc limit 1".'
  );
  return next private.health_check(
    'failed_steps', cardinality(v_errors), 0, 10,
    concat(
      'Steps of upkeep that failed within the last hour. ',
      'Newest error: ' || v_errors[1] || '. ',
      'All: "select started_at, errors from private.maintenance_runs where outcome = ''failed'' '
      'order by run_id desc". The other steps are done all the same; what failed is tried again by '
      'the next call.'
    )
  );
  return next private.health_check(
    'unfinished_calls',
    (select count(*) from unnest(v_recent) as r where r.work_left <> '{}'), 5, 9,
    concat(
      'How many of the last 10 calls of private.maintain() left work. ',
      'The last one left: ' || nullif(array_to_string(v_recent[1].work_left, ', '), '') || '. ',
      'Once: "select private.maintain(60)" until work_left is empty. Always: "select '
      'cron.schedule(''runtrail-maintain'', ''15 seconds'', ''select private.maintain()'')".'
    )
  );
end
$$;
comment on function private.upkeep_health() is
  'Whether private.maintain() succeeds and keeps up.';
revoke all on function private.upkeep_health() from public;

create function private.backlog_health()
returns setof private.health_check
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Counted up to a little more than what is critical.
  return query
  select c.*
  from (
    select count(*) as pending, min(l.counted_at) as oldest
    from (select d.counted_at from private.execution_deltas as d limit 100001) as l
  ) as p
  cross join lateral (
    values
      (private.health_check(
        'pending_deltas', p.pending, 10000, 100000,
        'Counts that wait to be folded; statistics are right, but slower. "select '
        'private.maintain(60)" folds them; see also unfinished_calls and failed_steps.'
      )),
      (private.health_check(
        'oldest_delta_seconds',
        coalesce(round(extract(epoch from clock_timestamp() - p.oldest), 3), 0), 300, 3600,
        'Nothing folds: see seconds_since_upkeep. If that is ok, private.rebuild_rollups() may be '
        'at work, or a transaction that lasts: "select pid, xact_start, query from '
        'pg_stat_activity order by xact_start limit 5".'
      ))
  ) as v (judged)
  cross join lateral (select (v.judged).*) as c;

  return next private.health_check(
    'pending_sizes',
    (select count(*) from (select 1 from private.stored_deltas limit 100001) as s),
    10000, 100000,
    'Changes of what limited accounts store that wait to be folded; quota_status is right, but '
    'creates of those accounts are slower. "select private.maintain(60)" folds them; see also '
    'failed_steps.'
  );
  return next private.health_check(
    'dead_deltas',
    (
      select s.n_dead_tup
      from pg_catalog.pg_stat_all_tables as s
      where s.relid = 'private.execution_deltas'::regclass
    ),
    100000, 1000000,
    'Folded counts whose space is not free yet: statistics read past them. Autovacuum does not '
    'come by, or a transaction that lasts holds it up: "select pid, xact_start, query from '
    'pg_stat_activity order by xact_start limit 5"; then "vacuum private.execution_deltas".'
  );
  return next private.health_check(
    'stuck_executions',
    (select count(*) from (select 1 from private.stuck_executions limit 10001) as s),
    1000, 10000,
    'Runs past their limits that wait to be ended: private.maintain() ends at least 500 a call. '
    '"select error_code, count(*) from private.stuck_executions group by 1" tells why; many at '
    'once: a runner has died.'
  );
  return next private.health_check(
    'oldest_running_seconds',
    coalesce(
      (
        select round(extract(epoch from clock_timestamp() - min(e.created_at)), 3)
        from public.workflow_executions as e
        where e.status = 'running'
      ),
      0
    ),
    2678400, null,
    'A run lasts longer than any limit allows (30 days): its workflow does not end stuck runs '
    '(workflow_settings.ends_stuck_runs), or it has no limit and still sends heartbeats. '
    '"select execution_id, workflow_id, created_at from workflow_executions where status = '
    '''running'' order by created_at limit 5".'
  );
end
$$;
comment on function private.backlog_health() is
  'What waits to be folded or ended.';
revoke all on function private.backlog_health() from public;

create function private.removal_health()
returns setof private.health_check
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return next private.health_check(
    'oldest_deleted_account_seconds',
    coalesce(
      (
        select round(extract(epoch from clock_timestamp() - min(d.deleted_at)), 3)
        from private.deleted_accounts as d
      ),
      0
    ),
    7200, 86400,
    'How long ago an account was deleted of which something may be left; an hour is usual. '
    '"select private.maintain(60)", and see failed_steps.'
  );
  return next private.health_check(
    'retention_overdue_seconds',
    coalesce(
      (
        select round(extract(epoch from clock_timestamp() - min(d.due_at)), 3)
        from (
          select r.requested_at as due_at from private.retention_requests as r
          union all
          select s.next_at from private.retention_sweeps as s where s.next_at < clock_timestamp()
        ) as d
      ),
      0
    ),
    3600, 86400,
    'For how long retention has been due for some owner. A large backlog, after a new policy say, '
    'takes its time: it is worked off by "select private.maintain(60)"; see also failed_steps.'
  );
  return next private.health_check(
    'expired_keys',
    (
      select count(*)
      from (
        select 1
        from public.workflow_executions as e
        where e.idempotency_key is not null
          and e.created_at < (
            select now() - s.idempotency_key_hours * interval '1 hour' from private.settings as s
          )
        limit 100001
      ) as k
    ),
    10000, 100000,
    'Idempotency keys past private.settings.idempotency_key_hours that still answer. Harmless; '
    '"select private.maintain(60)" until there are none, and see failed_steps.'
  );
end
$$;
comment on function private.removal_health() is
  'What waits to be removed.';
revoke all on function private.removal_health() from public;

create function private.health()
returns setof private.health_check
language plpgsql
stable
-- definer because: who watches needs to see the numbers, not the tables: "grant execute" on this
-- function (and usage on the schema) is all that a role for monitoring gets.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select * from private.schedule_health()
  union all
  select * from private.upkeep_health()
  union all
  select * from private.backlog_health()
  union all
  select * from private.removal_health();
end
$$;
comment on function private.health() is
  'What to watch, one row each: whether upkeep runs, succeeds and keeps up, and what waits for it. '
  'Works in a read-only transaction. "select * from private.health() where status <> ''ok''" is '
  'what to alarm on.';
revoke all on function private.health() from public;
