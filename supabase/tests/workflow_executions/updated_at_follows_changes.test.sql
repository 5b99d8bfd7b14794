-- updated_at is the time of the last change, whatever the change says.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select tests.create_execution(
  null, tests.create_workflow(null), '{"updated_at": "2020-01-01", "created_at": "2020-01-01"}'
);
select tests.act_as_service();
update public.workflow_executions set progress = 1, updated_at = '2999-01-01';
select is((select updated_at from public.workflow_executions), now(), 'while it runs');
update public.workflow_executions set status = 'completed', updated_at = '2999-01-01';
select is((select updated_at from public.workflow_executions), now(), 'when it ends');
update public.workflow_executions set tags = '{late}', updated_at = '2999-01-01';
select is((select updated_at from public.workflow_executions), now(), 'when it is over');

select * from finish();
rollback;
