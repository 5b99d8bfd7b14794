-- A held run keeps its row, payloads and recording; released, it goes like any other.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create temp table made as
select
  r.name,
  tests.create_run(
    f.owner, f.workflow, 'failed', r.days_ago, '{"result": 1, "visual_enabled": true}'
  ) as execution_id
from fixture as f
cross join (values ('row', 40), ('payloads', 20), ('recording', 10)) as r (name, days_ago);
insert into public.retention_policies (
  user_id, failed_days, payload_days, visual_days, keep_last_failures
)
select f.owner, 30, 15, 5, 0 from fixture as f;
grant select on made to public;
select tests.act_as(f.owner) from fixture as f;
select ok((public.update_execution(m.execution_id, hold => true)).held, 'its owner holds it: '
  || m.name)
from made as m;
select tests.act_as_owner();
select tests.apply_retention();
select tests.act_as(f.owner) from fixture as f;
select public.update_execution(m.execution_id, hold => false) from made as m where exists (
  select 1
  from public.workflow_executions as e
  where e.execution_id = m.execution_id
    and e.result is not null
    and e.payloads_expired_at is null
    and e.visual_expired_at is null
);
select tests.act_as_owner();
select is(tests.apply_retention()::text, '(1,1,2,f,)', 'all that was spared goes when released');

select * from finish();
rollback;
