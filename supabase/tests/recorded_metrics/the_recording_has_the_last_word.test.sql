-- When a run ends, its events and seconds are those of its recording where the runner gave none or
-- contradicts it by more than what was lost; without chunks the runner is believed.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
-- Twenty events in 1.9 seconds, and, unless the name begins with "none", five that are lost.
create function pg_temp.ended(session_id text, claims jsonb default '{}')
returns text
language plpgsql
as $$
declare
  v_execution uuid := tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    jsonb_build_object('visual_streaming_enabled', true, 'session_id', ended.session_id)
  );
begin
  if ended.session_id !~ '^none' then
    perform tests.record_batch(ended.session_id, 0);
    perform tests.record_batch(ended.session_id, 1, '{"event_offset": 15}');
  end if;
  perform public.update_execution(
    v_execution, 'completed',
    visual_events_captured => (ended.claims ->> 'events')::integer,
    visual_stream_duration => (ended.claims ->> 'seconds')::numeric
  );
  return (
    select concat(e.visual_events_captured, ' events, ', e.visual_stream_duration, ' s')
    from public.workflow_executions as e
    where e.execution_id = v_execution
  );
end
$$;
select is(pg_temp.ended('a'), '20 events, 1.900 s', 'no claim');
select is(pg_temp.ended('b', '{"events": 25, "seconds": 2.9}'), '25 events, 2.900 s',
  'a claim with what was lost');
select is(pg_temp.ended('c', '{"events": 26, "seconds": 2.901}'), '20 events, 1.900 s',
  'a claim of more than that');
select is(pg_temp.ended('d', '{"events": 20, "seconds": 0.9}'), '20 events, 0.900 s',
  'a claim of just that');
select is(pg_temp.ended('e', '{"events": 19, "seconds": 0.899}'), '20 events, 1.900 s',
  'a claim of less');
select is(pg_temp.ended('none', '{"events": 7, "seconds": 60}'), '7 events, 60.000 s',
  'a claim where nothing is stored');
select is(pg_temp.ended('none-2'), ' events,  s', 'neither');

select tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', s.name) || s.columns::jsonb
)
from (
  values ('table', '{}'), ('batch', '{}'), ('reaped', '{"created_at": "2026-01-01Z"}')
) as s (name, columns);
select tests.record_batch(s.name, 0) from unnest(array['table', 'batch', 'reaped']) as s (name);
select tests.act_as(current_setting('t.owner')::uuid);
update public.workflow_executions set status = 'failed', visual_events_captured = 999
where session_id = 'table';
select public.update_executions(jsonb_build_array(jsonb_build_object(
  'execution_id', (select e.execution_id from public.workflow_executions as e
    where e.session_id = 'batch'),
  'status', 'completed', 'visual_events_captured', 999
)));
select tests.act_as_owner();
select private.reap_executions();
select is(e.visual_events_captured, 10, 'by whatever way it ends: ' || e.session_id)
from public.workflow_executions as e
where e.session_id in ('table', 'batch', 'reaped');
select is(
  (select array_agg(e.status::text order by e.session_id) from public.workflow_executions as e
    where e.session_id in ('table', 'batch', 'reaped')),
  array['completed', 'failed', 'failed'], 'they have ended'
);
select tests.record_batch('table', 1);
select is(
  (select e.visual_events_captured from public.workflow_executions as e
    where e.session_id = 'table'),
  20, 'a late batch is counted'
);
select is_empty('select * from private.verify_rollups()', 'and the statistics know of all of it');

select * from finish();
rollback;
