-- The replay score is 100 less what is wrong with a recording, with its reasons in words.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

create function pg_temp.judged(recording jsonb, run jsonb default '{}')
returns text
language sql
as $$
  select concat_ws('; ', j.score, nullif(array_to_string(j.reasons, '; '), ''))
  from private.replay_judgement(
    jsonb_populate_record(
      null::public.visual_recordings,
      '{"chunks": 10, "tabs": 1, "blind_tabs": 0, "open_tabs": 1, "missing_chunks": 0,
        "tab_seconds": 100, "blind_seconds": 0, "gap_seconds": 0, "orphan_mutations": 0,
        "clock_jumps": 0, "events": 1000, "lost_events": 0, "bytes": 1000000,
        "streamed_seconds": 100, "last_event_at": "2026-01-01T00:01:40Z"}'::jsonb
      || judged.recording
    ),
    jsonb_populate_record(
      null::public.workflow_executions,
      '{"created_at": "2026-01-01T00:00:00Z"}'::jsonb || judged.run
    )
  ) as j
$$;
select is(pg_temp.judged('{}'), '100', 'nothing is wrong');
select is(pg_temp.judged('{"chunks": 0}'), '', 'nothing is there');
select is(pg_temp.judged('{"blind_tabs": 1, "blind_seconds": 100}'), '0; no full snapshot',
  'nothing can be shown');
select is(
  pg_temp.judged('{"blind_seconds": 10, "orphan_mutations": 50}'),
  '91; 10.0 seconds before the first full snapshot; '
  '50 of 1000 events change a page of which there is no snapshot yet',
  'a tenth of the time, a twentieth of the events'
);
select is(
  pg_temp.judged('{"tabs": 4, "blind_tabs": 1, "blind_seconds": 25}'),
  '90; 1 of 4 tabs without a full snapshot', 'a tab of which nothing can be shown'
);
select is(
  pg_temp.judged('{"missing_chunks": 1, "chunks": 19, "gap_seconds": 2.34}'),
  '93; 1 of 20 batches missing (2.3 seconds)', 'a chunk of twenty'
);
select is(
  pg_temp.judged('{"missing_chunks": 30}'), '60; 30 of 40 batches missing (0.0 seconds)',
  'most of them'
);
select is(
  pg_temp.judged('{"lost_events": 250}'), '80; 250 of 1250 events lost', 'a fifth of the events'
);
select is(pg_temp.judged('{"lost_events": 1}'), '100', 'what rounds to nothing is no reason');
select is(pg_temp.judged('{"clock_jumps": 3}'), '94; clock jumps: 3', 'three jumps');
select is(
  pg_temp.judged('{}', '{"completed_at": "2026-01-01T00:03:20Z"}')
    || ' / ' || pg_temp.judged('{}', '{"completed_at": "2026-01-01T00:01:50Z"}')
    || ' / ' || pg_temp.judged('{"open_tabs": 0}', '{"completed_at": "2026-01-01T00:03:20Z"}'),
  '80; ends 100.0 seconds before the run / 100 / 100',
  'half of the run is not there; 10 seconds and tabs that were closed do not matter'
);
select is(
  pg_temp.judged(format('{"bytes": %s}', 50 * 1048576::bigint * 100 / 60)::jsonb),
  '97; 50 MiB a minute',
  '50 MiB a minute'
);

select * from finish();
rollback;
