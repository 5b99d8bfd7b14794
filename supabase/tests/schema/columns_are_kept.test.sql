-- workflow_executions keeps every column of the original schema by name, type and nullability.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

select set_has(
  $$
    select a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull
    from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.workflow_executions'::regclass and a.attnum > 0
  $$,
  $$
    values
      ('execution_id', 'uuid', true),
      ('workflow_id', 'uuid', true),
      ('user_id', 'uuid', false),
      ('status', 'character varying(20)', true),
      ('mode', 'character varying(20)', true),
      ('visual_enabled', 'boolean', true),
      ('visual_streaming_enabled', 'boolean', true),
      ('visual_quality', 'character varying(20)', false),
      ('session_id', 'character varying(255)', false),
      ('inputs', 'jsonb', true),
      ('result', 'jsonb', false),
      ('error', 'text', false),
      ('logs', 'jsonb', false),
      ('execution_time_seconds', 'numeric(10,3)', false),
      ('visual_events_captured', 'integer', false),
      ('visual_stream_duration', 'numeric(10,3)', false),
      ('created_at', 'timestamp with time zone', true),
      ('completed_at', 'timestamp with time zone', false),
      ('updated_at', 'timestamp with time zone', true)
  $$,
  'columns of workflow_executions'
);

select * from finish();
rollback;
