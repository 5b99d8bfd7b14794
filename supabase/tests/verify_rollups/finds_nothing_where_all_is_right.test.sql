-- Where counts are right nothing is found: with nothing, some or all of it folded, runs removed or
-- purged, and whatever the purged part says, which has no rows to be compared with.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp view found as
select d.* from fixture as f cross join lateral tests.differences(f.owner) as d;
select is_empty('table found', 'no runs');

insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', timestamptz '2024-01-01Z' + i * interval '8 hours', i
from fixture as f, generate_series(0, 9) as i;
select is_empty('table found', 'all wait');
select tests.fold_rollups();
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'failed', timestamptz '2024-01-01Z' + i * interval '8 hours', 20 + i
from fixture as f, generate_series(0, 9) as i;
select is_empty('table found', 'some wait');
select tests.purge(array(
  select e.execution_id
  from public.workflow_executions as e join fixture as f on e.user_id = f.owner
  where e.created_at < '2024-01-02Z'
));
delete from public.workflow_executions as e using fixture as f
where e.user_id = f.owner and e.created_at > '2024-01-04Z';
select is_empty('table found', 'some are removed and purged');
select tests.fold_rollups();
select is_empty('table found', 'all is folded');
update private.execution_days as d set completed = 99, max_seconds = 99
from fixture as f where d.owner_key = f.owner and d.purged;
delete from private.execution_durations as d
using fixture as f where d.owner_key = f.owner and d.purged;
select is_empty('table found', 'the purged part is not looked at');

select * from finish();
rollback;
