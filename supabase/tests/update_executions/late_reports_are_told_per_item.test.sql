-- A report on a run that the database had ended is late: its item has status 409 and late = true,
-- it is kept as an event, and the answer as a whole stays 200.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config('t.reaped', tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
  '{"status": "failed", "error_code": "timed_out"}'
)::text, true);
select set_config('t.running', tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
)::text, true);

select tests.act_as(current_setting('t.owner')::uuid);
create temporary table answer on commit drop as
select a.succeeded, a.failed, r.*
from public.update_executions(jsonb_build_array(
  jsonb_build_object('execution_id', current_setting('t.reaped'), 'status', 'completed'),
  jsonb_build_object('execution_id', current_setting('t.running'), 'status', 'completed'),
  jsonb_build_object('execution_id', gen_random_uuid(), 'status', 'completed'),
  jsonb_build_object('execution_id', current_setting('t.reaped'), 'tags', '["kept"]'::jsonb)
)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  'select status, (execution).late, (execution).status, (error).code from answer',
  $$
    values
      (409, true, 'failed', null), (200, false, 'completed', null),
      (404, null, null, 'execution_not_found'), (200, false, 'failed', null)
  $$,
  'late where it is'
);
select is((select count(*) from answer where succeeded = 2 and failed = 2), 4::bigint,
  'late counts as failed');
select is(current_setting('response.status', true), '200', 'the answer is 200');
select results_eq(
  'select kind::text, data from public.execution_events',
  $$ values ('late_report', '{"status": "completed"}'::jsonb) $$,
  'the report is an event'
);
select is(
  (
    select tags
    from public.workflow_executions
    where execution_id = current_setting('t.reaped')::uuid
  ),
  '{kept}'::text[], 'labels stay free'
);

select * from finish();
rollback;
