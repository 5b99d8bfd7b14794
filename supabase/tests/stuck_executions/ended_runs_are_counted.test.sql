-- A run that the database ended counts as failed or cancelled in its workflow's statistics, and no
-- more as running.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
do $$
begin
  perform tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    jsonb_build_object('created_at', now() - interval '1 hour') || c.columns
  )
  from (
    values
      ('{"timeout_seconds": 1}'::jsonb),
      (jsonb_build_object('cancel_requested_at', now() - interval '1 hour')),
      ('{}')
  ) as c (columns);
end
$$;
prepare counts as
  select running_executions, failed_executions, cancelled_executions
  from public.execution_stats(
    current_setting('t.workflow')::uuid, current_setting('t.owner')::uuid
  );
select results_eq('counts', 'values (3::bigint, 0::bigint, 0::bigint)', 'before');
select private.reap_executions();
select results_eq('counts', 'values (1::bigint, 1::bigint, 1::bigint)', 'after');

select * from finish();
rollback;
