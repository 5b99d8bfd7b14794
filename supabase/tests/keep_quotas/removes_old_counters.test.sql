-- Counters of windows that were over two days ago go; those in use, and what shards have lent each
-- other, stay.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

insert into private.quota_counters (owner_key, workflow_id, name, shard, at, used)
select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', c.name, 0, c.at, c.used
from (
  values
    ('executions_per_minute', now() - interval '49 hours', 1),
    ('executions_per_day', now() - interval '49 hours', 2),
    ('visual_events_per_second', now() - interval '49 hours', 3),
    ('executions_per_minute', now() - interval '47 hours', 4),
    ('visual_events_per_second', now(), 5),
    ('running_executions', '1970-01-01Z', 6), ('stored_bytes', '1970-01-01Z', 7)
) as c (name, at, used);
select is(private.remove_quota_counters(1000), 3::bigint, 'three are over');
select results_eq(
  'select used from private.quota_counters order by used', array[4, 5, 6, 7]::bigint[], 'the others'
);

select * from finish();
rollback;
