-- An execution is shown with its steps: what started when, in which step, how long it took and how
-- it ended.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config(
  't.' || n.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  )::text,
  true
)
from unnest(array['by_id', 'by_name', 'many', 'silent']) as n (name);
select tests.act_as(current_setting('t.owner')::uuid);
create function pg_temp.steps(name text) returns table (line text) language sql as $$
  select concat_ws(
    ' ', s.step ->> 'name', p.step ->> 'name', s.step ->> 'seconds', s.step ->> 'outcome',
    s.step ->> 'error'
  )
  from public.execution_detail(current_setting('t.' || name)::uuid) as d
  cross join lateral jsonb_array_elements(d.steps) with ordinality as s (step, place)
  left join lateral jsonb_array_elements(d.steps) as p (step)
    on p.step -> 'seq' = s.step -> 'parent_seq'
  order by s.place
$$;

select public.update_execution(
  current_setting('t.by_id')::uuid,
  append_logs => '[
    {"kind": "step_started", "step": "order", "id": "1", "at": "2026-01-02T00:00:00Z"},
    {"kind": "step_started", "step": "add", "id": "2", "step_id": "1", "at": "2026-01-02T00:00:01Z"},
    {"kind": "step_started", "step": "add", "id": "3", "step_id": "1", "at": "2026-01-02T00:00:01Z"},
    {"message": "a line in it", "step": "add", "step_id": "3"},
    {"kind": "step_finished", "step": "add", "step_id": "3", "at": "2026-01-02T00:00:02.5Z"},
    {"kind": "step_finished", "step": "add", "step_id": "2", "at": "2026-01-02T00:00:04Z",
      "level": "error", "message": "sold out"},
    {"kind": "step_finished", "step": "add", "step_id": "2", "at": "2026-01-02T00:00:09Z"},
    {"kind": "step_started", "step": "pay", "id": "4", "step_id": "1", "at": "2026-01-02T00:00:05Z"}
  ]'
);
select results_eq(
  $$ select * from pg_temp.steps('by_id') $$,
  array['order', 'add order 3.000 failed sold out', 'add order 1.500 completed', 'pay order'],
  'told apart by id; one that has not ended has no outcome'
);
select public.update_execution(
  current_setting('t.by_name')::uuid,
  append_logs => '[
    {"kind": "step_started", "step": "try", "at": "2026-01-02T00:00:00Z"},
    {"kind": "step_finished", "step": "try", "at": "2026-01-02T00:00:01Z", "level": "error"},
    {"kind": "step_started", "step": "try", "at": "2026-01-02T00:00:02Z"},
    {"kind": "step_finished", "step": "try", "at": "2026-01-02T00:00:00Z", "level": "warn"},
    {"kind": "step_finished", "step": "never started"}
  ]'
);
select results_eq(
  $$ select * from pg_temp.steps('by_name') $$,
  array['try 1.000 failed', 'try 0.000 completed'],
  'without ids the nth end of a name belongs to its nth start; seconds are never negative'
);
select public.update_execution(
  current_setting('t.many')::uuid,
  append_logs => (
    select jsonb_agg(jsonb_build_object('kind', k.kind, 'step', n, 'at', '2026-01-02')
      order by n, k.kind desc)
    from generate_series(1, 1001) as n, (values ('step_started'), ('step_finished')) as k (kind)
  )
);
select results_eq(
  $$
    select count(*), max(s.line) filter (where s.line like '1000 %')
    from pg_temp.steps('many') as s
  $$,
  $$ values (1000::bigint, '1000 0.000 completed') $$,
  'the first 1 000'
);
select is(
  (select d.steps from public.execution_detail(current_setting('t.silent')::uuid) as d),
  '[]', 'an execution without steps has an empty list'
);
select is(
  (select d.steps -> 0 from public.execution_detail(current_setting('t.by_id')::uuid) as d) - 'seq',
  '{"name": "order", "parent_seq": null, "started_at": "2026-01-02T00:00:00+00:00",
    "finished_at": null, "seconds": null, "outcome": null, "error": null}',
  'the fields of a step'
);

select * from finish();
rollback;
