-- What retention has removed stays in a series from rollups; one from rows says how many runs of
-- the window's UTC days it no longer shows. What somebody deleted is in neither.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, created_at, status, tags)
select f.owner, f.workflow, timestamptz '2026-05-05 12:00Z', 'completed', array[n::text]
from fixture as f, generate_series(1, 5) as n
union all
select f.owner, f.workflow, '2026-05-08 12:00Z', 'completed', array['later'] from fixture as f;

create function pg_temp.counted(bucket text, since timestamptz, until timestamptz, timezone text)
returns text
language sql
as $$
  select concat(
    t.computed_from, ': ', (t.total).total_executions, ', missing ', t.missing_executions
  )
  from fixture as f
  cross join lateral public.execution_trends(
    f.workflow, counted.bucket, counted.since, counted.until, counted.timezone
  ) as t
$$;
select tests.purge(array(
  select e.execution_id from public.workflow_executions as e
  join fixture as f on f.owner = e.user_id where e.tags && '{1,2,later}'
));
delete from public.workflow_executions as e using fixture as f
where f.owner = e.user_id and e.tags = '{3}';

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.counted('day', '2026-05-05Z', '2026-05-06Z', 'UTC'), 'rollups: 4, missing 0', 'UTC days'
);
select is(
  pg_temp.counted('hour', '2026-05-05Z', '2026-05-06Z', 'UTC'), 'rows: 2, missing 2', 'hours'
);
select is(
  pg_temp.counted('day', '2026-05-05Z', '2026-05-06Z', 'Europe/Berlin'), 'rows: 2, missing 2',
  'days of another zone'
);
select is(
  pg_temp.counted('hour', '2026-05-05 20:00Z', '2026-05-05 21:00Z', 'UTC'), 'rows: 0, missing 2',
  'days are counted whole: which hours the removed runs were of is no longer known'
);
select is(
  pg_temp.counted('hour', '2026-05-06Z', '2026-05-08Z', 'UTC'), 'rows: 0, missing 0',
  'nothing is missing of other days'
);
select tests.act_as_owner();
select tests.fold_rollups();
select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.counted('hour', '2026-05-05Z', '2026-05-06Z', 'UTC'), 'rows: 2, missing 2',
  'hours, after folding'
);
select is(
  pg_temp.counted('day', '2026-05-05Z', '2026-05-06Z', 'UTC'), 'rollups: 4, missing 0',
  'UTC days, after folding'
);

select * from finish();
rollback;
