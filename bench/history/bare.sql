-- The yardstick gets a row for each execution it does not have yet.
insert into bench.bare (
  execution_id, workflow_id, owner, status, created_at, completed_at, seconds
)
select
  e.execution_id, e.workflow_id, e.owner_key, e.status, e.created_at, e.completed_at,
  e.execution_time_seconds
from public.workflow_executions as e
where not exists (select 1 from bench.bare as b where b.execution_id = e.execution_id)
