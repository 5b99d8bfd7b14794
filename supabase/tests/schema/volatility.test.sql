-- Public functions that read are stable, so that they run on a read replica and by GET; those
-- that write are volatile.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

select set_eq(
  $$
    select p.proname::text, p.provolatile::text
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'public'::regnamespace
  $$,
  $$
    values
      ('create_execution', 'v'), ('update_execution', 'v'), ('execution_history', 's'),
      ('create_executions', 'v'), ('update_executions', 'v'),
      ('heartbeat_execution', 'v'), ('cancel_execution', 'v'), ('delete_executions', 'v'),
      ('preview_retention', 's'), ('quota_status', 's'), ('set_quotas', 'v'),
      ('execution_stats', 's'), ('execution_overview', 's'), ('execution_trends', 's'),
      ('execution_detail', 's'), ('last_good_execution', 's'), ('compare_executions', 's'),
      ('compare_workflows', 's'), ('compare_modes', 's'), ('execution_timeline', 's'),
      ('executions_timeline', 's'), ('execution_states', 's'),
      ('active_executions', 's'), ('visual_sessions', 's'),
      ('visual_chunks', 's'), ('visual_chunk', 's'), ('visual_stream', 's'),
      ('record_visual_events', 'v'), ('export_executions', 's'), ('import_executions', 'v')
  $$,
  'volatility of each public function'
);

select * from finish();
rollback;
