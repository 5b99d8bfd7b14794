-- A call folds about batch_size deltas: more only where removals bring the rest of their day along;
-- the others stay and are counted all the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
select tests.fold_rollups();
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', timestamptz '2024-01-01Z' + i * interval '1 day', i
from fixture as f, generate_series(0, 9) as i;

select is(private.fold_rollups(4), 4, 'as many as asked for');
select is((tests.counted(f.owner)).completed, 10::bigint, 'all are counted') from fixture as f;
select is(private.fold_rollups(0), 1, 'at least one');
select is(private.fold_rollups(null), 5, 'null: as many as by default');
select is(private.fold_rollups(), 0, 'none are left');

insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'failed', timestamptz '2024-03-01Z', i
from fixture as f, generate_series(1, 5) as i;
delete from public.workflow_executions as e using fixture as f
where e.user_id = f.owner and e.created_at = '2024-03-01Z' and e.execution_time_seconds = 1;
-- The removal to the front.
with moved as (
  delete from private.execution_deltas as d using fixture as f
  where d.owner_key = f.owner and d.bucket_runs > 0
  returning d.*
)
insert into private.execution_deltas select m.* from moved as m;
select is(private.fold_rollups(1), 6, 'a removal and what waits of its day');
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'all this is right'
);

select * from finish();
rollback;
