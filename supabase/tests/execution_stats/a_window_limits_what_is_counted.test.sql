-- Statistics count what was created in since <= created_at < until; the window is echoed.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds
)
select f.owner, f.workflow, v.created_at::timestamptz, 'completed', v.seconds
from fixture as f, (
  values ('2026-01-01 00:00Z', 1), ('2026-01-02 00:00Z', 2), ('2026-01-03 00:00Z', 4)
) as v (created_at, seconds);

select tests.act_as(f.owner) from fixture as f;
create function pg_temp.maximum(since text, until text)
returns text
language sql
as $$
  select concat(s.total_executions, ' runs, longest ', coalesce(s.max_execution_time::text, 'none'))
  from fixture as f
  cross join lateral public.execution_stats(
    f.workflow, since => maximum.since::timestamptz, until => maximum.until::timestamptz
  ) as s
$$;
select is(pg_temp.maximum('2026-01-02 00:00Z', null), '2 runs, longest 4.000', 'since is included');
select is(pg_temp.maximum(null, '2026-01-02 00:00Z'), '1 runs, longest 1.000', 'until is excluded');
select is(
  pg_temp.maximum('2026-01-01 00:00:00.000001Z', '2026-01-03 00:00Z'), '1 runs, longest 2.000',
  'both'
);
select is(pg_temp.maximum('2026-02-01 00:00Z', null), '0 runs, longest none', 'nothing in it');
select results_eq(
  $$
    select s.since, s.until
    from fixture as f
    cross join lateral public.execution_stats(
      f.workflow, since => '2026-01-02 00:00Z', until => '2026-01-03 00:00Z'
    ) as s
  $$,
  $$values (timestamptz '2026-01-02 00:00Z', timestamptz '2026-01-03 00:00Z')$$,
  'the window is echoed'
);
select throws_ok(
  $$
    select public.execution_stats(f.workflow, since => '2026-01-02Z', until => '2026-01-02Z')
    from fixture as f
  $$,
  'PT400', 'invalid_parameter', 'an empty window is refused'
);
select throws_ok(
  $$ select public.execution_stats(f.workflow, until => 'infinity') from fixture as f $$,
  'PT400', 'invalid_parameter', 'a window has no infinite end'
);
select throws_ok(
  'select public.execution_stats(null)', 'PT400', 'invalid_parameter', 'workflow_id is required'
);

select * from finish();
rollback;
