-- Spans that overlap are put on different tracks, as few as can be; one may start on a track where
-- another ends.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create function pg_temp.tracks(spans text) returns integer[] language sql as $$
  select private.tracks(
    array_agg('2026-01-01'::timestamptz + split_part(s.span, '-', 1)::integer * interval '1 hour'
      order by s.place),
    array_agg('2026-01-01'::timestamptz + split_part(s.span, '-', 2)::integer * interval '1 hour'
      order by s.place)
  )
  from string_to_table(tracks.spans, ' ') with ordinality as s (span, place)
$$;
select is(pg_temp.tracks('0-1 1-2 2-3'), '{1,1,1}', 'one after the other');
select is(pg_temp.tracks('0-9 1-2 3-8 4-5'), '{1,2,2,3}', 'one within the other');
select is(pg_temp.tracks('0-2 1-4 2-3 3-5'), '{1,2,1,1}', 'chains');
select is(pg_temp.tracks('1-1 1-1 1-2 1-2'), '{1,1,1,2}', 'moments take no room');
select is(private.tracks('{}', '{}'), '{}', 'none');
-- As many tracks as there are spans at one time, and no two on a track overlap.
select setseed(0.5);
create temp table spans as
select row_number() over (order by s.starts) as place, s.starts, s.starts + s.length as ends
from (
  select random() * interval '1 day' + timestamptz '2026-01-01' as starts,
    random() * interval '2 hours' as length
  from generate_series(1, 300)
) as s;
select results_eq(
  $$
    with placed as (
      select s.*, t.tracks[s.place] as track
      from spans as s
      cross join (
        select private.tracks(
          array_agg(s.starts order by s.place), array_agg(s.ends order by s.place)
        ) as tracks
        from spans as s
      ) as t
    )
    select
      max(p.track),
      exists (
        select 1
        from placed as a
        join placed as b on b.track = a.track and b.place > a.place and b.starts < a.ends
      )
    from placed as p
  $$,
  $$
    select max(c.spans)::integer, false
    from (
      select count(*) as spans
      from spans as s
      join spans as o on o.starts <= s.starts and o.ends > s.starts
      group by s.place
    ) as c
  $$,
  '300 at random'
);

select * from finish();
rollback;
