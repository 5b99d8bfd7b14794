-- from and to choose, of each tab, the chunks that show what was seen in that time, and before it
-- those from the last full snapshot on; from alone what shows that moment; to alone the beginning.
begin;
create extension if not exists pgtap with schema extensions;
select plan(20);

select set_config('t.owner', tests.create_user()::text, true);
select tests.create_execution(
  current_setting('t.owner')::uuid, tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
);
-- Ten chunks of a second each, 0.9 s of it with events, snapshots in 0, 4 and 8; of another tab
-- three from the fifth second on, none with a snapshot, and its last one without events.
select tests.record_batch(
  's', b.sequence,
  jsonb_build_object(
    'tab', b.tab, 'snapshot', b.tab = 'main' and b.sequence % 4 = 0,
    'first_event_at', '2026-01-31 09:00:00+00'::timestamptz + b.second * interval '1 second'
  )
)
from (
  select 'main' as tab, n as sequence, n as second from generate_series(0, 9) as n
  union all
  select 'other', n, n + 5 from generate_series(0, 2) as n
) as b;
select tests.record_batch('s', 3, '{"tab": "other", "events": 0, "is_final": true}');

create function pg_temp.shown(
  "from" numeric, "to" numeric, tab text default null, after integer default null
)
returns text
language sql
as $$
  select coalesce(string_agg(c.tab || ' ' || c.sequence, ', ' order by c.place), '')
  from (select '2026-01-31 09:00:00+00'::timestamptz as start) as t
  cross join public.visual_chunks(
    's', shown.tab, t.start + shown."from" * interval '1 second',
    t.start + shown."to" * interval '1 second', shown.after
  ) as v
  cross join unnest(v.chunks) with ordinality as c (
    tab, sequence, arrival, first_event_at, last_event_at, events, bytes, stored_bytes,
    has_full_snapshot, snapshot_at, place
  )
$$;

select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.shown(3.5, null), 'main 0, main 1, main 2, main 3', 'a moment');
select is(pg_temp.shown(4, null), 'main 4', 'the moment of a snapshot');
select is(pg_temp.shown(3.999, null), 'main 0, main 1, main 2, main 3', 'just before');
select is(
  pg_temp.shown(6.95, null), 'main 4, main 5, main 6, other 0, other 1',
  'a moment between two chunks; of a tab without a snapshot everything so far'
);
select is(pg_temp.shown(-1, null), 'main 0', 'before the beginning: the beginning');
select is(
  pg_temp.shown(1000, null), 'main 8, main 9, other 0, other 1, other 2', 'after the end'
);
select is(pg_temp.shown(5.5, 6), 'main 4, main 5, other 0', 'a span: what begins at its end not');
select is(
  pg_temp.shown(5.5, 6.001), 'main 4, main 5, main 6, other 0, other 1',
  'what begins before its end does'
);
select is(
  pg_temp.shown(3, 8.5),
  'main 0, main 1, main 2, main 3, main 4, main 5, main 6, main 7, main 8, other 0, other 1,'
  ' other 2',
  'a span with other snapshots in it'
);
select is(pg_temp.shown(-5, 1.5), 'main 0, main 1', 'a span that begins before the session');
select is(pg_temp.shown(null, 2), 'main 0, main 1', 'only an end: from the beginning');
select is(pg_temp.shown(6, null, 'other'), 'other 0, other 1', 'of one tab');
select is(pg_temp.shown(6, null, 'none'), '', 'of a tab that is not there');
select is(pg_temp.shown(6, null, 'main', 6), 'main 6', 'only what arrived after');
select is(
  pg_temp.shown(null, null, 'other'), 'other 0, other 1, other 2, other 3',
  'with neither everything, the last without events too'
);
select is(
  pg_temp.shown(null, null, null, 12), 'other 2, other 3', 'everything that arrived after'
);
select is(pg_temp.shown(null, null, null, 14), '', 'nothing did');

select tests.act_as_owner();
-- The clock goes back by two seconds after 9: it is what the recorder says that counts.
select tests.record_batch('s', 10, '{"first_event_at": "2026-01-31 09:00:08.5+00"}');
select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.shown(8.6, null, 'main'), 'main 8, main 10', 'a clock that went back');
select is(pg_temp.shown(9.5, null, 'main'), 'main 8, main 9, main 10', 'and has passed the moment');
select is(
  (
    select row((v.tabs)[1].tab, (v.tabs)[2].tab, v.last_arrival)
    from public.visual_chunks('s', "from" => '2026-01-31 09:00:01+00') as v
  ),
  row('main'::text, 'other'::text, 15), 'tabs and last_arrival are those of the whole session'
);

select * from finish();
rollback;
