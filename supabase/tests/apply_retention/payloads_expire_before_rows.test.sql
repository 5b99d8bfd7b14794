-- Payloads have their own days: result, logs and events go, inputs and error stay, and the run says
-- when.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create temp table made as
select
  r.name,
  tests.create_run(
    f.owner, f.workflow, 'failed', r.days_ago,
    '{"result": {"a": 1}, "logs": ["l"], "error": "why", "inputs": {"b": 2}}'
  ) as execution_id
from fixture as f
cross join (values ('old', 20), ('young', 5), ('too old for a row', 40)) as r (name, days_ago);
grant select on made to public;
insert into public.execution_events (execution_id, message)
select m.execution_id, 'a line' from made as m;
insert into public.retention_policies (user_id, failed_days, payload_days, keep_last_failures)
select f.owner, 30, 10, 0 from fixture as f;

select is(
  tests.apply_retention()::text, '(1,1,0,f,)', 'rows that go are not deprived of payloads first'
);
select tests.act_as(f.owner) from fixture as f;
select results_eq(
  $$
    select d.result, d.logs, d.events, d.error, d.inputs, d.payloads_expired_at
    from made as m
    cross join lateral public.execution_detail(m.execution_id) as d
    where m.name = 'old'
  $$,
  $$
    values (null::jsonb, null::jsonb, '[]'::jsonb, 'why', '{"b": 2}'::jsonb, now())
  $$,
  'its detail says so'
);
select results_eq(
  $$
    select d.result, jsonb_array_length(d.logs), d.payloads_expired_at
    from made as m
    cross join lateral public.execution_detail(m.execution_id) as d
    where m.name = 'young'
  $$,
  $$ values ('{"a": 1}'::jsonb, 2, null::timestamptz) $$,
  'a younger one keeps them'
);
select is(
  (
    select e.value ->> 'payloads_expired_at'
    from made as m
    cross join lateral jsonb_array_elements((public.execution_history()).executions) as e (value)
    where m.name = 'old' and e.value ->> 'execution_id' = m.execution_id::text
  )::timestamptz,
  now(), 'so does its row in a list'
);
-- A late report does not bring them back.
select public.update_execution(
  m.execution_id, status => 'failed', result => '{"again": 1}', logs => '["again"]'
)
from made as m
where m.name = 'old';
select is_empty(
  $$
    select 1
    from made as m
    join public.workflow_executions as e using (execution_id)
    where m.name = 'old' and num_nonnulls(e.result, e.logs) > 0
  $$,
  'they stay away'
);
select throws_ok(
  $$
    select public.update_execution(m.execution_id, append_logs => '["again"]')
    from made as m
    where m.name = 'old'
  $$,
  'PT409', 'payloads_expired', 'and no event is added'
);
select tests.act_as_owner();
select is_empty(
  $$
    select 1
    from made as m
    join private.execution_event_totals as t using (execution_id)
    where m.name <> 'young'
  $$,
  'nothing is left of events'
);

select * from finish();
rollback;
