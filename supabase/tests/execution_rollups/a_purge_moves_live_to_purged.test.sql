-- What retention removes is still counted, as purged: statistics keep it, and verify_rollups() does
-- not miss it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table runs as
select
  v.place,
  tests.create_execution(f.owner, f.workflow, jsonb_build_object(
    'status', v.status, 'execution_time_seconds', v.seconds, 'visual_events_captured', v.events,
    'created_at', v.created_at
  )) as id
from fixture as f, (
  values
    (1, 'completed', 0.5, 3, '2024-01-01T10:00:00Z'),
    (2, 'failed', 1, null, '2024-01-01T11:00:00Z'),
    (3, 'completed', 2, 4, '2024-01-02T12:00:00Z'),
    (4, 'running', null, 1, '2024-01-01T00:00:00Z')
) as v (place, status, seconds, events, created_at);
-- Percentiles may move within a bucket; the rest is compared to the digit.
create temp view statistics as
select s.counts, s.min_seconds, s.max_seconds
from fixture as f
cross join lateral private.summaries_of_rollups(array[f.owner], f.workflow, null) as s;
create temp table statistics_before as select * from statistics;

select tests.purge(array(select r.id from runs as r where r.place in (1, 2, 4)));
select is(tests.counted(f.owner)::text, '(1,0,0,1,0,0,0,0,1,0,4,2.000,0)', 'live')
from fixture as f;
select is(
  tests.counted(f.owner, purged => true)::text, '(1,1,0,2,0,0,0,0,1,0,3,1.500,0)', 'purged'
) from fixture as f;
select results_eq('table statistics', 'table statistics_before', 'statistics are the same');
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'right while it waits'
);
select tests.fold_rollups();
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'right when folded'
);
select results_eq('table statistics', 'table statistics_before', 'and still the same');
select results_eq(
  $$
    select d.day, d.purged, d.completed, d.failed, d.min_seconds, d.max_seconds, d.last_created_at
    from private.execution_days as d
    join fixture as f on d.owner_key = f.owner and d.workflow_id = f.workflow
    order by d.day
  $$,
  $$
    values
      (
        date '2024-01-01', true, 1, 1, 0.500::numeric(10, 3), 1.000::numeric(10, 3),
        timestamptz '2024-01-01 11:00Z'
      ),
      (date '2024-01-02', false, 1, 0, 2.000, 2.000, '2024-01-02 12:00Z')
  $$,
  'a day whose runs are all purged has no live row'
);
select is(
  (select (s.purged_runs, s.purged_last_at) = (2::bigint, timestamptz '2024-01-01 11:00Z')
    from fixture as f
    cross join lateral private.summaries_of_rollups(array[f.owner], f.workflow, null) as s),
  true, 'and statistics say how many rows no longer show'
);

select * from finish();
rollback;
