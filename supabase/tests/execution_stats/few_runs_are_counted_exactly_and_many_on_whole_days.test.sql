-- Up to 1 000 runs, and up to 5 000 in a window of at most 7 days, are counted from the rows,
-- exactly; more from the rollups, on whole UTC days, which the answer echoes.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as few, tests.create_workflow(u.owner) as more,
  tests.create_workflow(u.owner) as many, tests.create_workflow(u.owner) as recent
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- One run a second from 02:00 on: 1 000 of few, 1 001 of more, 5 001 of many.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds
)
select
  f.owner, w.workflow_id, timestamptz '2026-01-09 02:00Z' + n.n * interval '1 second', 'completed',
  1
from fixture as f
cross join lateral (values (f.few, 999), (f.more, 1000), (f.many, 5000)) as w (workflow_id, last)
cross join lateral generate_series(0, w.last) as n (n);
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds
)
select f.owner, f.recent, now() - interval '1 day', 'completed', 1
from fixture as f
cross join generate_series(1, 1001);

select tests.act_as(f.owner) from fixture as f;
create function pg_temp.counted(workflow_id uuid, since text, until text)
returns text
language sql
as $$
  select concat_ws(
    ' ', s.computed_from, s.total_executions,
    to_char(s.since at time zone 'UTC', '"from" MM-DD HH24:MI'),
    to_char(s.until at time zone 'UTC', '"to" MM-DD HH24:MI')
  )
  from public.execution_stats(
    counted.workflow_id, since => counted.since::timestamptz, until => counted.until::timestamptz
  ) as s
$$;
select is(pg_temp.counted(f.few, null, null), 'rows 1000', '1 000 of all time') from fixture as f;
select is(pg_temp.counted(f.more, null, null), 'rollups 1001', 'one more') from fixture as f;
select is(
  pg_temp.counted(f.more, '2026-01-03 01:00Z', '2026-01-10 01:00Z'),
  'rows 1001 from 01-03 01:00 to 01-10 01:00', 'one more in 7 days'
) from fixture as f;
select is(
  pg_temp.counted(f.more, '2026-01-03 00:59Z', '2026-01-10 01:00Z'),
  'rollups 1001 from 01-03 00:00 to 01-11 00:00', 'one more in longer than 7 days'
) from fixture as f;
select is(
  pg_temp.counted(f.many, '2026-01-09 02:00:01Z', '2026-01-09 05:00Z'),
  'rows 5000 from 01-09 02:00 to 01-09 05:00', '5 000 in 7 days, of a day that has more'
) from fixture as f;
select is(
  pg_temp.counted(f.many, '2026-01-09 02:00Z', '2026-01-09 05:00Z'),
  'rollups 5001 from 01-09 00:00 to 01-10 00:00', '5 001 in 7 days'
) from fixture as f;
select is(
  (
    select concat_ws(' ', s.computed_from, s.total_executions, s.since = now() - interval '7 days')
    from fixture as f
    cross join lateral public.execution_stats(f.recent, since => now() - interval '7 days') as s
  ),
  'rows 1001 t', 'since alone is a window until now'
);

select * from finish();
rollback;
