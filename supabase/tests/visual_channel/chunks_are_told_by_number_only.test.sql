-- Each new chunk sends one private message, with tab, sequence and arrival and nothing else; the
-- end of the run sends the last. Where messages fail, chunks are stored all the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    '{"visual_streaming_enabled": true, "session_id": "s"}'
  )::text, true
);
select set_config(
  't.still',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  )::text, true
);
prepare sent as
  select m.event, m.payload - 'id'
  from realtime.messages as m
  where m.topic = 'visual:' || current_setting('t.execution') and m.private;

select tests.act_as(current_setting('t.owner')::uuid);
select tests.record_batch('s', n) from unnest(array[1, 0, 1]) as n;
select public.update_execution(e.execution_id::uuid, 'completed')
from unnest(array[current_setting('t.execution'), current_setting('t.still')]) as e (execution_id);
select tests.act_as_owner();
select bag_eq(
  'sent',
  $$
    values
      ('visual_chunk', '{"tab": "main", "sequence": 1, "arrival": 1}'::jsonb),
      ('visual_chunk', '{"tab": "main", "sequence": 0, "arrival": 2}'), ('visual_ended', '{}')
  $$,
  'a repeated batch is not told again'
);
select is_empty(
  $$ select from realtime.messages where topic = 'visual:' || current_setting('t.still') $$,
  'nor the end of a run that does not stream'
);

create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'no messages today';
end
$$;
create trigger refuse before insert on realtime.messages
  for each row execute function pg_temp.refuse();
select tests.act_as(current_setting('t.owner')::uuid);
select is(
  (select b.stored from tests.record_batch('s', 2) as b), true, 'where messages fail'
);
select is((select count(*) from public.visual_chunks), 3::bigint, 'it is stored');

select * from finish();
rollback;
