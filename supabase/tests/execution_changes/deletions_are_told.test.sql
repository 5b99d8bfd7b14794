-- Deleted executions are told to their owner's channel, at most 100 in a message, and on their own:
-- ids only. What retention removes is told to the owner's alone.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
create temp table runs as
select r.name, tests.create_run(f.owner, f.workflow, 'completed', r.days_ago) as execution_id
from fixture as f
cross join (
  select 'chosen', 1 from generate_series(1, 250)
  union all select 'expired', 100 from generate_series(1, 3)
) as r (name, days_ago);
insert into runs
select 'running', tests.create_execution(null, f.workflow) from fixture as f;
grant select on fixture, runs to public;
delete from realtime.messages;
create function pg_temp.told(prefix text)
returns table (execution_id text, workflow_id text) language sql as $$
  select e.one ->> 'execution_id', e.one ->> 'workflow_id'
  from realtime.messages as m
  cross join lateral jsonb_array_elements(m.payload -> 'executions') as e (one)
  where m.event = 'executions_deleted' and m.topic like told.prefix || '%'
$$;
prepare told as select * from pg_temp.told($1);
prepare expected as
select r.execution_id::text, f.workflow::text
from runs as r cross join fixture as f where r.name = $1;

select tests.act_as(f.owner) from fixture as f;
select public.delete_executions(created_after => now() - interval '2 days');
select tests.act_as_owner();
select bag_eq('execute told(''executions:'')', 'execute expected(''chosen'')', 'to the owner');
select bag_eq('execute told(''execution:'')', 'execute expected(''chosen'')', 'on their own');
select results_eq(
  $$
    select m.topic, jsonb_array_length(m.payload -> 'executions')
    from realtime.messages as m
    where m.topic like 'executions:%' order by 2
  $$,
  $$ select 'executions:' || f.owner, n from fixture as f, unnest(array[50, 100, 100]) as n $$,
  'at most 100 in a message'
);

delete from realtime.messages;
insert into public.retention_policies (
  user_id, completed_days, keep_last_failures, keep_last_successes
)
select f.owner, 30, 0, 0 from fixture as f;
select tests.apply_retention();
select bag_eq('execute told(''executions:'')', 'execute expected(''expired'')', 'by retention');
select is_empty('execute told(''execution:'')', 'by retention, not on their own');

delete from realtime.messages;
delete from public.workflow_executions as e
using runs as r
where r.name = 'running' and e.execution_id = r.execution_id;
select bag_eq(
  'execute told(''execution'')',
  'select e.* from (select 1 union all select 2) as n, lateral (
    select r.execution_id::text, f.workflow::text from runs as r, fixture as f
    where r.name = ''running''
  ) as e',
  'one that runs and is shared, on both'
);

select * from finish();
rollback;
