-- Who is not signed in may neither read nor write executions.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select tests.create_execution(null, tests.create_workflow(null));
select tests.act_as_anonymous();
select throws_ok(
  s.statement, '42501', 'permission denied for table workflow_executions', s.statement
)
from unnest(array[
  'select * from public.workflow_executions',
  'insert into public.workflow_executions (workflow_id) values (gen_random_uuid())',
  'update public.workflow_executions set status = ''failed''',
  'delete from public.workflow_executions',
  'truncate public.workflow_executions cascade'
]) as s (statement);

select * from finish();
rollback;
