-- The greatest and smallest values that constraints allow are stored.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select lives_ok(
  format(
    'select tests.create_execution(%L, %L, %L)', current_setting('t.owner'),
    current_setting('t.workflow'), c.columns
  ),
  c.name
)
from (
  values
    ('timeout of a second', '{"timeout_seconds": 1}'::jsonb),
    ('timeout of 30 days', '{"timeout_seconds": 2592000}'),
    ('zeros', '{"visual_events_captured": 0, "visual_stream_duration": 0, "progress": 0}'),
    (
      'the most that columns hold',
      '{"visual_events_captured": 2147483647, "execution_time_seconds": 9999999.999,
        "visual_stream_duration": 9999999.999, "progress": 100}'
    ),
    ('a session of 255 characters', jsonb_build_object('session_id', 's' || repeat('~', 254))),
    ('a key of 255 characters', jsonb_build_object('idempotency_key', repeat('é', 255))),
    ('an empty list of logs', '{"logs": []}'),
    ('a result that is any JSON', '{"result": false}'),
    ('ended as it began', '{"status": "completed", "created_at": "2020-01-01",
      "completed_at": "2020-01-01"}')
) as c (name, columns);
select throws_ok(
  format(
    'select tests.create_execution(%L, %L, %L)', current_setting('t.owner'),
    current_setting('t.workflow'), c.columns
  ),
  c.sqlstate, null, c.name
)
from (
  values
    ('a session of 256', jsonb_build_object('session_id', 's' || repeat('~', 255)), '22001'),
    ('a key of 256', jsonb_build_object('idempotency_key', repeat('k', 256)), '22001'),
    ('more seconds than the column holds', '{"execution_time_seconds": 10000000}', '22003'),
    ('infinity', '{"visual_stream_duration": "Infinity"}', '22003')
) as c (name, columns, sqlstate);

select * from finish();
rollback;
