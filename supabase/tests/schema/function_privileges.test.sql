-- Users and the service execute every function they may call by name; trigger functions and
-- upkeep are executed by nobody, and what reads auth.users by the service only.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

prepare granted as
  select p.oid::regprocedure::text || ': ' || a.grantee::regrole
  from pg_catalog.pg_proc as p
  cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and a.grantee <> p.proowner;
prepare expected as
  select p.oid::regprocedure::text || ': ' || r.name
  from pg_catalog.pg_proc as p
  cross join (values ('authenticated'), ('service_role')) as r (name)
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and p.prorettype <> 'trigger'::regtype
    and p.proname not in (
      -- Upkeep, and what only it and triggers call.
      'remove_deleted_accounts', 'remove_workflows_of', 'reap_executions',
      'apply_retention', 'sweep_owner', 'purge_executions', 'expire_payloads', 'expire_visuals',
      'empty_recordings',
      'request_defaults', 'finish_sweep',
      'count_execution', 'count_late_metrics', 'lock_rollups', 'add_counts', 'refresh_extremes',
      'take_deltas', 'fold_rollups', 'compare_days', 'compare_totals', 'compare_durations',
      'compare_extremes', 'verify_rollups', 'rebuild_counts_of', 'rebuild_rollups',
      'remove_purged_counts', 'expire_idempotency_keys', 'analyze_tables', 'cron_is_readable',
      'trim_maintenance_runs', 'maintenance_batch', 'maintenance_step', 'maintain',
      'visual_seam', 'with_seams', 'with_snapshots', 'with_chunk', 'visual_share',
      'replay_penalties', 'replay_judgement', 'snapshot_reason', 'refuse_chunk',
      'refuse_large_chunk', 'keep_tab', 'with_share', 'keep_recording', 'count_chunk', 'broadcast',
      'counted_tabs', 'counted_recordings', 'difference', 'verify_recordings',
      'health_check', 'schedule_health', 'upkeep_health', 'backlog_health', 'removal_health',
      'health',
      'refuse_unknown_user', 'shard_key',
      'quota_levels', 'refuse_unrunnable_workflow', 'count_import', 'hold_shard_or_refuse',
      'pass_stored',
      'use_quota', 'hold_shard', 'hold_free_shard', 'running_executions', 'room_in_shard',
      'move_room', 'is_repeated', 'count_in_windows', 'find_room_or_refuse',
      'find_place_or_refuse', 'use_rate', 'spread_use',
      'add_stored', 'with_use',
      'find_storage_or_refuse', 'refuse_over_storage', 'remove_quotas_of', 'fold_stored',
      'measure_stored',
      'remove_quota_counters', 'remove_visual_rates', 'keep_quotas'
    )
    and (p.oid, r.name) <> ('private.is_anonymous_user(uuid)'::regprocedure, 'authenticated');
select bag_eq('granted', 'expected', 'execute on functions');

-- What no grant says is said by calling.
select tests.act_as(tests.create_user());
select throws_ok('select private.remove_deleted_accounts()', '42501', null,
  'a user does not run the upkeep');
select throws_ok('select private.reap_executions()', '42501', null, 'nor the reaper');
select throws_ok('select private.apply_retention()', '42501', null, 'nor retention');
select throws_ok('select private.is_anonymous_user(auth.uid())', '42501', null,
  'a user does not ask about other users');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('select private.remove_deleted_accounts()', '42501', null,
  'the service does not run the upkeep');
select throws_ok('select private.reap_executions()', '42501', null, 'nor the reaper');
select throws_ok('select private.apply_retention()', '42501', null, 'nor retention');

select * from finish();
rollback;
