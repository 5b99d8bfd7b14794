-- Days of a time zone last 23 or 25 hours where its clocks change, and start when they start there:
-- also where midnight is left out or comes twice, and where a whole day never was. No run is lost
-- between two buckets.
begin;
create extension if not exists pgtap with schema extensions;
select plan(16);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- A run every half hour around each change.
insert into public.workflow_executions (user_id, workflow_id, created_at, status)
select f.owner, f.workflow, d.day + (n - 48) * interval '30 minutes', 'completed'
from fixture as f,
  unnest(array[
    '2026-03-28Z', '2026-10-24Z', '2018-11-03Z', '2026-10-31Z', '2011-12-29Z', '2026-04-04Z'
  ]::timestamptz[]) as d (day),
  generate_series(0, 239) as n;

create function pg_temp.runs(bucket text, since timestamptz, until timestamptz, timezone text)
returns text
language sql
as $$
  select concat(
    string_agg(p.total_executions::text, ' ' order by p.place), ', ', (t.total).total_executions
  )
  from public.execution_trends(
    bucket => runs.bucket, since => runs.since, until => runs.until, timezone => runs.timezone
  ) as t
  cross join lateral unnest(t.points) with ordinality as p (
    starts_at, total_executions, successful_executions, failed_executions, cancelled_executions,
    running_executions, success_rate, average_execution_time, p50_execution_time,
    p95_execution_time, mode_usage, visual_streaming_usage_rate, place
  )
  group by t.total
$$;
create function pg_temp.starts(bucket text, since timestamptz, until timestamptz, timezone text)
returns text[]
language sql
as $$
  select array_agg(to_char(p.starts_at at time zone 'UTC', 'DD HH24:MI') order by p.starts_at)
  from public.execution_trends(
    bucket => starts.bucket, since => starts.since, until => starts.until,
    timezone => starts.timezone
  ) as t
  cross join lateral unnest(t.points) as p
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.runs('day', '2026-03-28 12:00Z', '2026-03-30 12:00Z', 'Europe/Berlin'), '48 46 48, 142',
  'Berlin: the day on which summer time begins has 23 hours'
);
select is(
  pg_temp.starts('day', '2026-03-28 12:00Z', '2026-03-30 12:00Z', 'Europe/Berlin'),
  array['27 23:00', '28 23:00', '29 22:00'], 'Berlin: days start at its midnight'
);
select is(
  pg_temp.runs('day', '2026-10-24 12:00Z', '2026-10-26 12:00Z', 'Europe/Berlin'), '48 50 48, 146',
  'Berlin: the day on which summer time ends has 25 hours'
);
select is(
  pg_temp.runs('hour', '2026-10-24 23:00Z', '2026-10-25 03:00Z', 'Europe/Berlin'),
  '2 2 2 2, 8', 'Berlin: the hour that comes twice is two hours'
);
select is(
  pg_temp.runs('week', '2026-10-24 12:00Z', '2026-10-27Z', 'Europe/Berlin'),
  '142 240, 382', 'Berlin: weeks start on its Monday'
);
select is(
  pg_temp.runs('day', '2018-11-03 12:00Z', '2018-11-06 01:00Z', 'America/Sao_Paulo'),
  '48 46 48, 142', 'Sao Paulo 2018: a day whose midnight is left out'
);
select is(
  pg_temp.starts('day', '2018-11-03 12:00Z', '2018-11-06 12:00Z', 'America/Sao_Paulo'),
  array['03 03:00', '04 03:00', '05 02:00', '06 02:00'],
  'Sao Paulo 2018: the days after it start at midnight again'
);
select is(
  pg_temp.starts('day', '2026-10-31 12:00Z', '2026-11-02 12:00Z', 'America/Havana'),
  array['31 04:00', '01 04:00', '02 05:00'],
  'Havana: a midnight that comes twice starts the day the first time'
);
select is(
  pg_temp.runs('day', '2026-10-31 12:00Z', '2026-11-02 12:00Z', 'America/Havana'),
  '48 50 48, 146', 'Havana: that day has 25 hours'
);
select is(
  pg_temp.starts('day', '2011-12-29 12:00Z', '2012-01-01 12:00Z', 'Pacific/Apia'),
  array['29 10:00', '30 10:00', '31 10:00', '01 10:00'],
  'Apia 2011: December 30 never was, and is no bucket'
);
select is(
  pg_temp.runs('hour', '2026-04-04 14:00Z', '2026-04-04 17:20Z', 'Australia/Lord_Howe'),
  '2 2 2 2, 8', 'Lord Howe: clocks go back by half an hour, and no run falls out'
);
select is(
  pg_temp.starts('hour', '2026-10-24 10:10Z', '2026-10-24 12:00Z', 'Asia/Kathmandu'),
  array['24 09:15', '24 10:15', '24 11:15'], 'Kathmandu: hours start at a quarter past'
);
select is(
  (
    select (t.previous_since, (t.previous).total_executions)::text
    from public.execution_trends(
      since => '2026-10-26 00:00+01', until => '2026-10-27 00:00+01', timezone => 'Europe/Berlin'
    ) as t
  ),
  (timestamptz '2026-10-25 00:00+02', 50::bigint)::text,
  'the window before has as many days, not as many hours'
);
select is(
  (select t.timezone from public.execution_trends(timezone => 'Europe/Berlin') as t),
  'Europe/Berlin', 'the time zone is echoed'
);
select is(
  (select t.computed_from from public.execution_trends(timezone => 'etc/utc') as t),
  'rollups', 'another name of UTC is UTC'
);
set local timezone = 'Pacific/Auckland';
select is(
  pg_temp.runs('day', '2026-10-24 12:00Z', '2026-10-26 12:00Z', 'Europe/Berlin'), '48 50 48, 146',
  'the session''s own time zone does not matter'
);

select * from finish();
rollback;
