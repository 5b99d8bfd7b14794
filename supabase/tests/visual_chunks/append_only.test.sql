-- Chunks are appended and never changed; what the database sets of them nobody else does, and
-- recordings are written by the database alone: for their owner and the service alike.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"visual_streaming_enabled": true, "session_id": "s"}'
  )::text, true
);
select tests.record_batch('s', 0);
create temp table refused as
select s.statement, substring(s.statement from 'public\.(\w+)') as name
from unnest(array[
  'update public.visual_chunks set sequence = 7', 'delete from public.visual_chunks',
  'truncate public.visual_chunks', 'update public.visual_recordings set chunks = 7',
  'delete from public.visual_recordings',
  'insert into public.visual_recordings (session_id) values (''other'')'
]) as s (statement);
grant select on refused to public;

select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  r.statement, '42501', 'permission denied for table ' || r.name,
  'the owner: ' || r.statement
)
from refused as r;
select throws_ok(
  format(
    'insert into public.visual_chunks (execution_id, %s) values (%L, default)', c.name,
    current_setting('t.execution')
  ),
  '42501', 'permission denied for table visual_chunks', c.name || ' is set by the database'
)
from unnest(array['owner_key', 'arrival', 'snapshot_reason']) as c (name);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  r.statement, '42501', 'permission denied for table ' || r.name,
  'the service: ' || r.statement
)
from refused as r;

select * from finish();
rollback;
