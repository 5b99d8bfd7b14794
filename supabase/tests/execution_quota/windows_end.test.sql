-- In the next minute of the clock the whole quota is there again; a transaction that began in the
-- minute before is counted in that one, and one that began earlier still is refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

create temp table fixture as
select tests.create_user() as owner;
create temp table q on commit drop as
select row(
  f.owner, '00000000-0000-0000-0000-000000000000'::uuid, 'executions_per_minute', 16
)::private.quota as quota
from fixture as f;
create function pg_temp.used(shard integer, at timestamptz) returns bigint language sql as $$
  select (private.count_in_windows(q.quota, shard, at, null)).in_minute from q
$$;

select is(pg_temp.used(0, '2026-01-01 00:00:10Z'), 1::bigint, 'the first of a minute');
select is(pg_temp.used(0, '2026-01-01 00:00:50Z'), 2::bigint, 'the second');
select is(pg_temp.used(0, '2026-01-01 00:01Z'), 1::bigint, 'the first of the next');
select is(pg_temp.used(0, '2026-01-01 00:00Z'), 3::bigint, 'the minute before is still known');
select is(pg_temp.used(1, '2026-01-01 00:01Z'), 1::bigint, 'another shard was idle before');
select is(pg_temp.used(1, '2026-01-01 00:00Z'), 1::bigint, 'and has the minute before for itself');
select is(pg_temp.used(2, '2026-01-01 00:02Z'), 1::bigint, 'a third begins later');
select is(pg_temp.used(2, '2026-01-01 00:00Z'), null, 'two minutes ago is not known any more');
select is(
  (
    select (private.count_in_windows(q.quota, 0, '2026-01-01 23:59:59Z', null)).in_day from q
  ),
  5::bigint, 'all of that are of one day'
);
-- Creates look at the minute alone.
select is(pg_temp.used(3, '2026-01-01 23:59:59Z'), 1::bigint, 'the last of a day');
select private.use_quota(
  row(
    f.owner, '00000000-0000-0000-0000-000000000000'::uuid, 'executions_per_day', 16
  )::private.quota, 3, '2026-01-02Z', 2
) from fixture as f;
select results_eq(
  $$
    select c.minute, c.in_minute, c.in_minute_before, c.day, c.in_day, c.in_day_before
    from private.quota_counters as c
    join fixture as f on f.owner = c.owner_key and c.shard = 3
  $$,
  $$ values ('2026-01-02Z'::timestamptz, 0::bigint, 1::bigint, '2026-01-02Z'::timestamptz,
    2::bigint, 1::bigint) $$,
  'room that is moved in the next day begins its first minute, too'
);

select * from finish();
rollback;
