-- A day whose runs all wait to be folded has no extremes yet; totals take them with the day, not
-- before.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp view found as
select d.* from fixture as f cross join lateral tests.differences(f.owner) as d;
select tests.fold_rollups();
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', v.created_at::timestamptz, v.seconds
from fixture as f, (values ('2024-02-01Z', 5), ('2024-01-01Z', 9)) as v (created_at, seconds);
-- A rebuilt day looks at the rows; what waits of it is yet to come on top.
select private.rebuild_rollups();
select is_empty('table found', 'rebuilt while both wait');
select is(private.fold_rollups(1), 1, 'one of them is folded');
select is_empty('table found', 'right while the other waits');
select tests.fold_rollups();
select is_empty('table found', 'right with both');

select * from finish();
rollback;
