-- A difference in success is told when the interval of the difference leaves zero out, one in
-- duration when the ranks of completed runs tell it; else no difference is shown, and fewer than 10
-- runs on a side are too few. All in words too. The numbers are those of SciPy, computed as in
-- ranks_agree_with_another_implementation; intervals of rates by binomtest().proportion_ci().
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select tests.create_user() as owner;
grant select on fixture to public;
-- A workflow with runs of these numbers; the nth completed one takes seconds + n / 10.
create function pg_temp.workflow(completed integer, failed integer, seconds numeric)
returns uuid
language plpgsql
as $$
declare
  v_workflow_id constant uuid := tests.create_workflow(null);
begin
  perform tests.create_run(
    f.owner, v_workflow_id, case when n > workflow.completed then 'failed' else 'completed' end, 1,
    -- Failed runs are long; that says nothing of how long completed ones are.
    jsonb_build_object('execution_time_seconds', case
      when n > workflow.completed then 900 else workflow.seconds + n / 10.0 end)
  )
  from fixture as f, generate_series(1, workflow.completed + workflow.failed) as n;
  perform tests.create_run(f.owner, v_workflow_id, 'running', 1) from fixture as f;
  return v_workflow_id;
end
$$;
create temp table compared as
with workflows as materialized (
  select
    pg_temp.workflow(48, 32, 10) as usual, pg_temp.workflow(56, 14, 10.3) as better,
    pg_temp.workflow(46, 31, 10.4) as like_it, pg_temp.workflow(40, 40, 30) as slower,
    pg_temp.workflow(9, 0, 10) as few, pg_temp.workflow(9, 1, 10) as enough,
    pg_temp.workflow(0, 0, 0) as unused
)
select w.* from workflows as w;
grant select on compared to public;

select tests.act_as(f.owner) from fixture as f;
create function pg_temp.told(a uuid, b uuid) returns text language sql as $$
  select c.verdict from public.compare_workflows(told.a, told.b) as c
$$;
select is(
  (select pg_temp.told(t.usual, t.better) from compared as t),
  'b succeeds more often than a: 80.00 % against 60.00 % (95 % interval of the difference: 5.24 to '
  '33.39 points). b takes longer than a: by 0.700 s (95 % interval: 0.100 to 1.300), a small '
  'effect.',
  'more often, and longer'
);
select is(
  (select pg_temp.told(t.better, t.usual) from compared as t),
  'b succeeds less often than a: 60.00 % against 80.00 % (95 % interval of the difference: -33.39 '
  'to -5.24 points). b takes less time than a: by 0.700 s (95 % interval: 0.100 to 1.300), a '
  'small effect.',
  'the other way around'
);
select is(
  (select pg_temp.told(t.usual, t.like_it) from compared as t),
  'No difference in success shown: 60.00 % of a and 59.74 % of b (95 % interval of the difference: '
  '-15.27 to 14.73 points). No difference in duration shown (95 % interval of the difference: '
  '-0.300 to 0.900 s).',
  'neither'
);
select is(
  (select pg_temp.told(t.usual, t.few) from compared as t),
  'Too few finished runs to compare success: 80 of a and 9 of b; 10 of each are needed. Too few '
  'completed runs to compare durations: 48 of a and 9 of b; 10 of each are needed.',
  'too few'
);
select is(
  (
    select (((c).outcome).verdict, ((c).duration).verdict, ((c).duration).difference is null)::text
    from compared as t cross join lateral public.compare_workflows(t.usual, t.enough) as c
  ),
  '(no_difference_shown,too_few_runs,f)', '10 that finished, of them 9 completed'
);
select is(
  (
    select ((c).outcome, (c).duration)::text
    from compared as t cross join lateral public.compare_workflows(t.usual, t.slower) as c
  ),
  '("(no_difference_shown,-10.00,-24.67,5.31)",'
  '"(longer,19.600,19.000,20.200,0.000000,100.00,1.0000,large)")',
  'all that is told of a difference'
);
select is(
  (
    select (c.b)::text || (c.outcome)::text || (c.duration)::text
    from compared as t cross join lateral public.compare_workflows(t.usual, t.unused) as c
  ),
  (
    select format(
      '(%s,"a workflow",,0,0,0,0,,,,,,,,,t)(too_few_runs,,,)(too_few_runs,,,,,,,)', t.unused
    )
    from compared as t
  ),
  'no runs'
);
select is(
  (
    select (
      (c.a).sampled_executions, (c.a).successful_executions, (c.a).failed_executions,
      (c.a).cancelled_executions, (c.a).success_rate, (c.a).success_rate_low,
      (c.a).success_rate_high, (c.a).median_execution_time, (c.a).median_low, (c.a).median_high,
      (c.a).is_whole_window
    )::text
    from compared as t cross join lateral public.compare_workflows(t.usual, t.few) as c
  ),
  '(80,48,32,0,60.00,49.05,70.04,12.450,11.700,13.200,t)', 'one side; what runs does not count'
);
select is(
  (select pg_temp.told(t.usual, t.usual) from compared as t) like 'No difference in success shown%',
  true, 'a workflow does not differ from itself'
);

select * from finish();
rollback;
