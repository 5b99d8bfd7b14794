-- Folding moves what waits to days, totals and histograms, for each workflow and for all of its
-- owner; what statistics read is the same before and after.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow, tests.create_workflow(u.owner) as other
from (select tests.create_user() as owner) as u;
do $$
begin
  perform tests.create_execution(f.owner, w.workflow_id, jsonb_build_object(
    'status', 'completed', 'execution_time_seconds', v.seconds, 'created_at', v.created_at
  ))
  from fixture as f, (
    values
      (false, 0.02, '2024-01-01T10:00:00Z'), (false, 0.02, '2024-01-01T11:00:00Z'),
      (false, 0.05, '2024-01-02T00:00:00Z'), (true, 0.02, '2024-01-01T12:00:00Z')
  ) as v (elsewhere, seconds, created_at)
  cross join lateral (
    select case when v.elsewhere then f.other else f.workflow end as workflow_id
  ) as w;
end
$$;
create temp view statistics as
select
  w.name, s.counts, s.min_seconds, s.max_seconds, s.p50_seconds, s.p95_seconds
from fixture as f
cross join lateral (
  values ('workflow', f.workflow), ('other', f.other), ('all', null)
) as w (name, workflow_id)
cross join lateral private.summaries_of_rollups(array[f.owner], w.workflow_id, null) as s;
create temp table statistics_before as select * from statistics;

select is(
  tests.rollups_of(f.owner), '{"days": null, "totals": null, "durations": null}', 'nothing yet'
) from fixture as f;
select ok(tests.fold_rollups() >= 4, 'as many as waited');
select is(tests.fold_rollups(), 0, 'then none');
select set_eq('table statistics', 'table statistics_before', 'statistics are the same');
create temp view named as
select f.owner, w.workflow_id, w.name
from fixture as f
cross join lateral (
  values
    ('workflow', f.workflow), ('other', f.other), ('all', '00000000-0000-0000-0000-000000000000')
) as w (name, workflow_id);
select set_eq(
  $$
    select
      n.name, d.day, d.completed, d.seconds, d.min_seconds, d.max_seconds, d.last_created_at,
      d.duration_buckets, d.duration_counts
    from named as n
    join private.execution_days as d on d.owner_key = n.owner and d.workflow_id = n.workflow_id
    where not d.purged and not d.extremes_stale
  $$,
  $$
    values
      (
        'workflow', date '2024-01-01', 2, 0.040, 0.020, 0.020, timestamptz '2024-01-01 11:00Z',
        '{20}'::smallint[], '{2}'::integer[]
      ),
      ('workflow', '2024-01-02', 1, 0.050, 0.050, 0.050, '2024-01-02 00:00Z', '{50}', '{1}'),
      ('other', '2024-01-01', 1, 0.020, 0.020, 0.020, '2024-01-01 12:00Z', '{20}', '{1}'),
      ('all', '2024-01-01', 3, 0.060, 0.020, 0.020, '2024-01-01 12:00Z', '{20}', '{3}'),
      ('all', '2024-01-02', 1, 0.050, 0.050, 0.050, '2024-01-02 00:00Z', '{50}', '{1}')
  $$,
  'days'
);
select set_eq(
  $$
    select n.name, t.completed, t.seconds, t.min_seconds, t.max_seconds, t.last_created_at
    from named as n
    join private.execution_totals as t on t.owner_key = n.owner and t.workflow_id = n.workflow_id
    where not t.purged
  $$,
  $$
    values
      ('workflow', 3::bigint, 0.090, 0.020, 0.050, timestamptz '2024-01-02 00:00Z'),
      ('other', 1, 0.020, 0.020, 0.020, '2024-01-01 12:00Z'),
      ('all', 4, 0.110, 0.020, 0.050, '2024-01-02 00:00Z')
  $$,
  'totals'
);
select set_eq(
  $$
    select n.name, h.bucket, h.runs
    from named as n
    join private.execution_durations as h on h.owner_key = n.owner and h.workflow_id = n.workflow_id
    where not h.purged
  $$,
  $$
    values
      ('workflow', 20::smallint, 2::bigint), ('workflow', 50, 1), ('other', 20, 1), ('all', 20, 3),
      ('all', 50, 1)
  $$,
  'histograms'
);

select * from finish();
rollback;
