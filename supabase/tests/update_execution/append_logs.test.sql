-- append_logs adds lines to the execution's events in the order given, and leaves logs alone.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null), '{"logs": ["at the end"]}'
  )::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
select is(
  (
    select logs
    from public.update_execution(
      current_setting('t.execution')::uuid,
      append_logs => '[
        "a text",
        {"message": "an object"},
        {"message": "all of it", "at": "2026-01-02T03:04:05Z", "level": "warn", "step": "sign in",
          "data": {"n": [1]}}
      ]'
    )
  ),
  '["at the end"]', 'logs is as it was'
);
select lives_ok(
  $$
    select public.update_execution(
      current_setting('t.execution')::uuid, 'completed', append_logs => '["with the end"]'
    )
  $$,
  'together with the end'
);
select lives_ok(
  $$
    select public.update_execution(
      current_setting('t.execution')::uuid, append_logs => '["late"]'
    )
  $$,
  'and after it'
);
select lives_ok(
  $$ select public.update_execution(current_setting('t.execution')::uuid, append_logs => '[]') $$,
  'no lines are no change'
);
select results_eq(
  $$
    select kind::text, level::text, step::text, message, data, at
    from public.execution_events
    order by seq
  $$,
  $$
    values
      ('log', 'info', null::text, 'a text', null::jsonb, now()),
      ('log', 'info', null, 'an object', null, now()),
      ('log', 'warn', 'sign in', 'all of it', '{"n": [1]}', '2026-01-02T03:04:05Z'),
      ('log', 'info', null, 'with the end', null, now()),
      ('log', 'info', null, 'late', null, now())
  $$,
  'the events'
);
select is(
  private.appended_logs(current_setting('t.execution')::uuid) -> 2,
  '{"at": "2026-01-02T03:04:05+00:00", "level": "warn", "step": "sign in", "message": "all of it",
    "data": {"n": [1]}}',
  'as lists show them'
);

select * from finish();
rollback;
