-- missing_chunks, gap_seconds and lost_events tell what is not there, and follow when it comes
-- after all.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
);
create function pg_temp.after(sequence integer, given jsonb)
returns text
language plpgsql
as $$
begin
  perform tests.record_batch(
    's', after.sequence, jsonb_build_object(
      'first_event_at', '2026-01-01Z'::timestamptz + after.sequence * interval '1 second',
      'event_offset', after.sequence * 10
    ) || after.given
  );
  return (
    select format(
      '%s chunks of %s tabs, %s missing in %s s, %s events lost of %s, %s s', r.chunks, r.tabs,
      r.missing_chunks, r.gap_seconds, r.lost_events, r.lost_events + r.events, r.streamed_seconds
    )
    from public.visual_recordings as r
  );
end
$$;
select is(pg_temp.after(2, '{}'),
  '1 chunks of 1 tabs, 2 missing in 0 s, 20 events lost of 30, 0.900 s', 'begins with the third');
select is(pg_temp.after(0, '{}'),
  '2 chunks of 1 tabs, 1 missing in 1.100 s, 10 events lost of 30, 2.900 s', 'the first');
select is(pg_temp.after(6, '{}'),
  '3 chunks of 1 tabs, 4 missing in 4.200 s, 40 events lost of 70, 6.900 s', 'the seventh');
select is(pg_temp.after(4, '{}'),
  '4 chunks of 1 tabs, 3 missing in 3.300 s, 30 events lost of 70, 6.900 s',
  'one between splits a gap');
select is(pg_temp.after(1, '{}'),
  '5 chunks of 1 tabs, 2 missing in 2.200 s, 20 events lost of 70, 6.900 s', 'one closes a gap');
select is(pg_temp.after(1, '{"tab": "2"}'),
  '6 chunks of 2 tabs, 3 missing in 2.200 s, 30 events lost of 90, 6.900 s',
  'another tab has its own');
select is(pg_temp.after(3, '{"tab": "2", "event_offset": null}'),
  '7 chunks of 2 tabs, 4 missing in 3.300 s, 20 events lost of 90, 6.900 s',
  'without event_offset nothing is known of later losses');

select * from finish();
rollback;
