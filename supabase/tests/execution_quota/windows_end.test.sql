-- In the next minute of the clock the whole quota is there again; a transaction that began in the
-- minute before is counted in that one, and one that began earlier still is refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select tests.create_user() as owner;
create temp table q on commit drop as
select row(
  f.owner, '00000000-0000-0000-0000-000000000000'::uuid, 'executions_per_minute', 16
)::private.quota as quota
from fixture as f;
create function pg_temp.used(shard integer, at timestamptz) returns boolean language sql as $$
  select private.use_quota(q.quota, shard, at, 1, private.quota_share((q.quota).most, shard))
  from q
$$;

select is(pg_temp.used(0, '2026-01-01 00:00Z'), true, 'the share of a shard is 1');
select is(pg_temp.used(0, '2026-01-01 00:00Z'), false, 'used up');
select is(pg_temp.used(0, '2026-01-01 00:01Z'), true, 'the next minute');
select is(pg_temp.used(0, '2026-01-01 00:00Z'), false, 'the minute before is still used up');
select is(pg_temp.used(1, '2026-01-01 00:01Z'), true, 'another shard was idle before');
select is(pg_temp.used(1, '2026-01-01 00:00Z'), true, 'so its share of the minute before is there');
select is(pg_temp.used(2, '2026-01-01 00:02Z') and pg_temp.used(2, '2026-01-01 00:00Z'), false,
  'what was used two minutes ago is not known any more');

select * from finish();
rollback;
