-- A count is part of the transaction of the run it counts, and is rolled back with it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table run as
select tests.create_execution(f.owner, f.workflow) as id from fixture as f;

savepoint before;
update public.workflow_executions as e set status = 'completed', execution_time_seconds = 1
from run as r where e.execution_id = r.id;
select is((tests.counted(f.owner)).completed, 1::bigint, 'counted within') from fixture as f;
rollback to savepoint before;
select is((tests.counted(f.owner)).completed, 0::bigint, 'not after the rollback')
from fixture as f;
update public.workflow_executions as e set status = 'failed', execution_time_seconds = 1
from run as r where e.execution_id = r.id;
select is(
  ((tests.counted(f.owner)).completed, (tests.counted(f.owner)).failed)::text, '(0,1)',
  'what happens instead is'
) from fixture as f;

select * from finish();
rollback;
