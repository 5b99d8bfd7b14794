-- Users insert and update exactly these columns; everything else is set by the database.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

prepare granted as
  select
    t.attrelid::regclass::text || ': ' || a.grantee::regrole || ' '
      || lower(a.privilege_type) || ' ' || t.attname
  from pg_catalog.pg_attribute as t
  join pg_catalog.pg_class as c on c.oid = t.attrelid
  cross join lateral aclexplode(t.attacl) as a
  where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace);
prepare expected as
  select e.name || ': authenticated ' || e.verb || ' ' || c.name
  from (
    values
      ('workflows', 'insert', 'name definition archived_at'),
      ('workflows', 'update', 'name definition archived_at'),
      (
        'workflow_executions', 'insert',
        'workflow_id inputs mode visual_enabled visual_streaming_enabled visual_quality session_id '
        'metadata tags timeout_seconds idempotency_key'
      ),
      (
        'workflow_executions', 'update',
        'status result error logs execution_time_seconds visual_events_captured '
        'visual_stream_duration progress session_id metadata tags last_heartbeat_at '
        'cancel_requested_at cancel_reason held'
      ),
      (
        'retention_policies', 'insert',
        'workflow_id completed_days failed_days cancelled_days payload_days visual_days '
        'keep_last_failures keep_last_successes'
      ),
      (
        'retention_policies', 'update',
        'workflow_id completed_days failed_days cancelled_days payload_days visual_days '
        'keep_last_failures keep_last_successes'
      ),
      (
        'execution_events', 'insert',
        'execution_id at kind level step message data entry_id step_id'
      ),
      (
        'visual_chunks', 'insert',
        'execution_id tab sequence first_event_at last_event_at snapshot_at event_offset events '
        'bytes orphan_mutations clock_jumps is_final digest content'
      )
  ) as e (name, verb, columns)
  cross join lateral string_to_table(e.columns, ' ') as c (name);
select bag_eq('granted', 'expected', 'privileges on columns');

select * from finish();
rollback;
