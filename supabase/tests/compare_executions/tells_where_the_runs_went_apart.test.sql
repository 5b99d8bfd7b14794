-- The first divergence is the first step or log line in which two runs differ, whichever came
-- earlier; else their status, error or result. It is told in a sentence.
begin;
create extension if not exists pgtap with schema extensions;
select plan(16);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
create function pg_temp.run(columns jsonb, entries jsonb default '[]')
returns uuid
language plpgsql
as $$
declare
  v_execution_id uuid;
begin
  select tests.create_execution(
    f.owner, f.workflow,
    '{"created_at": "2026-01-02", "status": "completed", "execution_time_seconds": 4}'
    || run.columns
  )
  into v_execution_id
  from fixture as f;
  insert into public.execution_events (execution_id, at, kind, step, message, level)
  select
    v_execution_id, timestamptz '2026-01-02' + (e.entry ->> 'at')::numeric * interval '1 second',
    coalesce(e.entry ->> 'kind', 'log'), e.entry ->> 'step', e.entry ->> 'message',
    coalesce(e.entry ->> 'level', 'info')
  from jsonb_array_elements(run.entries) with ordinality as e (entry, place)
  order by e.place;
  return v_execution_id;
end
$$;
create function pg_temp.steps(variadic names text[]) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object(
    'kind', k.kind, 'step', trim(n.name, '!'), 'at', n.place,
    'level', case when n.name like '%!' and k.kind = 'step_finished' then 'error' else 'info' end,
    'message', case when n.name like '%!' and k.kind = 'step_finished' then 'no button' end
  ) order by n.place, k.kind desc)
  from unnest(steps.names) with ordinality as n (name, place)
  cross join (values ('step_started'), ('step_finished')) as k (kind)
$$;
create function pg_temp.line(message text, at numeric) returns jsonb language sql as $$
  select jsonb_build_array(jsonb_build_object('message', message, 'at', at))
$$;
create function pg_temp.told(a uuid, b uuid) returns text language sql as $$
  select concat_ws(
    ' | ', (c.first_divergence).part, (c.first_divergence).sentence,
    (c.first_divergence).a_position, (c.first_divergence).b_position,
    (c.first_divergence).a_seconds, (c.first_divergence).b_seconds, (c.first_divergence).path
  )
  from public.compare_executions(told.a, told.b) as c
$$;

select is(
  pg_temp.told(
    pg_temp.run('{}', pg_temp.steps('open', 'pay')),
    pg_temp.run('{"status": "failed"}', pg_temp.steps('open', 'retry', 'pay!'))
  ),
  'steps | Step 2 is "pay" in a and "retry" in b. | 2 | 2 | 2.000 | 2.000', 'another step'
);
select is(
  pg_temp.told(
    pg_temp.run('{}', pg_temp.steps('open', 'pay')), pg_temp.run('{}', pg_temp.steps('open'))
  ),
  'steps | Step 2 is "pay" in a and missing in b. | 2 | 2.000', 'a step missing'
);
select is(
  pg_temp.told(
    pg_temp.run('{}', pg_temp.steps('open', 'pay')),
    pg_temp.run('{"status": "failed"}', pg_temp.steps('open', 'pay!'))
  ),
  'steps | Step 2, "pay", completed in a and failed in b: "no button". | 2 | 2 | 2.000 | 2.000',
  'another outcome'
);
select is(
  pg_temp.told(
    pg_temp.run('{}', pg_temp.steps('open', 'pay') || pg_temp.line('sent 1', 1.5)),
    pg_temp.run('{}', pg_temp.steps('open', 'pay!') || pg_temp.line('not sent', 1.6))
  ),
  'logs | Log line 1 is "sent 1" in a and "not sent" in b. | 1 | 1 | 1.500 | 1.600',
  'a line before the step'
);
select is(
  pg_temp.told(
    pg_temp.run('{}', pg_temp.steps('open', 'pay')),
    pg_temp.run('{}', pg_temp.steps('open', 'pay!') || pg_temp.line('too late', 2.5))
  ) like 'steps | Step 2, %',
  true, 'the step before a line'
);
select is(
  pg_temp.told(
    pg_temp.run('{}', pg_temp.steps('open')),
    pg_temp.run('{"logs": ["at the end"]}', pg_temp.steps('open', 'pay'))
  ) like 'steps | Step 2 is missing in a and "pay" in b.%',
  true, 'a line without a time came at the end'
);
select is(
  pg_temp.told(pg_temp.run('{}'), pg_temp.run('{"logs": ["more"]}')),
  'logs | Log line 1 is missing in a and "more" in b. | 1', 'a line that one has alone'
);
select is(
  pg_temp.told(
    pg_temp.run('{"logs": ["n 1"]}'),
    pg_temp.run('{"logs": ["n 2"], "status": "failed", "error": "no button"}')
  ),
  'status | a is completed and b is failed: "no button". | 4.000 | 4.000',
  'nothing but the status'
);
select is(
  pg_temp.told(
    pg_temp.run('{"status": "failed", "error": "timeout after 30 s"}'),
    pg_temp.run('{"status": "failed", "error": "no button"}')
  ),
  'error | The error is "timeout after 30 s" in a and "no button" in b. | 4.000 | 4.000',
  'nothing but the error'
);
select is(
  pg_temp.told(
    pg_temp.run('{"status": "failed", "error": "timeout after 30 s"}'),
    pg_temp.run('{"status": "failed", "error": "timeout after 31 s"}')
  ),
  '', 'errors that say the same of other numbers are no divergence'
);
select is(
  pg_temp.told(
    pg_temp.run('{"result": {"price": 12.5}}'), pg_temp.run('{"result": {"price": 13}}')
  ),
  'result | The result differs at /price: "12.5" in a and "13" in b. | 4.000 | 4.000 | /price',
  'nothing but the result'
);
select is(
  pg_temp.told(pg_temp.run('{"result": [1]}'), pg_temp.run('{}')),
  'result | The result differs: "[1]" in a and missing in b. | 4.000 | 4.000 | ',
  'no result'
);
select is(
  pg_temp.told(pg_temp.run('{}'), pg_temp.run(
    jsonb_build_object('status', 'failed', 'error', repeat('x', 101))
  )),
  'status | a is completed and b is failed: "' || repeat('x', 100) || '...". | 4.000 | 4.000',
  'long texts are cut'
);
select is(
  pg_temp.told(pg_temp.run('{}'), pg_temp.run(jsonb_build_object(
    'status', 'failed', 'error', E'Timeout\n\tCall log:\r\n  \x1b[2m- waiting\x1b[22m\n'
  ))),
  'status | a is completed and b is failed: "Timeout Call log: - waiting". | 4.000 | 4.000',
  'those of several lines are put on one'
);
select is(
  pg_temp.told(
    pg_temp.run('{"inputs": {"n": 1}, "execution_time_seconds": 3}', pg_temp.steps('open')),
    pg_temp.run('{"inputs": {"n": 2}, "mode": "local-run"}', pg_temp.steps('open'))
  ),
  '', 'inputs, mode and duration are no divergence'
);
create temp table runs as
select
  pg_temp.run('{"inputs": {"n": 1}, "execution_time_seconds": 3}') as a,
  pg_temp.run('{"inputs": {"n": 2}, "mode": "local-run"}') as b;
select results_eq(
  $$
    select
      c.same_workflow, c.same_mode, c.same_status, c.seconds_difference, c.seconds_ratio, c.notes
    from runs as r
    cross join lateral public.compare_executions(r.a, r.b) as c
  $$,
  $$
    values (
      true, false, true, 1.000, 1.333,
      array[
        'a is a cloud-run, b a local-run.', 'a and b were given different inputs, first at /n.'
      ]
    )
  $$,
  'they are told beside it'
);

select * from finish();
rollback;
