-- A step that fails is undone and recorded; the steps before and after it are done all the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table made as
select 'keyed' as name,
  tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object(
      'created_at', now() - interval '8 days', 'status', 'completed', 'idempotency_key', 'old'
    )
  ) as execution_id
from fixture as f
union all
select 'stuck',
  tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object('created_at', now() - interval '2 hours', 'timeout_seconds', 3600)
  )
from fixture as f;
create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'not today' using errcode = 'TE001';
end
$$;
create trigger _990_refuse
  after update of idempotency_key on public.workflow_executions
  for each row execute function pg_temp.refuse();
create temp table run as select r.* from tests.maintain() as r;

select is((select outcome from run), 'failed', 'the call has failed');
select is((select errors from run), array['keys: TE001 not today'], 'with what was raised');
select is((select work_left from run), array['keys'], 'and says that work is left');
select is(
  (
    select e.idempotency_key::text
    from public.workflow_executions as e
    join made as m using (execution_id)
    where m.name = 'keyed'
  ),
  'old', 'the failing step is undone'
);
select is_empty(
  'select 1 from private.execution_deltas as d join fixture as f on d.owner_key = f.owner '
    'where d.completed > 0',
  'a step before it is done'
);
select is(
  (
    select e.status::text
    from public.workflow_executions as e
    join made as m using (execution_id)
    where m.name = 'stuck'
  ),
  'failed', 'a step after it is done'
);
select is(
  (select m.errors from private.maintenance_runs as m order by m.run_id desc limit 1),
  array['keys: TE001 not today'], 'it is stored'
);
drop trigger _990_refuse on public.workflow_executions;
select is((select r.outcome from tests.maintain() as r), 'done', 'the next call does it');

select * from finish();
rollback;
