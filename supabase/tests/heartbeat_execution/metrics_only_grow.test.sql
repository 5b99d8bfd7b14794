-- Of the events that heartbeats report the greatest number is kept, of progress the last; what a
-- heartbeat leaves out stays.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null)
  )::text,
  true
);
create function pg_temp.beat(progress numeric, events integer)
returns table (stored_progress numeric, stored_events integer)
language plpgsql as $$
begin
  perform tests.act_as_owner();
  update public.workflow_executions set last_heartbeat_at = null;
  perform tests.act_as(current_setting('t.owner')::uuid);
  perform public.heartbeat_execution(
    current_setting('t.execution')::uuid, beat.progress, visual_events_captured => beat.events
  );
  return query select e.progress, e.visual_events_captured from public.workflow_executions as e;
end
$$;
select results_eq('select * from pg_temp.beat(20, 8)', 'values (20::numeric, 8)', 'the first');
select results_eq('select * from pg_temp.beat(10, 3)', 'values (10::numeric, 8)', 'fewer events');
select results_eq('select * from pg_temp.beat(null, 9)', 'values (10::numeric, 9)', 'more events');
select results_eq('select * from pg_temp.beat(50, null)', 'values (50::numeric, 9)', 'no events');

select * from finish();
rollback;
