-- Upkeep: one call that a scheduler makes each minute. It folds counts, removes deleted accounts,
-- keeps what quotas count, expires idempotency keys, analyzes tables that need it, applies
-- retention and ends stuck runs, within a budget of seconds.
--
-- One transaction for all. It cannot deadlock with users, because no step waits for a row: each
-- takes what nobody holds ("skip locked") and leaves the rest for the next minute. Whatever else it
-- might have to wait for (a change of the schema, say), it gives up after half a second. And users
-- hardly wait for it: the only rows it holds that anybody still writes to are those of stuck runs,
-- so these come last.

create table private.maintenance_runs (
  run_id bigint generated always as identity primary key,
  started_at timestamptz not null,
  seconds numeric(10, 3) not null,
  outcome text not null constraint outcome_is_done_or_failed check (outcome in ('done', 'failed')),
  work_left text[] not null,
  errors text[] not null,
  steps jsonb not null
);
alter table private.maintenance_runs enable row level security;
revoke all on table private.maintenance_runs from anon, authenticated, service_role;
revoke all on sequence private.maintenance_runs_run_id_seq
  from public, anon, authenticated, service_role;
comment on table private.maintenance_runs is
  'What private.maintain() did, one row per call, kept for 30 days.';
comment on column private.maintenance_runs.run_id is 'Order of the calls.';
comment on column private.maintenance_runs.started_at is 'When the call began.';
comment on column private.maintenance_runs.seconds is 'How long it took.';
comment on column private.maintenance_runs.outcome is
  'done, or failed when a step raised an error; the other steps are done all the same. A call that '
  'finds another one at work answers busy, and is not stored.';
comment on column private.maintenance_runs.work_left is
  'Steps that had not done all when their share of the budget was used up, or that failed.';
comment on column private.maintenance_runs.errors is 'What was raised, by step.';
comment on column private.maintenance_runs.steps is
  'For each step what it counted (done), its seconds, whether work is left, and its error: fold '
  '(deltas), accounts (executions removed), quotas (sizes folded and accounts measured), keys '
  '(expired), trim (old records of upkeep), analyze (tables), retention (executions removed or '
  'stripped of a part), reap (executions ended).';

create function private.analyze_tables()
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_table regclass;
  v_analyzed integer := 0;
begin
  -- Twice as eager as autovacuum by default, since plans of lists depend on it, and not when
  -- autovacuum has been there. Not the deltas: they come and go faster than statistics.
  for v_table in
    select c.oid
    from pg_catalog.pg_stat_user_tables as s
    join pg_catalog.pg_class as c on c.oid = s.relid
    where (
        s.schemaname = 'private'
        or s.relid in (
          'public.workflows'::regclass, 'public.workflow_settings'::regclass,
          'public.workflow_executions'::regclass, 'public.execution_events'::regclass,
          'public.retention_policies'::regclass, 'public.purges'::regclass,
          'public.visual_recordings'::regclass, 'public.visual_chunks'::regclass
        )
      )
      and s.relid not in (
        'private.execution_deltas'::regclass, 'private.stored_deltas'::regclass
      )
      and s.n_mod_since_analyze >= greatest(1000, 0.05 * c.reltuples)
      and coalesce(greatest(s.last_analyze, s.last_autoanalyze), '-infinity')
        < now() - interval '5 minutes'
    order by s.n_mod_since_analyze / greatest(c.reltuples, 1) desc
    limit 2
  loop
    -- To wait for a vacuum that runs would end it.
    execute format('analyze (skip_locked) %s', v_table);
    v_analyzed := v_analyzed + 1;
  end loop;
  return v_analyzed;
end
$$;
comment on function private.analyze_tables() is
  'Analyzes up to two of our tables of which 5 % (and 1000 rows) have changed since the last time, '
  'unless that was within 5 minutes, and returns how many.';
revoke all on function private.analyze_tables() from public;

create function private.cron_is_readable()
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return coalesce(
    has_schema_privilege(to_regnamespace('cron'), 'usage')
      and has_table_privilege(to_regclass('cron.job'), 'select')
      and has_table_privilege(to_regclass('cron.job_run_details'), 'select'),
    false
  );
end
$$;
comment on function private.cron_is_readable() is
  'Whether pg_cron is there, and who asks may read its jobs and their records.';
revoke all on function private.cron_is_readable() from public;

create function private.trim_maintenance_runs()
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_is_first_of_the_day boolean := not exists (
    select 1
    from (
      select r.started_at from private.maintenance_runs as r order by r.run_id desc limit 1
    ) as last
    where last.started_at >= date_trunc('day', now())
  );
  v_runs bigint;
  v_details bigint := 0;
begin
  delete from private.maintenance_runs as r
  where r.run_id in (
      select o.run_id from private.maintenance_runs as o order by o.run_id limit 1000
    )
    and r.started_at < now() - interval '30 days';
  get diagnostics v_runs = row_count;
  -- pg_cron keeps what it says of each run for ever. Once a day, because its table has no index for
  -- this, and of our job only.
  if v_is_first_of_the_day
    and private.cron_is_readable()
    and has_table_privilege('cron.job_run_details', 'delete')
  then
    execute $statement$
      delete from cron.job_run_details
      where command = 'select private.maintain()' and end_time < now() - interval '30 days'
    $statement$;
    get diagnostics v_details = row_count;
  end if;
  return v_runs + v_details;
end
$$;
comment on function private.trim_maintenance_runs() is
  'Forgets what upkeep did more than 30 days ago, also in the records of pg_cron, and returns how '
  'many rows.';
revoke all on function private.trim_maintenance_runs() from public;

create type private.maintenance_batch as (
  done bigint,
  more boolean,
  error text
);
comment on type private.maintenance_batch is
  'What a batch of a step of upkeep did. more: whether there is more to do now; null when the step '
  'cannot be done now. error: what was raised in a part of it.';

create function private.maintenance_batch(
  step text,
  batch_size integer,
  until timestamptz
)
returns private.maintenance_batch
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_done bigint;
  v_kept private.retention_progress;
begin
  if maintenance_batch.step = 'fold' and not private.lock_rollups() then
    -- Somebody else folds or rebuilds.
    return row(0, null, null)::private.maintenance_batch;
  elsif maintenance_batch.step = 'retention' then
    -- All its batches at once: each call looks the owner's workflows over anew.
    v_kept := private.apply_retention(
      greatest(maintenance_batch.until, clock_timestamp() + interval '500 milliseconds'),
      maintenance_batch.batch_size
    );
    return row(
      v_kept.executions_deleted + v_kept.payloads_expired + v_kept.visuals_expired, v_kept.more,
      v_kept.error
    )::private.maintenance_batch;
  end if;
  v_done := case maintenance_batch.step
    when 'fold' then private.fold_rollups(maintenance_batch.batch_size)
    when 'accounts' then private.remove_deleted_accounts(maintenance_batch.batch_size)
    when 'quotas' then private.keep_quotas(maintenance_batch.batch_size)
    when 'keys' then private.expire_idempotency_keys(maintenance_batch.batch_size)
    when 'trim' then private.trim_maintenance_runs()
    when 'analyze' then private.analyze_tables()
    when 'reap' then private.reap_executions(maintenance_batch.batch_size)
  end;
  return row(
    v_done,
    -- Large recordings make a batch of accounts smaller, and of quotas one account is measured.
    v_done >= case when maintenance_batch.step in ('accounts', 'quotas') then 1 else batch_size end,
    null
  )::private.maintenance_batch;
end
$$;
comment on function private.maintenance_batch(text, integer, timestamptz) is
  'Does one batch of a step of upkeep, or what it can until that time.';
revoke all on function private.maintenance_batch(text, integer, timestamptz) from public;

create function private.maintenance_step(
  step text,
  batch_size integer,
  until timestamptz
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_started constant timestamptz := clock_timestamp();
  v_batch private.maintenance_batch;
  v_done bigint := 0;
  v_work_left boolean := false;
  v_error text;
begin
  -- One batch at least, so that no step starves.
  loop
    begin
      v_batch := private.maintenance_batch(
        maintenance_step.step, maintenance_step.batch_size, maintenance_step.until
      );
      v_done := v_done + v_batch.done;
      v_error := v_batch.error;
    exception when others then
      -- This batch is undone; what was done before stays.
      v_error := concat(sqlstate, ' ', sqlerrm);
    end;
    v_work_left := v_error is not null or v_batch.more is not false;
    exit when v_error is not null
      or v_batch.more is not true
      or clock_timestamp() >= maintenance_step.until;
  end loop;
  return jsonb_strip_nulls(jsonb_build_object(
    'done', v_done,
    'seconds', round(extract(epoch from clock_timestamp() - v_started), 3),
    'work_left', v_work_left,
    'error', v_error
  ));
end
$$;
comment on function private.maintenance_step(text, integer, timestamptz) is
  'Does batches of a step of upkeep until nothing is left, one fails, or the time is up, and tells '
  'what it did, as private.maintenance_runs keeps it.';
revoke all on function private.maintenance_step(text, integer, timestamptz) from public;

create function private.maintain(
  budget_seconds numeric default 10
)
returns private.maintenance_runs
language plpgsql
volatile
-- definer because: it works on rows of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
-- Less than deadlock_timeout: before Postgres looks for a deadlock, upkeep has given way.
set lock_timeout = '500ms'
as $$
declare
  v_run private.maintenance_runs;
  v_step record;
  v_told jsonb;
begin
  v_run.started_at := clock_timestamp();
  v_run.seconds := 0;
  v_run.work_left := '{}';
  v_run.errors := '{}';
  v_run.steps := '{}';
  if not pg_try_advisory_xact_lock(hashtextextended('runtrail: maintenance', 0)) then
    v_run.outcome := 'busy';
    return v_run;
  end if;
  for v_step in
    -- until: what part of the budget is used up when the step ends. Who is early leaves time to
    -- the next. most: seconds it takes at most.
    select s.name, s.batch_size, s.until, s.most
    from (
      values
        (1, 'fold', 10000, 0.4, null),
        (2, 'accounts', 200, 0.5, null),
        (3, 'quotas', 10000, 0.6, null),
        (4, 'keys', 1000, 0.6, null),
        (5, 'trim', 10000, 0.6, null),
        (6, 'analyze', 10, 0.7, null),
        (7, 'retention', 1000, 0.9, null),
        -- Last, and short: a late report on a run that was just ended waits for the end of this.
        (8, 'reap', 500, 1.0, 2)
    ) as s (place, name, batch_size, until, most)
    order by s.place
  loop
    v_told := private.maintenance_step(
      v_step.name,
      v_step.batch_size,
      least(
        v_run.started_at
          + greatest(coalesce(maintain.budget_seconds, 10), 0) * v_step.until * interval '1 second',
        clock_timestamp() + v_step.most * interval '1 second'
      )
    );
    v_run.steps := v_run.steps || jsonb_build_object(v_step.name, v_told);
    if (v_told ->> 'work_left')::boolean then
      v_run.work_left := v_run.work_left || v_step.name;
    end if;
    if v_told ? 'error' then
      v_run.errors := v_run.errors || concat(v_step.name, ': ', v_told ->> 'error');
    end if;
  end loop;
  insert into private.maintenance_runs (started_at, seconds, outcome, work_left, errors, steps)
  values (
    v_run.started_at,
    extract(epoch from clock_timestamp() - v_run.started_at),
    case when v_run.errors = '{}' then 'done' else 'failed' end,
    v_run.work_left,
    v_run.errors,
    v_run.steps
  )
  returning * into v_run;
  return v_run;
end
$$;
comment on function private.maintain(numeric) is
  'All upkeep in one call, for a scheduler: folds pending counts, removes what deleted accounts '
  'left, keeps what quotas count, expires idempotency keys and old records of upkeep, analyzes '
  'tables, applies retention, ends stuck runs. '
  'Stops after about budget_seconds (10); what is left is done by the next call. A step that fails '
  'does not stop the others. Returns the row of private.maintenance_runs that it wrote; while '
  'another call is at work it does nothing, and its outcome is busy.';
revoke all on function private.maintain(numeric) from public;

-- Each minute where pg_cron is there; elsewhere run private.maintain() yourself. A pg_cron that is
-- installed but not preloaded refuses to be created: that must not stop a migration.
do $$
begin
  if exists (select 1 from pg_catalog.pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron with schema pg_catalog;
    perform cron.schedule('runtrail-maintain', '* * * * *', 'select private.maintain()');
  else
    raise notice 'pg_cron is not available: schedule private.maintain() yourself.';
  end if;
exception when others then
  raise warning 'pg_cron cannot be used (%): schedule private.maintain() yourself.', sqlerrm;
end
$$;
