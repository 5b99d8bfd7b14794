-- Whatever counter of a recording or tab is wrong is found and named, with what it should be.
begin;
create extension if not exists pgtap with schema extensions;
select plan(40);

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
);
select tests.record_batch('s', s.sequence, s.given::jsonb)
from (
  values
    (3, '{"orphan_mutations": 2}'), (1, '{"snapshot": true, "clock_jumps": 1, "event_offset": 20}'),
    (6, '{"snapshot": true}'), (7, '{}')
) as s (sequence, given);
select is_empty('select * from private.verify_recordings()', 'all is right at first');

create function pg_temp.found_after(statement text)
returns text
language plpgsql
as $$
declare
  v_found text;
begin
  begin
    execute found_after.statement;
    select string_agg(k.key, ', ' order by k.key) into v_found
    from private.verify_recordings() as d
    cross join lateral jsonb_object_keys(coalesce(d.counted, d.kept)) as k (key);
    raise exception 'undone';
  exception when raise_exception then
    return v_found;
  end;
end
$$;
select is(
  pg_temp.found_after(format(
    'update public.visual_recordings set %1$I = coalesce(%1$I, 0) + 1', c.name
  )),
  c.name, 'a recording: ' || c.name
)
from unnest(array[
  'chunks', 'tabs', 'blind_tabs', 'open_tabs', 'missing_chunks', 'tab_seconds', 'blind_seconds',
  'gap_seconds', 'orphan_mutations', 'clock_jumps', 'events', 'lost_events', 'bytes',
  'stored_bytes', 'streamed_seconds', 'replay_score'
]) as c (name);
select is(
  pg_temp.found_after(format(
    'update public.visual_recordings set %1$I = %1$I + interval ''1 second''', c.name
  )),
  c.name, 'a recording: ' || c.name
)
from unnest(array['first_event_at', 'last_event_at']) as c (name);
select is(
  pg_temp.found_after($$ update public.visual_recordings set replay_reasons = '{}' $$),
  'replay_reasons', 'a recording: replay_reasons'
);
select is(
  pg_temp.found_after(format(
    'update private.visual_tabs set %1$I = coalesce(%1$I, 0) + 1', c.name
  )),
  c.name, 'a tab: ' || c.name
)
from unnest(array[
  'chunks', 'last_sequence', 'events', 'bytes', 'stored_bytes', 'announced_events', 'gap_seconds',
  'clock_jumps', 'orphan_mutations', 'first_snapshot_sequence', 'last_snapshot_sequence', 'chunks_since',
  'events_since', 'bytes_since'
]) as c (name);
select is(
  pg_temp.found_after(format(
    'update private.visual_tabs set %1$I = %1$I + interval ''1 second''', c.name
  )),
  c.name, 'a tab: ' || c.name
)
from unnest(array[
  'first_event_at', 'last_event_at', 'first_snapshot_at', 'last_snapshot_at'
]) as c (name);
select is(
  pg_temp.found_after('update private.visual_tabs set is_closed = true'), 'is_closed',
  'a tab: is_closed'
);
select matches(pg_temp.found_after('delete from private.visual_tabs'), 'announced_events',
  'a tab that is not there');

select * from finish();
rollback;
