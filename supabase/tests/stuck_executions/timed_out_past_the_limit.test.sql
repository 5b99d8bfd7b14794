-- A run that takes longer than its timeout_seconds, else its workflow's default, else the
-- installation's, ends as failed, timed_out, however alive it is.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select
  c.description, c.expected, c.age, c.own, c.of_workflow,
  tests.create_workflow(null, c.description) as workflow
from (
  values
    ('its own limit, over', 'failed, timed_out', 61, 60, null),
    ('its own limit, not over', 'running', 59, 60, null),
    ('its own limit goes before the workflow''s, over', 'failed, timed_out', 61, 60, 3600),
    ('its own limit goes before the workflow''s, not over', 'running', 61, 120, 30),
    ('the workflow''s limit, over', 'failed, timed_out', 61, null, 60),
    ('the workflow''s limit, not over', 'running', 59, null, 60),
    ('the workflow''s limit goes before the installation''s', 'running', 500, null, 600),
    ('the installation''s limit, over', 'failed, timed_out', 301, null, null),
    ('the installation''s limit, not over', 'running', 299, null, null)
) as c (description, expected, age, own, of_workflow);
insert into public.workflow_settings (workflow_id, default_timeout_seconds)
select f.workflow, f.of_workflow from fixture as f where f.of_workflow is not null;
update private.settings set default_timeout_seconds = 300;
do $$
begin
  perform tests.create_execution(tests.create_user(), f.workflow, jsonb_build_object(
    'created_at', now() - f.age * interval '1 second',
    'timeout_seconds', f.own,
    'last_heartbeat_at', now()
  ))
  from fixture as f;
end
$$;

select private.reap_executions();
select set_eq(
  $$
    select f.description, concat_ws(', ', e.status, e.error_code)
    from fixture as f
    join public.workflow_executions as e on e.workflow_id = f.workflow
  $$,
  'select description, expected from fixture',
  'past the limit that holds for it'
);
select is(
  (
    select split_part(e.error, '.', 1)
    from public.workflow_executions as e
    join fixture as f on f.workflow = e.workflow_id
    where f.description = 'its own limit, over'
  ),
  'The run took longer than its limit of 60 seconds', 'the error names the limit'
);

select * from finish();
rollback;
