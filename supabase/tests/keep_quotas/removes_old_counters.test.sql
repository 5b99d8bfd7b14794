-- Counters of windows that were over two days ago go, and rates that were made up for by then; those
-- in use, what is stored, and what shards have lent each other, stay.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table account as select tests.create_user() as id from generate_series(1, 5);
insert into private.quota_counters (
  owner_key, workflow_id, shard, minute, day, running_lent, stored_bytes
)
select
  a.id, '00000000-0000-0000-0000-000000000000', c.shard, c.minute, c.day, c.lent,
  c.stored
from (select id from account limit 1) as a
cross join (
  values
    (0, now() - interval '49 hours', now() - interval '49 hours', 0, null),
    (1, now() - interval '49 hours', now() - interval '73 hours', 0, null),
    (2, now() - interval '47 hours', now() - interval '49 hours', 0, null),
    (3, now() - interval '49 hours', now() - interval '49 hours', -1, null),
    (4, now() - interval '49 hours', now() - interval '49 hours', 0, 0)
) as c (shard, minute, day, lent, stored);
select is(private.remove_quota_counters(1000), 2::bigint, 'two are over');
select results_eq(
  'select shard::integer from private.quota_counters join account on id = owner_key order by shard',
  array[2, 3, 4], 'the others'
);

insert into private.visual_rates (owner_key, workflow_id, until)
select a.id, '00000000-0000-0000-0000-000000000000', now() - a.hours * interval '1 hour'
from (select id, 43 + 2 * row_number() over () as hours from account) as a;
select is(private.remove_visual_rates(1000), 3::bigint, 'three are over');
select is(
  (select count(*) from private.visual_rates join account on id = owner_key), 2::bigint,
  'the others'
);

select * from finish();
rollback;
