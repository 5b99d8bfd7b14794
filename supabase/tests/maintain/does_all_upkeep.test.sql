-- One call folds counts, removes what deleted accounts left, expires idempotency keys, applies
-- retention, ends stuck runs, and tells what it did.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

create temp table fixture as
select u.owner, u.deleted, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(u.deleted) as deleted_workflow
from (select tests.create_user() as owner, tests.create_user() as deleted) as u;
create temp table made as
select 'stuck' as name,
  tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object('created_at', now() - interval '2 hours', 'timeout_seconds', 3600)
  ) as execution_id
from fixture as f
union all
select 'keyed',
  tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object(
      'created_at', now() - interval '8 days', 'status', 'completed', 'idempotency_key', 'old'
    )
  )
from fixture as f
union all
select 'past retention',
  tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object('created_at', now() - interval '40 days', 'status', 'cancelled')
  )
from fixture as f
union all
select 'left by a deleted account', tests.create_execution(f.deleted, f.deleted_workflow)
from fixture as f;
insert into public.retention_policies (user_id, cancelled_days)
select f.owner, 30 from fixture as f;
delete from auth.users as u using fixture as f where u.id = f.deleted;
create temp table run as select r.* from tests.maintain() as r;

select is_empty(
  'select 1 from private.execution_deltas as d join fixture as f on d.owner_key = f.owner '
    'where d.completed > 0',
  'pending counts are folded'
);
select is_empty(
  'select 1 from public.workflow_executions as e join fixture as f on e.user_id = f.deleted',
  'what the deleted account left is removed'
);
select is(
  (
    select e.idempotency_key
    from public.workflow_executions as e
    join made as m using (execution_id)
    where m.name = 'keyed'
  ),
  null, 'the old idempotency key is gone'
);
select results_eq(
  'select e.status::text, e.error_code::text from public.workflow_executions as e '
    'join made as m using (execution_id) where m.name = ''stuck''',
  $$values ('failed', 'timed_out')$$,
  'the stuck run is ended'
);
select is_empty(
  'select 1 from public.workflow_executions as e join made as m using (execution_id) '
    'where m.name = ''past retention''',
  'what is past its days is removed'
);
select is((select outcome from run), 'done', 'outcome');
select is((select errors from run), '{}', 'no step failed');
select is((select work_left from run), '{}', 'no work is left');
select is_empty(
  $$
    select s.name
    from run as r
    cross join (
      values ('fold', 1), ('accounts', 1), ('keys', 1), ('retention', 1), ('reap', 1)
    ) as s (name, least)
    where (r.steps #>> array[s.name, 'done'])::integer < s.least
  $$,
  'each step counts what it did'
);
select set_eq(
  'select jsonb_object_keys(steps) from run',
  array['fold', 'accounts', 'quotas', 'keys', 'trim', 'analyze', 'retention', 'reap'],
  'the steps'
);
select results_eq(
  'select m.* from private.maintenance_runs as m order by m.run_id desc limit 1',
  'select r.* from run as r',
  'what it returns is what it stored'
);
create temp table second_run as select r.* from tests.maintain() as r;
select is((select steps #>> '{fold,done}' from second_run)::integer > 0, true,
  'what a call counted anew is folded by the next');
select is(
  (select (r.steps #>> '{reap,done}') || (r.steps #>> '{keys,done}') from tests.maintain() as r),
  '00', 'a call with nothing to do does nothing'
);

select * from finish();
rollback;
