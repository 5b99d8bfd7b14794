-- What cannot be right is refused with 400 invalid_parameter, by the function as by the table.
begin;
create extension if not exists pgtap with schema extensions;
select plan(40);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"visual_streaming_enabled": true, "session_id": "s"}'
  )::text, true
);
create function pg_temp.batch(changes jsonb)
returns jsonb
language sql
as $$
  select jsonb_build_object(
    'tab', 'main', 'sequence', 1, 'events', 2, 'bytes', 100,
    'first_event_at', '2026-01-01T00:00:00Z', 'last_event_at', '2026-01-01T00:00:01Z',
    'snapshot_at', null, 'orphan_mutations', 0, 'clock_jumps', 0, 'event_offset', null,
    'is_final', false, 'digest', repeat('ab', 32), 'content', tests.gzip(100)
  ) || batch.changes
$$;
create function pg_temp.record(changes jsonb)
returns boolean
language sql
as $$
  select (public.record_visual_events(
    's', b.tab, b.sequence, case
      when record.changes ? 'base64' then record.changes ->> 'base64'
      else encode(b.content, 'base64')
    end,
    b.digest, b.events, b.bytes, b.first_event_at, b.last_event_at, b.snapshot_at,
    b.orphan_mutations, b.clock_jumps, b.event_offset, b.is_final
  )).stored
  from jsonb_to_record(pg_temp.batch(record.changes)) as b (
    tab text, sequence integer, content bytea, digest text, events integer, bytes integer,
    first_event_at timestamptz, last_event_at timestamptz, snapshot_at timestamptz,
    orphan_mutations integer, clock_jumps integer, event_offset bigint, is_final boolean
  )
$$;
create function pg_temp.insert(changes jsonb)
returns void
language sql
as $$
  insert into public.visual_chunks (
    execution_id, tab, sequence, content, digest, events, bytes, first_event_at, last_event_at,
    snapshot_at, orphan_mutations, clock_jumps, event_offset, is_final
  )
  select
    current_setting('t.execution')::uuid, b.tab, b.sequence, b.content, decode(b.digest, 'hex'),
    b.events, b.bytes, b.first_event_at, b.last_event_at, b.snapshot_at, b.orphan_mutations,
    b.clock_jumps, b.event_offset, b.is_final
  from jsonb_to_record(pg_temp.batch(changes)) as b (
    tab text, sequence integer, content bytea, digest text, events integer, bytes integer,
    first_event_at timestamptz, last_event_at timestamptz, snapshot_at timestamptz,
    orphan_mutations integer, clock_jumps integer, event_offset bigint, is_final boolean
  )
$$;
grant execute on all functions in schema pg_temp to authenticated;
create temp table wrong (changes jsonb, description text);
insert into wrong
values
  ('{"tab": ""}', 'a tab without a name'),
  ('{"tab": "a/b"}', 'a tab that cannot stand in a path'),
  ('{"sequence": -1}', 'a negative sequence'),
  ('{"sequence": 1000000}', 'a sequence too high'),
  ('{"event_offset": -1}', 'a negative event_offset'),
  ('{"events": -1}', 'a negative number of events'),
  ('{"events": 0, "first_event_at": null, "last_event_at": null}', 'an empty batch'),
  ('{"events": 51}', 'more events than bytes allow'),
  ('{"digest": "ab"}', 'a digest too short'),
  ('{"content": "\\x1f8c0800000000000003000000000000000064000000"}', 'another magic number'),
  ('{"bytes": 101}', 'a size that gzip does not say'),
  ('{"content": "\\x1f8b08"}', 'content too short'),
  ('{"first_event_at": null}', 'events without a time'),
  ('{"first_event_at": "1999-12-31T23:59:59Z"}', 'events of the last century'),
  ('{"last_event_at": "2100-01-01T00:00:00Z"}', 'events of the next century'),
  ('{"last_event_at": "2025-12-31T23:59:59Z"}', 'an end before the beginning'),
  ('{"snapshot_at": "2026-01-01T00:00:02Z"}', 'a snapshot after the end'),
  ('{"orphan_mutations": 3}', 'more orphans than events'),
  ('{"clock_jumps": -1}', 'a negative number of jumps');
grant select on wrong to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  format('select pg_temp.record(%L)', w.changes), 'PT400', 'invalid_parameter', w.description
)
from wrong as w;
select throws_ok(
  $$ select pg_temp.record('{"base64": "%"}') $$, 'PT400', 'invalid_parameter', 'no base64'
);
select throws_ok(
  format('select pg_temp.insert(%L)', w.changes), 'PT400', 'invalid_parameter',
  'the table: ' || w.description
)
from wrong as w;
select lives_ok($$ select pg_temp.insert('{}') $$, 'the table takes what is right');

select * from finish();
rollback;
