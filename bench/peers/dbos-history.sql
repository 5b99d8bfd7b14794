-- The same executions as workflows of DBOS: the workflow's id is the name, the user the
-- authenticated user, metadata the attributes; payloads lie in tables of their own, as it stores
-- them.
with added as (
  insert into dbos.workflow_status (
    workflow_uuid, status, name, authenticated_user, created_at, updated_at, started_at_epoch_ms,
    completed_at, attributes
  )
  select
    e.execution_id::text,
    case e.status
      when 'completed' then 'SUCCESS' when 'failed' then 'ERROR' when 'cancelled' then 'CANCELLED'
      else 'PENDING'
    end,
    e.workflow_id::text, e.user_id::text, m.created, m.created, m.created,
    (extract(epoch from e.completed_at) * 1000)::bigint, nullif(e.metadata, '{}')
  from public.workflow_executions as e
  cross join lateral (select (extract(epoch from e.created_at) * 1000)::bigint as created) as m
  where not exists (
    select 1 from dbos.workflow_status as w where w.workflow_uuid = e.execution_id::text
  )
  returning workflow_uuid
),
inputs as (
  insert into dbos.workflow_input (workflow_uuid, inputs)
  select a.workflow_uuid, jsonb_build_array(e.inputs)::text
  from added as a
  join public.workflow_executions as e on e.execution_id = a.workflow_uuid::uuid
)
insert into dbos.workflow_output (workflow_uuid, output)
select a.workflow_uuid, e.result::text
from added as a
join public.workflow_executions as e on e.execution_id = a.workflow_uuid::uuid
where e.result is not null
