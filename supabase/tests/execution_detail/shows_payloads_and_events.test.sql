-- An execution is shown with its payloads, the lines appended while it ran before those of its
-- end, and its events of every kind in the order they arrived.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null, 'Order a kettle'),
    '{"inputs": {"n": 1}, "result": [2], "logs": ["at the end"], "metadata": {"m": 3}}'
  )::text,
  true
);
select set_config(
  't.silent',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
insert into public.execution_events (execution_id, at, kind, level, step, message, data)
values
  (current_setting('t.execution')::uuid, '2026-01-02', 'log', 'warn', null, 'first', '{"d": 4}'),
  (current_setting('t.execution')::uuid, '2026-01-01', 'step_started', 'info', 's', null, null),
  (current_setting('t.execution')::uuid, '2026-01-03', 'log', 'info', 's', 'second', null);
update public.workflow_executions
set error = repeat('e', 501)
where execution_id = current_setting('t.execution')::uuid;
create temporary table shown on commit drop as
select d.* from public.execution_detail(current_setting('t.execution')::uuid) as d;

select is(
  (select (s.workflow_name, s.inputs, s.result, s.metadata, length(s.error))::text from shown as s),
  '("Order a kettle","{""n"": 1}",[2],"{""m"": 3}",501)', 'the payloads, and the whole error'
);
select is(
  (select s.logs from shown as s),
  '[
    {"at": "2026-01-02T00:00:00+00:00", "level": "warn", "message": "first", "data": {"d": 4}},
    {"at": "2026-01-03T00:00:00+00:00", "level": "info", "message": "second", "step": "s"},
    "at the end"
  ]',
  'logs: what came while it ran, then what came at its end'
);
select is(
  (select jsonb_agg(e.value - '{seq,id,step_id}'::text[] order by e.place)
    from shown as s, jsonb_array_elements(s.events) with ordinality as e (value, place)),
  '[
    {"at": "2026-01-02T00:00:00+00:00", "kind": "log", "level": "warn", "step": null,
      "message": "first", "data": {"d": 4}},
    {"at": "2026-01-01T00:00:00+00:00", "kind": "step_started", "level": "info", "step": "s",
      "message": null, "data": null},
    {"at": "2026-01-03T00:00:00+00:00", "kind": "log", "level": "info", "step": "s",
      "message": "second", "data": null}
  ]',
  'events: all of them, in order of arrival'
);
select ok(
  (select (s.events #>> '{0,seq}')::bigint < (s.events #>> '{1,seq}')::bigint
    and s.next_events_after is null from shown as s),
  'their seq grows, and nothing follows'
);
select is(
  (
    select d.events
    from shown as s
    cross join lateral public.execution_detail(
      s.execution_id, (s.events #>> '{1,seq}')::bigint
    ) as d
  ),
  (select jsonb_build_array(s.events -> 2) from shown as s),
  'events after one'
);
select is(
  (
    select (d.events, d.next_events_after, d.logs)::text
    from public.execution_detail(current_setting('t.silent')::uuid) as d
  ),
  '([],,)', 'a run that reported nothing has an empty list'
);

select * from finish();
rollback;
