-- A report on a run that a runner finished is no late report: the same status fills what is null,
-- another is refused, and no event is made; and a run that still runs just takes it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"created_at": "2020-01-01", "cancel_requested_at": "2020-01-01"}'
  )::text,
  true
);
select set_config('response.status', '', true);
select tests.act_as(current_setting('t.owner')::uuid);
select results_eq(
  $$
    select status, late
    from public.update_execution(current_setting('t.execution')::uuid, 'cancelled')
  $$,
  $$ values ('cancelled', false) $$,
  'the runner ends it in time'
);
select results_eq(
  $$
    select visual_events_captured, late
    from public.update_execution(
      current_setting('t.execution')::uuid, 'cancelled', visual_events_captured => 9
    )
  $$,
  'values (9, false)',
  'a metric that follows is filled in'
);
select results_eq(
  $$ select status, late from public.heartbeat_execution(current_setting('t.execution')::uuid) $$,
  $$ values ('cancelled', false) $$,
  'a heartbeat that follows'
);
select throws_ok(
  $$ select public.update_execution(current_setting('t.execution')::uuid, 'completed') $$,
  'PT409', 'execution_already_finished', 'another status'
);
select is_empty('select from public.execution_events', 'no event is made');
select is(current_setting('response.status'), '', 'and no status set');

select * from finish();
rollback;
