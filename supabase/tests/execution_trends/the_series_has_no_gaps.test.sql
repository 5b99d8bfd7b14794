-- The series has one point for each bucket that the window touches, in order and without gaps; by
-- default the last 24 hours, 30 days, 12 weeks or 12 months, the current one included.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

create temp table fixture as select tests.create_user() as owner;
grant select on fixture to public;
select tests.act_as(f.owner) from fixture as f;

create function pg_temp.described(t public.execution_trend)
returns text
language sql
as $$
  select concat_ws(
    ' ', cardinality(t.points), t.bucket || 's',
    case when t.points[1].starts_at = t.since then 'from since' end,
    case when t.until = (
      (t.points[cardinality(t.points)].starts_at at time zone t.timezone)
        + ('1 ' || t.bucket)::interval
    ) at time zone t.timezone then 'to until' end,
    case when (
      select bool_and(s.follows)
      from (
        select
          p.starts_at at time zone t.timezone - ('1 ' || t.bucket)::interval
            = lag(p.starts_at at time zone t.timezone) over (order by p.place) as follows
        from unnest(t.points) with ordinality as p (
          starts_at, total_executions, successful_executions, failed_executions,
          cancelled_executions, running_executions, success_rate, average_execution_time,
          p50_execution_time, p95_execution_time, mode_usage, visual_streaming_usage_rate, place
        )
      ) as s
    ) then 'without gaps' end,
    case when now() >= t.points[cardinality(t.points)].starts_at and now() < t.until
      then 'now in the last' end
  )
$$;
select is(
  pg_temp.described(public.execution_trends(bucket => 'hour')),
  '24 hours from since to until without gaps now in the last', 'hours'
);
select is(
  pg_temp.described(public.execution_trends()),
  '30 days from since to until without gaps now in the last', 'days are the default'
);
select is(
  pg_temp.described(public.execution_trends(bucket => null, timezone => null)),
  '30 days from since to until without gaps now in the last', 'null means the default'
);
select is(
  pg_temp.described(public.execution_trends(bucket => 'week')),
  '12 weeks from since to until without gaps now in the last', 'weeks'
);
select is(
  pg_temp.described(public.execution_trends(bucket => 'month')),
  '12 months from since to until without gaps now in the last', 'months'
);
select is(
  pg_temp.described(public.execution_trends(bucket => 'month', timezone => 'Asia/Tokyo')),
  '3 months from since to until without gaps now in the last', 'months of another zone'
);
select is(
  pg_temp.described(
    public.execution_trends(since => date_trunc('day', now(), 'UTC') - interval '6 days')
  ),
  '7 days from since to until without gaps now in the last', 'since alone: until now'
);
select is(
  pg_temp.described(public.execution_trends(until => '2026-03-01 00:00Z')),
  '30 days from since to until without gaps', 'until alone: 30 days before it'
);
select is(
  (select t.since from public.execution_trends(until => '2026-03-01 00:00Z') as t),
  timestamptz '2026-01-30 00:00Z', 'the day that until begins is not one of them'
);
select is(
  (
    select (t.since, t.until, t.previous_since)::text
    from public.execution_trends(
      bucket => 'month', since => '2026-01-31 12:00Z', until => '2026-03-01 00:00:00.000001Z'
    ) as t
  ),
  (timestamptz '2026-01-01Z', timestamptz '2026-04-01Z', timestamptz '2025-10-01Z')::text,
  'the window is widened to whole buckets and echoed; the one before has as many'
);
select is(
  (
    select (t.since, t.until)::text
    from public.execution_trends(
      bucket => 'week', since => '2026-01-04 12:00Z', until => '2026-01-12 00:00Z'
    ) as t
  ),
  (timestamptz '2025-12-29Z', timestamptz '2026-01-12Z')::text,
  'weeks start on Monday'
);
select is(
  pg_temp.described(public.execution_trends(since => '2025-01-01Z', until => '2026-02-05Z')),
  '400 days from since to until without gaps', '400 points can be had'
);
select is(
  pg_temp.described(public.execution_trends(since => now() + interval '3 years')),
  '1 days from since to until', 'a window that has not begun'
);

select * from finish();
rollback;
