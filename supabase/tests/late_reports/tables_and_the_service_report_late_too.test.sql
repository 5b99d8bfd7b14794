-- A late report through the table, and by the service, is kept in the same way; the owner of the
-- database alone may still change what was ended.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temp table run as
select
  r.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    '{"status": "failed", "error_code": "timed_out"}'
  ) as execution_id
from (values ('user'), ('service')) as r (name);
grant select on table run to authenticated, service_role;
prepare events as
  select r.name, v.kind::text, v.data
  from run as r
  join public.execution_events as v using (execution_id);

select tests.act_as(current_setting('t.owner')::uuid);
update public.workflow_executions as e
set status = 'completed', tags = '{user}'
from run as r
where r.name = 'user' and e.execution_id = r.execution_id;
select is(current_setting('response.status'), '409', 'a user by the table');
select tests.act_as_owner();
select set_config('response.status', '', true);
select tests.act_as_service();
update public.workflow_executions as e
set status = 'completed', tags = '{service}'
from run as r
where r.name = 'service' and e.execution_id = r.execution_id;
select is(current_setting('response.status'), '409', 'the service by the table');
select set_eq(
  'events',
  $$
    values
      ('user', 'late_report', '{"status": "completed"}'::jsonb),
      ('service', 'late_report', '{"status": "completed"}')
  $$,
  'each is an event'
);
select set_eq(
  'select tags, status::text from public.workflow_executions',
  $$ values ('{user}'::text[], 'failed'), ('{service}', 'failed') $$, 'labels are stored'
);
select is(
  (
    select h.late
    from run as r
    cross join lateral public.heartbeat_execution(r.execution_id) as h
    where r.name = 'service'
  ),
  true, 'the service by heartbeat'
);
select tests.act_as_owner();
select set_config('response.status', '', true);
update public.workflow_executions set result = '1';
select is(current_setting('response.status'), '', 'upkeep is no late report');
select is((select count(*) from public.execution_events), 3::bigint, 'and makes no event');

select * from finish();
rollback;
