-- A call ends at most batch_size runs, the oldest first, and 0 means that nothing is left to do; a
-- batch_size that makes no sense cannot stop it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

-- What else there is to end goes first.
do $$ begin while private.reap_executions(100000) > 0 loop end loop; end $$;
create temp table run as
select
  r.age,
  tests.create_execution(
    tests.create_user(), tests.create_workflow(null),
    jsonb_build_object('created_at', now() - r.age * interval '1 hour', 'timeout_seconds', 1)
  ) as execution_id
from (values (3), (5), (1), (4), (2)) as r (age);
prepare remaining as
  select r.age
  from run as r
  join public.workflow_executions as e using (execution_id)
  where e.status = 'running';

select is(private.reap_executions(2), 2, 'the first call ends 2');
select set_eq('remaining', array[1, 2, 3], 'the oldest');
select is(private.reap_executions(2), 2, 'the second call goes on');
select is(private.reap_executions(2), 1, 'the third ends what is left');
select is(private.reap_executions(2), 0, 'the fourth finds nothing');

update run
set execution_id = tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"created_at": "2020-01-01", "timeout_seconds": 1}'
);
select is(private.reap_executions(0), 1, 'batch_size 0 still works');
select is(private.reap_executions(null), 4, 'batch_size null: as many as by default');
select is_empty('remaining', 'and nothing is left');

select * from finish();
rollback;
