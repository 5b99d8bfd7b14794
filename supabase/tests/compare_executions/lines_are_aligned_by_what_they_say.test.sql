-- Log lines are aligned when they say the same of other ids, times and numbers; those that only one
-- run has are listed where a reader of both would come upon them. Runs that have little in common
-- are compared by how often each line comes.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

select is(
  private.normalised_line(l.line), l.alike, l.line
)
from (
  values
    ('took 3.5 s for 1,234 rows', 'took # s for # rows'),
    ('at 2026-01-02T03:04:05.678Z and 12:30:01', 'at # and #'),
    ('run 0198C1F0-7c3e-7d1c-9b1e-2f6f3b0a4d11 of deadbeef17', 'run # of #'),
    ('a facade decade', 'a facade decade')
) as l (line, alike);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
create function pg_temp.run(lines jsonb, logs jsonb default null)
returns public.workflow_executions
language plpgsql
as $$
declare
  v_execution_id uuid;
  v_run public.workflow_executions;
begin
  select tests.create_execution(f.owner, f.workflow, jsonb_build_object(
    'created_at', '2026-01-02', 'status', 'completed', 'logs', run.logs
  ))
  into v_execution_id
  from fixture as f;
  select e.* into v_run
  from public.workflow_executions as e
  where e.execution_id = v_execution_id;
  insert into public.execution_events (execution_id, message, at, level, kind, step)
  select
    v_run.execution_id, l.line, timestamptz '2026-01-02' + l.place * interval '1 second',
    case when l.line like 'no %' then 'error' else 'info' end,
    case when l.line like 'step %' then 'step_started' else 'log' end, 'a step'
  from jsonb_array_elements_text(run.lines) with ordinality as l (line, place)
  order by l.place;
  return v_run;
end
$$;
-- Volatile, to see the lines of runs made in the same statement.
create function pg_temp.compare(
  run_a public.workflow_executions, run_b public.workflow_executions
)
returns public.log_comparison
language plpgsql
as $$
begin
  return private.compare_logs(run_a, run_b);
end
$$;
create function pg_temp.differences(c public.log_comparison) returns setof text language sql as $$
  select concat_ws(' ', d.change, d.position, d.level, d.line, d.seconds, d.times)
  from unnest(differences.c.differences) as d
$$;

create temp table compared as
select pg_temp.compare(
  pg_temp.run('["open 1", "step x", "sign in", "pay 3.50", "done"]', '["late", {"message": "m"}]'),
  pg_temp.run('["open 2", "sign in", "no button", "retry", "pay 4", "done"]', '[{"message": "m"}]')
) as c;
select results_eq(
  'select pg_temp.differences(t.c) from compared as t',
  array['only_in_b 3 error no button 3.000 1', 'only_in_b 4 info retry 4.000 1',
    'only_in_a 5 late 1'],
  'what one run has alone, with its time; steps are no lines'
);
select is(
  (
    select ((t.c).is_same, (t.c).a_lines, (t.c).b_lines, (t.c).common_lines, (t.c).compared_by,
      (t.c).first_difference, (t.c).truncated)::text
    from compared as t
  ),
  '(f,6,7,5,order,"(3,""pay 3.50"",""no button"",4.000,3.000)",f)',
  'how many are common, and where the first difference is'
);
select is(
  (
    select ((c).is_same, (c).differences, (c).first_difference)::text
    from pg_temp.compare(pg_temp.run('["n 1"]'), pg_temp.run('["n 2"]')) as c
  ),
  '(t,{},)', 'other numbers make no difference'
);
select is(
  (select (c.is_same, c.a_lines)::text from pg_temp.compare(
    pg_temp.run('[]'), pg_temp.run('[]', '[{"at": "infinity", "message": "m"}]')
  ) as c),
  '(f,0)', 'a line without a moment of its own has no seconds'
);

select results_eq(
  $$
    select pg_temp.differences(pg_temp.compare(
      pg_temp.run('[]'),
      pg_temp.run('["at last"]', '[null, 7, ["x"], {"level": 3, "message": null}]')
    ))
  $$,
  array['only_in_b 1 info at last 1.000 1', 'only_in_b 2  1', 'only_in_b 3 7 1',
    'only_in_b 4 ["x"] 1', 'only_in_b 5 3 {"level": 3, "message": null} 1'],
  'whatever an older runner has sent is a line'
);

-- Words, for numbers make no difference.
create function pg_temp.words(first integer, last integer) returns jsonb language sql as $$
  select jsonb_agg('word ' || translate(n::text, '0123456789', 'abcdefghij') order by n)
  from generate_series(words.first, words.last) as n
$$;
select is(
  (
    select (c.compared_by, c.common_lines, cardinality(c.differences), c.truncated)::text
    from pg_temp.compare(
      pg_temp.run('[]', pg_temp.words(1, 1200)), pg_temp.run('[]', pg_temp.words(201, 1400))
    ) as c
  ),
  '(order,1000,200,t)', '400 differences are found in order, and 200 of them listed'
);
create temp table counted as
select pg_temp.compare(
  pg_temp.run('[]', '["a", "x", "x", "x"]' || pg_temp.words(1, 150)),
  pg_temp.run('[]', '["b", "x", "y"]' || pg_temp.words(1000, 1300))
) as c;
select is(
  (
    select ((t.c).is_same, (t.c).compared_by, (t.c).common_lines, (t.c).first_difference)::text
    from counted as t
  ),
  '(f,counts,1,"(1,a,b,,)")', 'more are counted'
);
select results_eq(
  'select pg_temp.differences(t.c) from counted as t limit 4',
  array['only_in_a 1 a 1', 'only_in_b 1 b 1', 'only_in_a 2 x 2', 'only_in_b 3 y 1'],
  'with how often more each comes'
);
select is(
  (
    select (c.is_same, c.a_lines, c.b_lines, c.common_lines, c.truncated)::text
    from pg_temp.compare(
      pg_temp.run('["first"]', pg_temp.words(1, 2001)),
      pg_temp.run('["first"]', pg_temp.words(1, 2002))
    ) as c
  ),
  '(f,2002,2003,2000,t)', 'the first 2 000 lines are compared, and all counted'
);

select * from finish();
rollback;
