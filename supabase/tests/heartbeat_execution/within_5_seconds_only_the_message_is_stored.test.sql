-- A beat within 5 seconds of the last one is not stored; its message is.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    jsonb_build_object('last_heartbeat_at', now() - interval '4.9 seconds', 'progress', 10)
  )::text,
  true
);
prepare beat as
  select recorded, last_heartbeat_at
  from public.heartbeat_execution(
    current_setting('t.execution')::uuid, progress => 20, message => 'alive',
    visual_events_captured => 5
  );
prepare stored as
  select last_heartbeat_at, progress, visual_events_captured from public.workflow_executions;

select tests.act_as(current_setting('t.owner')::uuid);
select results_eq('beat', $$ values (false, now() - interval '4.9 seconds') $$, 'too soon');
select results_eq(
  'stored', $$ values (now() - interval '4.9 seconds', 10::numeric(5, 2), null::integer) $$,
  'nothing of the run is changed'
);
select results_eq(
  'select kind::text, level::text, message from public.execution_events',
  $$ values ('log', 'info', 'alive') $$, 'the message is kept as a line'
);
select tests.act_as_owner();
update public.workflow_executions set last_heartbeat_at = now() - interval '5 seconds';
select tests.act_as(current_setting('t.owner')::uuid);
select results_eq('beat', 'values (true, now())', 'after 5 seconds');
select results_eq('stored', 'values (now(), 20::numeric(5, 2), 5)', 'it is stored');
select is((select count(*) from public.execution_events), 2::bigint, 'with its message');

select * from finish();
rollback;
