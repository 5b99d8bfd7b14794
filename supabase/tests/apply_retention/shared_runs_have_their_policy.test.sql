-- The service makes the policy of shared runs; users' policies do not touch them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
create temp table made as
select tests.create_run(null, f.workflow, 'cancelled', 40) as execution_id from fixture as f;
insert into public.retention_policies (user_id, cancelled_days)
select f.owner, 1 from fixture as f;
select tests.apply_retention();
select isnt_empty(
  'select 1 from made as m join public.workflow_executions as e using (execution_id)',
  'a user''s policy is for their own'
);
select tests.act_as_service();
insert into public.retention_policies (user_id, workflow_id, cancelled_days)
select null, w.workflow_id, 1 from public.workflows as w where w.owner_id is null;
select tests.act_as_owner();
select tests.apply_retention();
select is_empty(
  'select 1 from made as m join public.workflow_executions as e using (execution_id)',
  'the service''s is for shared ones'
);

select * from finish();
rollback;
