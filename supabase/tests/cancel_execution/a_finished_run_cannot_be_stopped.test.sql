-- A run that completed or failed, by its runner or by the database, cannot be stopped: 409
-- execution_already_finished, and it stays as it is.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
create temp table run as
select
  c.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null), c.columns::jsonb
  ) as execution_id
from (
  values
    ('completed', '{"status": "completed"}'),
    ('failed', '{"status": "failed"}'),
    ('ended by the database', '{"status": "failed", "error_code": "timed_out"}')
) as c (name, columns);
grant select on table run to authenticated;
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  format('select public.cancel_execution(%L)', r.execution_id), 'PT409',
  'execution_already_finished', r.name
)
from run as r;
select is_empty(
  'select from public.workflow_executions where cancel_requested_at is not null',
  'none was asked'
);

select * from finish();
rollback;
