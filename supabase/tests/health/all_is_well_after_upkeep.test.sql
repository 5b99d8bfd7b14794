-- After a call of private.maintain() every check is ok, and each says what to do if it were not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

-- Upkeep gives way to what other tests lock for long, and says so.
delete from private.maintenance_runs;
do $$
begin
  perform tests.maintain();
end
$$;
select set_eq(
  'select h.name from private.health() as h',
  array[
    'missing_schedule', 'failed_jobs', 'seconds_since_upkeep', 'upkeep_seconds', 'failed_steps',
    'unfinished_calls', 'pending_deltas', 'oldest_delta_seconds', 'pending_sizes', 'dead_deltas',
    'stuck_executions', 'oldest_running_seconds', 'oldest_deleted_account_seconds',
    'retention_overdue_seconds', 'expired_keys'
  ],
  'the checks'
);
-- What other tests have rolled back is dead.
select is_empty(
  'select h.name, h.value from private.health() as h '
    'where h.status <> ''ok'' and h.name <> ''dead_deltas''',
  'all are ok'
);
select is_empty(
  'select h.name from private.health() as h '
    'where h.hint is null or char_length(h.hint) < 40 or h.warn_above is null',
  'each has a threshold and a hint'
);

select * from finish();
rollback;
