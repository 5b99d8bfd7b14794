-- A run counts on the UTC day on which it was created, whenever it ended, and whatever the time
-- zone of the session.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;

set local time zone 'Pacific/Kiritimati';
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, completed_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', v.created_at::timestamptz, v.completed_at::timestamptz, 1
from fixture as f, (
  values
    ('2024-02-28 23:59:59.999999Z', '2024-03-05 00:00Z'), ('2024-02-29 00:00Z', '2024-02-29 01:00Z')
) as v (created_at, completed_at);
select results_eq(
  $$
    select d.day from private.execution_deltas as d join fixture as f on d.owner_key = f.owner
    order by d.day
  $$,
  $$values (date '2024-02-28'), (date '2024-02-29')$$,
  'inserted where it is tomorrow'
);
set local time zone 'Pacific/Pago_Pago';
delete from public.workflow_executions as e using fixture as f
where e.user_id = f.owner and e.created_at < '2024-02-29 00:00Z';
select tests.fold_rollups();
select results_eq(
  $$
    select d.day, d.completed
    from private.execution_days as d
    join fixture as f on d.owner_key = f.owner and d.workflow_id = f.workflow
  $$,
  $$values (date '2024-02-29', 1)$$,
  'removed and folded where it is yesterday'
);
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'and verified there'
);

select * from finish();
rollback;
