-- Tags and metadata of a run that the database ended may still change, and a report that says what
-- the run says already is no late one.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"status": "failed", "error_code": "timed_out", "error": "Too long"}'
  )::text,
  true
);
select set_config('response.status', '', true);
select tests.act_as(current_setting('t.owner')::uuid);
select results_eq(
  $$
    select tags, metadata, late
    from public.update_execution(
      current_setting('t.execution')::uuid, tags => '{kept}', metadata => '{"kept": true}'
    )
  $$,
  $$ values ('{kept}'::text[], '{"kept": true}'::jsonb, false) $$,
  'labels'
);
select results_eq(
  $$
    select tags, late
    from public.update_execution(
      current_setting('t.execution')::uuid, 'failed', error => 'Too long', tags => '{again}'
    )
  $$,
  $$ values ('{again}'::text[], false) $$,
  'what is known, with labels'
);
select is(current_setting('response.status'), '', 'both are answered as usual');
select is_empty('select from public.execution_events', 'there is nothing to keep');
select results_eq(
  $$
    select tags, late
    from public.update_execution(
      current_setting('t.execution')::uuid, 'completed', tags => '{with a late report}'
    )
  $$,
  $$ values ('{"with a late report"}'::text[], true) $$,
  'labels that come with a late report are stored all the same'
);

select * from finish();
rollback;
