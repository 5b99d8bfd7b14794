-- Removal takes a deleted account's executions, their events and its workflows, and nobody else's.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select
  u.owner, u.stranger,
  tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(u.owner, 'never run') as unused_workflow,
  tests.create_workflow(u.stranger) as other_workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
create temp table made as
select 'own' as name, tests.create_execution(f.owner, f.workflow) as execution_id from fixture as f
union all
select 'own, of a public workflow', tests.create_execution(f.owner, f.public_workflow)
from fixture as f
union all
select 'other user''s', tests.create_execution(f.stranger, f.other_workflow) from fixture as f
union all
select 'shared', tests.create_execution(null, f.public_workflow) from fixture as f;
insert into public.execution_events (execution_id, message)
select m.execution_id, 'a line' from made as m;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;

select is(
  private.remove_deleted_accounts(), 2::bigint, 'it returns the number of executions removed'
);
select results_eq(
  'select m.name from public.workflow_executions as e '
    'join made as m using (execution_id) order by 1',
  array['other user''s', 'shared'],
  'executions of others and shared ones stay'
);
select results_eq(
  'select m.name from public.execution_events as e '
    'join made as m using (execution_id) order by 1',
  array['other user''s', 'shared'],
  'events go with their executions'
);
select results_eq(
  'select m.name from private.execution_event_totals as t '
    'join made as m using (execution_id) order by 1',
  array['other user''s', 'shared'],
  'so do their totals'
);
select is_empty(
  'select 1 from public.workflows as w join fixture as f on w.workflow_id = f.workflow',
  'the workflow is removed'
);
select is_empty(
  'select 1 from public.workflows as w join fixture as f on w.workflow_id = f.unused_workflow',
  'a workflow that was never run is removed'
);
select is(
  (
    select count(*)
    from public.workflows as w
    join fixture as f on w.workflow_id in (f.other_workflow, f.public_workflow)
    where w.archived_at is null
  ),
  2::bigint, 'workflows of others and public ones stay'
);
select is(
  (select count(*) from private.deleted_accounts), 1::bigint,
  'the account stays queued, for what was being written when it was deleted'
);
update private.deleted_accounts set deleted_at = now() - interval '61 minutes';
select is(private.remove_deleted_accounts(), 0::bigint, 'a second call finds nothing to do');
select is_empty(
  'select 1 from private.deleted_accounts', 'and after an hour the account leaves the queue'
);

select * from finish();
rollback;
