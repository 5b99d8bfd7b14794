-- The answer asks for a full snapshot where the tab has none, where batches are missing since the
-- last one, and where that is more than 5000 events, 4 MiB or 120 seconds ago.
begin;
create extension if not exists pgtap with schema extensions;
select plan(19);

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', s.name)
)
from unnest(array['gap', 'events', 'bytes', 'seconds', 'tabs']) as s (name);
create function pg_temp.asked(session_id text, sequence integer, given jsonb)
returns text
language sql
as $$
  select case
    when b.snapshot_wanted then b.snapshot_reason when b.snapshot_reason is null then 'no'
  end
  from tests.record_batch(
    asked.session_id, asked.sequence,
    jsonb_build_object(
      'first_event_at', '2026-01-01Z'::timestamptz + asked.sequence * interval '1 second'
    ) || asked.given
  ) as b
$$;
select is(pg_temp.asked('gap', 0, '{"snapshot": false}'), 'The tab has no full snapshot.', 'none');
select is(pg_temp.asked('gap', 1, '{"snapshot": true}'), 'no', 'one');
select is(pg_temp.asked('gap', 3, '{}'),
  'Batches of the tab are missing since its last full snapshot (batch 1).', 'a gap after it');
select is(pg_temp.asked('gap', 2, '{}'), 'no', 'it is closed');
select is(pg_temp.asked('gap', 6, '{"snapshot": true}'), 'no', 'a gap before the last one');
select is(pg_temp.asked('gap', 8, '{"is_final": true}'), 'no', 'a tab that is closed');
select is(pg_temp.asked('events', 0, '{}'), 'no', 'a full snapshot in the first batch');
select is(pg_temp.asked('events', n, '{"events": 1000}'), 'no', n || '000 events after it')
from generate_series(1, 5) as n;
select is(pg_temp.asked('events', 6, '{"events": 1}'), 'The last full snapshot is 5001 events ago.',
  'one more');
select is(pg_temp.asked('bytes', 0, '{}'), 'no', 'a full snapshot in the first batch');
select is(pg_temp.asked('bytes', 1, '{"bytes": 4194305}'),
  'The last full snapshot is 4194305 bytes ago.', 'more than 4 MiB');
select is(pg_temp.asked('seconds', 0, '{}'), 'no', 'a full snapshot in the first batch');
select is(pg_temp.asked('seconds', 1, '{"first_event_at": "2026-01-01T00:02:01Z", "events": 1}'),
  'The last full snapshot is 121 seconds ago.', 'more than two minutes');
select is(pg_temp.asked('tabs', 0, '{}'), 'no', 'a tab with a snapshot');
select is(pg_temp.asked('tabs', 0, '{"tab": "2", "snapshot": false}'),
  'The tab has no full snapshot.', 'and one without');

select * from finish();
rollback;
