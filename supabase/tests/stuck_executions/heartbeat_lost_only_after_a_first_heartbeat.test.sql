-- A run that has beaten once and is silent for longer than the limit (its workflow's, else the
-- installation's 300 seconds) ends as failed, heartbeat_lost; one that never beat does not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select
  c.description, c.expected, c.beaten, c.silent,
  tests.create_workflow(null, c.description) as workflow,
  c.heartbeat_timeout
from (
  values
    ('beaten, silent for 301 seconds', 'failed, heartbeat_lost', true, 301, null),
    ('beaten, silent for 299 seconds', 'running', true, 299, null),
    ('never beaten, silent for 301 seconds', 'running', false, 301, null),
    ('the workflow''s limit is 10 seconds, silent for 11', 'failed, heartbeat_lost', true, 11, 10),
    ('the workflow''s limit is 10 seconds, silent for 9', 'running', true, 9, 10),
    ('the workflow''s limit is an hour, silent for 301 seconds', 'running', true, 301, 3600)
) as c (description, expected, beaten, silent, heartbeat_timeout);
insert into public.workflow_settings (workflow_id, heartbeat_timeout_seconds)
select f.workflow, f.heartbeat_timeout from fixture as f where f.heartbeat_timeout is not null;
do $$
begin
  perform tests.create_execution(tests.create_user(), f.workflow, jsonb_build_object(
    'created_at', now() - interval '2 hours',
    'updated_at', now() - f.silent * interval '1 second',
    'last_heartbeat_at', case when f.beaten then now() - f.silent * interval '1 second' end
  ))
  from fixture as f;
end
$$;

prepare now_is as
  select f.description, concat_ws(', ', e.status, e.error_code)
  from fixture as f
  join public.workflow_executions as e on e.workflow_id = f.workflow;
select private.reap_executions();
select set_eq('now_is', 'select description, expected from fixture', 'after a first heartbeat');
select is(
  (
    select array_agg(distinct e.completed_at = now() and e.updated_at = now())
    from public.workflow_executions as e
    join fixture as f on f.workflow = e.workflow_id
    where e.error_code = 'heartbeat_lost'
  ),
  '{t}'::boolean[], 'it ended now'
);
update private.settings set heartbeat_timeout_seconds = 200;
select private.reap_executions();
select is(
  (
    select e.error_code
    from public.workflow_executions as e
    join fixture as f on f.workflow = e.workflow_id
    where f.description = 'beaten, silent for 299 seconds'
  ),
  'heartbeat_lost', 'the installation''s limit may be another'
);

select * from finish();
rollback;
