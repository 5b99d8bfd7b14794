-- Several reports of a batch on the same execution are applied one after the other, in their order;
-- each result shows the execution as the batch left it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config('t.a', tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
)::text, true);
select set_config('t.b', tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
)::text, true);
create function pg_temp.on(setting text, report jsonb) returns jsonb language sql as $$
  select jsonb_build_object('execution_id', current_setting(setting)) || report
$$;

select tests.act_as(current_setting('t.owner')::uuid);
create temporary table answer on commit drop as
select r.*
from public.update_executions(jsonb_build_array(
  pg_temp.on('t.a', '{"progress": 10, "append_logs": ["one"]}'),
  pg_temp.on('t.b', '{"progress": 20}'),
  pg_temp.on('t.a', '{"progress": 30, "append_logs": ["two"]}'),
  pg_temp.on('t.a', '{"progress": 101}'),
  pg_temp.on('t.a', '{"status": "completed", "result": 1}'),
  -- The same id, written in another way.
  jsonb_build_object(
    'execution_id', upper(replace(current_setting('t.a'), '-', '')), 'status', 'failed'
  ),
  pg_temp.on('t.b', '{"status": "cancelled"}')
)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  'select index, status, (execution).status, (execution).progress, (error).code from answer',
  $$
    values
      (0, 200, 'completed', 30::numeric, null), (1, 200, 'cancelled', 20, null),
      (2, 200, 'completed', 30, null), (3, 400, null, null, 'invalid_parameter'),
      (4, 200, 'completed', 30, null), (5, 409, null, null, 'execution_already_finished'),
      (6, 200, 'cancelled', 20, null)
  $$,
  'in their order, each by itself'
);
select results_eq(
  $$
    select message from public.execution_events
    where execution_id = current_setting('t.a')::uuid
    order by seq
  $$,
  $$ values ('one'), ('two') $$,
  'lines too'
);
select is(
  (
    select result
    from public.workflow_executions
    where execution_id = current_setting('t.a')::uuid
  ),
  '1', 'the last report that is allowed holds'
);

select * from finish();
rollback;
