-- The duration of a run that was ended because it was silent is the time to its last sign of life;
-- that of any other is the time until it was ended; what the runner reported as greater stays.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select
  c.description, c.columns, c.expected, tests.create_workflow(null, c.description) as workflow
from (
  values
    ('silent after a heartbeat', '{"last_heartbeat_at": "1 hour"}', 90000),
    ('silent from the start', '{}', 0),
    ('silent after an update', '{"updated_at": "2 hours"}', 86400),
    (
      'silent after a duration was reported',
      '{"last_heartbeat_at": "1 hour", "execution_time_seconds": "90001.5"}', 90001.5
    ),
    ('past its limit', '{"timeout_seconds": "60", "last_heartbeat_at": "1 hour"}', 93600),
    (
      'asked to stop', '{"cancel_requested_at": "1 hour", "last_heartbeat_at": "2 hours"}', 93600
    )
) as c (description, columns, expected);
-- Times are given as ages; each began 26 hours ago.
do $$
begin
  perform tests.create_execution(tests.create_user(), f.workflow, (
    select jsonb_object_agg(
      a.name, case when a.name like '%at' then to_jsonb(now() - a.value::interval)
        else to_jsonb(a.value) end
    )
    from jsonb_each_text(
      '{"created_at": "26 hours", "updated_at": "26 hours"}' || f.columns::jsonb
    ) as a (name, value)
  ))
  from fixture as f;
end
$$;
select private.reap_executions();
select is(e.execution_time_seconds, f.expected, f.description)
from fixture as f
join public.workflow_executions as e on e.workflow_id = f.workflow;

select * from finish();
rollback;
