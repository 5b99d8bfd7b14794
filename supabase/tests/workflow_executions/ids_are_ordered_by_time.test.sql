-- execution_id is a UUIDv7: version 7, RFC 9562 variant, and the time it was made in its first
-- 48 bits.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temporary table made on commit drop as
select
  g.n,
  extract(epoch from clock_timestamp()) * 1000 as before,
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  ) as id,
  extract(epoch from clock_timestamp()) * 1000 as after
from generate_series(1, 50) as g (n)
cross join lateral (select pg_sleep(0.001 + g.n * 0)) as pause;
select is_empty(
  $$
    select id
    from made
    where id::text !~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-'
  $$,
  'version and variant'
);
select is_empty(
  $$
    select * from made
    where ('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint
      not between before - 1 and after + 1
  $$,
  'milliseconds since 1970 lead'
);
select is(
  (select array_agg(n order by id) from made), (select array_agg(n order by n) from made),
  'ids of different milliseconds sort by time'
);
select is(
  (select count(distinct right(id::text, 17)) from made), 50::bigint, 'the rest is random'
);

select * from finish();
rollback;
