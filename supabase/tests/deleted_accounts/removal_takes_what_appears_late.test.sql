-- A run that was being recorded while its account was deleted, and appeared after the first
-- removal, is removed too.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as public_workflow;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;

select is(private.remove_deleted_accounts(), 0::bigint, 'nothing is there yet');
-- As if it had been checked before the deletion and committed after it.
alter table public.workflow_executions disable trigger _100_allowed;
insert into public.workflow_executions (user_id, workflow_id)
select f.owner, f.public_workflow from fixture as f;
alter table public.workflow_executions enable trigger _100_allowed;
select is(private.remove_deleted_accounts(), 1::bigint, 'the next call removes it');
select is_empty(
  'select 1 from public.workflow_executions as e join fixture as f on f.owner = e.user_id',
  'nothing of the account is left'
);
update private.deleted_accounts set deleted_at = now() - interval '61 minutes';
select private.remove_deleted_accounts();
select is_empty('select 1 from private.deleted_accounts', 'an hour later the account is forgotten');

select * from finish();
rollback;
