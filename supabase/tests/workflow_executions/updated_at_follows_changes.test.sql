-- updated_at is the time of the last change, whatever the change says; a repeated report that
-- changes nothing is none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select tests.create_execution(
  null, tests.create_workflow(null), '{"updated_at": "2020-01-01", "created_at": "2020-01-01"}'
);
select tests.act_as_service();
update public.workflow_executions set progress = 1, updated_at = '2999-01-01';
select is((select updated_at from public.workflow_executions), now(), 'while it runs');
update public.workflow_executions set status = 'completed', updated_at = '2999-01-01';
select is((select updated_at from public.workflow_executions), now(), 'when it ends');
update public.workflow_executions set tags = '{late}', updated_at = '2999-01-01';
select is((select updated_at from public.workflow_executions), now(), 'when it is over');

select tests.act_as_owner();
select set_config(
  't.old',
  tests.create_execution(
    null, (select workflow_id from public.workflows),
    '{"status": "failed", "created_at": "2020-01-01", "completed_at": "2020-01-02",
      "updated_at": "2020-01-02", "error": "why"}'
  )::text,
  true
);
select tests.act_as_service();
select is(
  (
    select updated_at
    from public.update_execution(
      current_setting('t.old')::uuid, 'failed', error => 'other', execution_time_seconds => 5
    )
  ),
  '2020-01-02'::timestamptz, 'not when everything reported is known'
);
select is(
  (
    select updated_at
    from public.update_execution(
      current_setting('t.old')::uuid, 'failed', visual_events_captured => 5
    )
  ),
  now(), 'but when something is filled'
);

select * from finish();
rollback;
