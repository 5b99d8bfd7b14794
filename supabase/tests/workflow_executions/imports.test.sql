-- The service imports runs of the past as they were; what a final one lacks is filled in.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.act_as_service();
select results_eq(
  format(
    $$
      with imported as (
        insert into public.workflow_executions (
          workflow_id, user_id, status, created_at, completed_at, execution_time_seconds
        )
        values (%L, %L, %L, %L, %L, %L)
        returning *
      )
      select created_at, completed_at, execution_time_seconds from imported
    $$,
    current_setting('t.workflow'), current_setting('t.owner'), c.status, c.created_at,
    c.completed_at,
    c.seconds
  ),
  format(
    'values (%L::timestamptz, %L::timestamptz, %L::numeric)', c.created_at, c.expected_end,
    c.expected_seconds
  ),
  c.description
)
from (
  values
    (
      'completed', '2020-01-01'::timestamptz, '2020-01-02'::timestamptz, 12.345,
      '2020-01-02'::timestamptz, 12.345, 'what is given stays'
    ),
    (
      'failed', '2020-01-01 00:00:00', '2020-01-01 00:01:01.0015', null,
      '2020-01-01 00:01:01.0015', 61.002, 'the duration is from start to end, in milliseconds'
    ),
    (
      'cancelled', now() - interval '10 seconds', null, null, now(), 10, 'it ended now'
    ),
    (
      'completed', now() + interval '1 day', null, null, now() + interval '1 day', 0,
      'it did not end before it began'
    ),
    (
      'completed', '2020-01-01', '2021-01-01', null, '2021-01-01', 9999999.999,
      'a duration is at most what its column holds'
    ),
    ('running', '2020-01-01', null, null, null, null, 'what still runs has neither')
) as c (status, created_at, completed_at, seconds, expected_end, expected_seconds, description);
insert into public.workflow_executions (
  workflow_id, status, result, error, error_code, logs, progress, last_heartbeat_at, updated_at
)
values (
  current_setting('t.workflow')::uuid, 'failed', 'null', 'why', 'lost', '[]', 99.5, '2020-01-01',
  '2020-01-02'
);
select results_eq(
  $$
    select result, error, error_code::text, logs, progress, last_heartbeat_at, updated_at
    from public.workflow_executions
    where user_id is null
  $$,
  $$
    values (
      'null'::jsonb, 'why', 'lost', '[]'::jsonb, 99.5, '2020-01-01'::timestamptz,
      '2020-01-02'::timestamptz
    )
  $$,
  'and everything else as it was'
);
select throws_ok(
  format(
    'insert into public.workflow_executions (workflow_id, status, created_at, completed_at) '
    'values (%L, ''failed'', ''2020-01-01'', ''2010-01-01'')',
    current_setting('t.workflow')
  ),
  '23514',
  'new row for relation "workflow_executions" violates check constraint '
  '"completed_at_is_not_before_created_at"',
  'an end years before the start is refused as such'
);

select * from finish();
rollback;
