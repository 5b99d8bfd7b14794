-- Deleting a user queues their account and leaves their rows, unpublished, to be removed later.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, tests.create_user() as stranger, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
do $$
begin
  perform tests.create_execution(f.owner, f.workflow) from fixture as f;
end
$$;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;

select results_eq(
  'select d.user_id from private.deleted_accounts as d',
  'select f.owner from fixture as f',
  'the account is queued, and no other'
);
select results_eq(
  'select e.user_id from public.workflow_executions as e '
    'join fixture as f on e.workflow_id = f.workflow',
  'select f.owner from fixture as f',
  'the execution still belongs to the deleted user'
);
select tests.act_as(f.stranger) from fixture as f;
select is_empty(
  'select 1 from public.workflow_executions as e join fixture as f on e.workflow_id = f.workflow',
  'the execution is not shared now: another user does not see it'
);
select is_empty(
  'select 1 from public.workflows as w join fixture as f on w.workflow_id = f.workflow',
  'the workflow is not public now'
);

select * from finish();
rollback;
