-- Where a workflow says ends_stuck_runs = false, the database ends none of its runs.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
insert into public.workflow_settings (workflow_id, ends_stuck_runs)
values (current_setting('t.workflow')::uuid, false);
do $$
begin
  perform tests.create_execution(
    tests.create_user(), current_setting('t.workflow')::uuid, c.columns::jsonb
  )
  from (
    values
      ('{"created_at": "2020-01-01"}'),
      ('{"created_at": "2020-01-01", "timeout_seconds": 1}'),
      ('{"created_at": "2020-01-01", "updated_at": "2020-01-01",
        "last_heartbeat_at": "2020-01-01"}'),
      ('{"created_at": "2020-01-01", "cancel_requested_at": "2020-01-01"}')
  ) as c (columns);
end
$$;
prepare ended as
  select error_code::text from public.workflow_executions where status <> 'running';

select private.reap_executions();
select is_empty('ended', 'none is ended');
update public.workflow_settings set ends_stuck_runs = true;
select private.reap_executions();
select bag_eq(
  'ended', array['timed_out', 'timed_out', 'heartbeat_lost', 'cancel_grace_over'],
  'all are, once it says so'
);

select * from finish();
rollback;
