-- A run that was asked to stop and goes on is ended as cancelled, cancel_grace_over, when its
-- workflow's grace time (60 seconds by default) is over, whatever else is wrong with it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select
  c.description, c.expected, c.asked, c.grace, c.timeout,
  tests.create_workflow(null, c.description) as workflow
from (
  values
    ('asked 60 seconds ago', 'cancelled, cancel_grace_over', 60, null, null),
    ('asked 59 seconds ago', 'running', 59, null, null),
    ('asked now, without any grace', 'cancelled, cancel_grace_over', 0, 0, null),
    ('asked 61 seconds ago, with a grace of 120', 'running', 61, 120, null),
    ('past its limit too', 'cancelled, cancel_grace_over', 60, null, 1),
    ('past its limit, asked a second ago', 'failed, timed_out', 1, null, 1),
    ('not asked', 'running', null, null, null)
) as c (description, expected, asked, grace, timeout);
insert into public.workflow_settings (workflow_id, cancel_grace_seconds)
select f.workflow, f.grace from fixture as f where f.grace is not null;
do $$
begin
  perform tests.create_execution(tests.create_user(), f.workflow, jsonb_build_object(
    'created_at', now() - interval '1 hour',
    'last_heartbeat_at', now(),
    'timeout_seconds', f.timeout,
    'cancel_requested_at', now() - f.asked * interval '1 second'
  ))
  from fixture as f;
end
$$;
prepare now_is as
  select f.description, concat_ws(', ', e.status, e.error_code)
  from fixture as f
  join public.workflow_executions as e on e.workflow_id = f.workflow;

select private.reap_executions();
select set_eq('now_is', 'select description, expected from fixture', 'after its grace time');
update private.settings set cancel_grace_seconds = 59;
update fixture set expected = 'cancelled, cancel_grace_over'
where description = 'asked 59 seconds ago';
select private.reap_executions();
select set_eq('now_is', 'select description, expected from fixture',
  'the installation''s grace time may be another');

select * from finish();
rollback;
