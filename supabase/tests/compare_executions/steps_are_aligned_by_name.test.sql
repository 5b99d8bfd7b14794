-- Steps are aligned by name, in the order in which they started; what only one run did stands
-- between those that both did.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
-- Steps as name:seconds, failed ones with an exclamation mark, unfinished ones without seconds.
create function pg_temp.run(steps text)
returns public.workflow_executions
language plpgsql
as $$
declare
  v_execution_id uuid;
  v_run public.workflow_executions;
begin
  select tests.create_execution(f.owner, f.workflow, '{"created_at": "2026-01-02"}')
  into v_execution_id
  from fixture as f;
  select e.* into v_run
  from public.workflow_executions as e
  where e.execution_id = v_execution_id;
  insert into public.execution_events (execution_id, kind, step, at, level, message)
  select
    v_run.execution_id, k.kind, split_part(s.step, ':', 1),
    timestamptz '2026-01-02' + (s.place + k.seconds) * interval '1 second',
    case when s.step like '%!' and k.kind = 'step_finished' then 'error' else 'info' end,
    case when s.step like '%!' and k.kind = 'step_finished' then 'no button' end
  from string_to_table(run.steps, ' ') with ordinality as s (step, place)
  cross join lateral (
    values
      ('step_started', 0),
      ('step_finished', nullif(rtrim(split_part(s.step, ':', 2), '!'), '')::numeric)
  ) as k (kind, seconds)
  where s.step like '%:%' or k.kind = 'step_started'
  order by s.place, k.seconds;
  return v_run;
end
$$;

-- Volatile, to see the steps of runs made in the same statement.
create function pg_temp.compare(
  run_a public.workflow_executions, run_b public.workflow_executions
)
returns public.step_comparison
language plpgsql
as $$
begin
  return private.compare_steps(run_a, run_b);
end
$$;

create temp table compared as
select pg_temp.compare(
  pg_temp.run('open:1 menu:1 sign_in:2 add:1 add:1 pay:3'),
  pg_temp.run('open:1 banner:0.5 retry:1 sign_in:4.5 add:1 pay:1!')
) as c;
select results_eq(
  $$
    select concat_ws(' ', p.name, p.change, p.a_position, p.b_position, p.seconds_difference)
    from compared as t
    cross join lateral unnest((t.c).pairs) as p
  $$,
  array[
    'open none 1 1 0.000', 'menu only_in_a 2', 'banner only_in_b 2', 'retry only_in_b 3',
    'sign_in none 3 4 2.500', 'add only_in_a 4', 'add none 5 5 0.000', 'pay outcome 6 6 -2.000'
  ],
  'side by side'
);
select is(
  (select ((t.c).is_same, (t.c).a_steps, (t.c).b_steps, (t.c).common_steps, (t.c).truncated)::text
    from compared as t),
  '(f,6,6,4,f)', 'how many are common'
);
select is(
  (select ((t.c).pairs)[8]::text from compared as t),
  '(pay,outcome,6,6,completed,failed,3.000,1.000,-2.000,6.000,6.000,,"no button")',
  'all of a step: outcomes, seconds, when it started and why it failed'
);
select is(
  (
    select (c.is_same, (c.pairs)[2].change, (c.pairs)[2].b_outcome)::text
    from pg_temp.compare(pg_temp.run('open:1 pay:1'), pg_temp.run('open:3 pay')) as c
  ),
  '(f,outcome,)', 'a step that did not end has another outcome; seconds make no difference'
);
select is(
  (
    select
      (c.is_same, c.a_steps, c.b_steps, c.common_steps, cardinality(c.pairs), c.truncated)::text
    from pg_temp.compare(
      pg_temp.run((select string_agg('s:1', ' ') from generate_series(1, 299))),
      pg_temp.run((select string_agg('s:1', ' ') from generate_series(1, 301)))
    ) as c
  ),
  '(f,299,301,299,300,t)', 'the first 300 steps are compared'
);

select * from finish();
rollback;
