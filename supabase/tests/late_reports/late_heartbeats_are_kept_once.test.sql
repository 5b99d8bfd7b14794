-- Heartbeats of a runner that does not know that its run was ended are answered with status 409 and
-- late = true; the first is kept as an event, with its message.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"created_at": "2020-01-01", "updated_at": "2020-01-01", "last_heartbeat_at": "2020-01-01"}'
  )::text,
  true
);
select private.reap_executions();
create temp table ended as select to_jsonb(e) as columns from public.workflow_executions as e;
grant select on table ended to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
prepare beat as
  select status, error_code, recorded, late, last_heartbeat_at
  from public.heartbeat_execution(
    current_setting('t.execution')::uuid, progress => 50, message => 'still here'
  );
prepare answer as
  values ('failed', 'heartbeat_lost', false, true, '2020-01-01'::timestamptz);
select results_eq('beat', 'answer', 'the first beat');
select results_eq(
  $$
    select kind::text, message, (data ->> 'progress')::numeric, data ? 'last_heartbeat_at'
    from public.execution_events
    order by seq
  $$,
  $$
    values
      ('late_report', 'Reported after the database had ended the run; not applied.', 50.0, true),
      ('log', 'still here', null, null)
  $$,
  'it is kept, and its message'
);
select set_config('response.status', '', true);
select results_eq('beat', 'answer', 'the second is answered in the same way');
select is(current_setting('response.status'), '409', 'with status 409');
select results_eq(
  $$
    select to_jsonb(e), (select count(*) from public.execution_events)
    from public.workflow_executions as e
  $$,
  'select columns, 2::bigint from ended',
  'and writes nothing'
);

select * from finish();
rollback;
