-- The error of a run that the database ended says when it last gave a sign of life: its start, a
-- heartbeat, an update or a line. A request to stop is none: it is somebody else's.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select
  c.description, c.columns, c.line_at, c.expected,
  tests.create_workflow(null, c.description) as workflow
from (
  values
    ('its start', '{}', null, '00:00:00'),
    ('a heartbeat', '{"last_heartbeat_at": "2020-01-01T00:01:00Z"}', null, '00:01:00'),
    ('an update', '{"updated_at": "2020-01-01T00:02:00Z"}', null, '00:02:00'),
    ('a line', '{}', '2020-01-01T00:03:00Z', '00:03:00'),
    (
      'not the request to stop',
      '{"last_heartbeat_at": "2020-01-01T00:01:00Z", "updated_at": "2020-01-01T00:09:00Z",
        "cancel_requested_at": "2020-01-01T00:09:00Z"}',
      null, '00:01:00'
    )
) as c (description, columns, line_at, expected);
do $$
declare
  v_execution_id uuid;
  v_run fixture;
begin
  for v_run in select * from fixture loop
    v_execution_id := tests.create_execution(
      tests.create_user(), v_run.workflow,
      '{"created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z",
        "timeout_seconds": 60}' || v_run.columns::jsonb
    );
    if v_run.line_at is not null then
      insert into public.execution_events (execution_id, message) values (v_execution_id, 'line');
      update private.execution_event_totals as t
      set last_arrival_at = v_run.line_at::timestamptz
      where t.execution_id = v_execution_id;
    end if;
  end loop;
end
$$;
select private.reap_executions();
select matches(
  e.error,
  '^The run (took longer than its limit of 60 seconds'
  '|was asked to stop at 2020-01-01T00:09:00Z and did not within 60 seconds)\. '
  'Last sign of life: 2020-01-01T' || f.expected || 'Z\.$',
  f.description
)
from fixture as f
join public.workflow_executions as e on e.workflow_id = f.workflow;

select * from finish();
rollback;
