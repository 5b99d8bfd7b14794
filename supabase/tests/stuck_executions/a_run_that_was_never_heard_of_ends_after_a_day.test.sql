-- A run that never sent a heartbeat and has no limit ends as failed, timed_out, 24 hours after its
-- start (or what the installation says), so that runs of older clients do not hang for ever.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select c.description, c.expected, c.columns, tests.create_workflow(null, c.description) as workflow
from (
  values
    ('never beaten, for over a day', 'failed, timed_out', '{"created_at": "24 hours 1 second"}'),
    ('never beaten, for under a day', 'running', '{"created_at": "23 hours 59 minutes"}'),
    (
      'never beaten, for over a day, of a longer limit', 'running',
      '{"created_at": "25 hours", "timeout_seconds": 108000}'
    ),
    (
      'beaten, for over a day', 'running',
      '{"created_at": "25 hours", "last_heartbeat_at": "1 second"}'
    )
) as c (description, expected, columns);
-- Times are given as ages.
do $$
begin
  perform tests.create_execution(tests.create_user(), f.workflow, (
    select jsonb_object_agg(
      a.name, case when a.name like '%at' then to_jsonb(now() - a.value::interval)
        else to_jsonb(a.value) end
    )
    from jsonb_each_text(f.columns::jsonb) as a (name, value)
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
  'after a day'
);
select is(
  (
    select split_part(e.error, '.', 1)
    from public.workflow_executions as e
    join fixture as f on f.workflow = e.workflow_id
    where e.error_code is not null
  ),
  'The run never sent a heartbeat, has no timeout_seconds and did not end within 86400 seconds',
  'the error says why'
);
update private.settings set unheard_timeout_seconds = 86000;
select private.reap_executions();
select is(
  (
    select e.error_code
    from public.workflow_executions as e
    join fixture as f on f.workflow = e.workflow_id
    where f.description = 'never beaten, for under a day'
  ),
  'timed_out', 'the installation''s limit may be another'
);

select * from finish();
rollback;
