-- Every duration that can be stored falls into a bucket whose value is off by at most 2 %; zero has
-- a bucket of its own, and longer runs never fall into lower buckets.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table durations as
select d.seconds, private.duration_bucket(d.seconds) as bucket
from (
  -- Each millisecond up to 2 s, then in steps of about 0.07 % up to what the column holds.
  select i / 1000.0 as seconds from generate_series(0, 2000) as i
  union all
  select round(least(2 * exp(i / 1500.0), 9999999.999)::numeric, 3)
  from generate_series(0, 23200) as i
) as d;
select is(max(d.seconds), 9999999.999, 'the longest is among them') from durations as d;
select is(
  (private.duration_bucket(0), private.bucket_seconds(0))::text, '(0,0.00000000000000000000)',
  'zero'
);
select is_empty(
  $$
    select d.seconds, private.bucket_seconds(d.bucket)
    from durations as d
    where abs(round(private.bucket_seconds(d.bucket), 3) - d.seconds) > 0.02 * d.seconds
  $$,
  'off by at most 2 %, rounded to milliseconds'
);
select is_empty(
  $$
    select w.seconds
    from (
      select d.seconds, d.bucket, lag(d.bucket) over (order by d.seconds) as previous
      from durations as d
    ) as w
    where w.bucket < w.previous
  $$,
  'in order'
);
select is(
  (max(d.bucket), count(distinct d.bucket))::text, '(714,715)', '715 buckets, none left out'
) from durations as d;

select * from finish();
rollback;
