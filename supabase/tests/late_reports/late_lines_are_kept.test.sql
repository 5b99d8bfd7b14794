-- Lines appended to a run that the database ended are kept like others, and the request is answered
-- with status 409 and late = true, by function and table.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"status": "cancelled", "error_code": "cancel_grace_over"}'
  )::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
select is(
  (
    select late
    from public.update_execution(
      current_setting('t.execution')::uuid, append_logs => '["one", "two"]'
    )
  ),
  true, 'late'
);
select is(current_setting('response.status'), '409', 'with status 409');
select is(
  (select status from public.workflow_executions), 'cancelled', 'the run stays as it is'
);
select set_config('response.status', '', true);
insert into public.execution_events (execution_id, message)
values (current_setting('t.execution')::uuid, 'three');
select is(current_setting('response.status'), '409', 'by the table too');
select results_eq(
  'select kind::text, message from public.execution_events order by seq',
  $$ values ('log', 'one'), ('log', 'two'), ('log', 'three') $$, 'the lines are kept'
);

select * from finish();
rollback;
