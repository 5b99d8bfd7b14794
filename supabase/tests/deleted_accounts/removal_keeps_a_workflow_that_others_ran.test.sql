-- A deleted account's workflow that somebody else has run is kept for their history, without the
-- account's data in it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select
  u.owner, tests.create_user() as stranger,
  tests.create_workflow(u.owner, 'a secret name') as workflow
from (select tests.create_user() as owner) as u;
update public.workflows as w set definition = '{"url": "https://secret.example"}'
from fixture as f where w.workflow_id = f.workflow;
-- An import of older data can hold such a run; today's rules refuse it.
alter table public.workflow_executions disable trigger user;
do $$
begin
  perform tests.create_execution(f.stranger, f.workflow) from fixture as f;
  perform tests.create_execution(f.owner, f.workflow) from fixture as f;
end
$$;
alter table public.workflow_executions enable trigger user;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;

select is(private.remove_deleted_accounts(), 1::bigint, 'the account''s own run is removed');
select results_eq(
  'select e.user_id from public.workflow_executions as e '
    'join fixture as f on e.workflow_id = f.workflow',
  'select f.stranger from fixture as f',
  'the other user''s run stays'
);
select results_eq(
  'select w.name, w.definition, w.archived_at from public.workflows as w '
    'join fixture as f on w.workflow_id = f.workflow',
  $$values ('deleted workflow', jsonb '{}', now())$$,
  'the workflow is emptied and archived'
);

select * from finish();
rollback;
