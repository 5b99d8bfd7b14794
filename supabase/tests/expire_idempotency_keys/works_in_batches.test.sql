-- A call expires the oldest keys, at most batch_size of them; a batch_size that makes no sense
-- cannot stop it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table made as
select n, tests.create_execution(
  f.owner, f.workflow,
  jsonb_build_object(
    'created_at', now() - interval '10 years' - n * interval '1 minute',
    'status', 'completed', 'idempotency_key', 'key ' || n
  )
) as execution_id
from fixture as f, generate_series(1, 7) as n;

select is(private.expire_idempotency_keys(2), 2, 'two a call');
select results_eq(
  'select m.n from made as m join public.workflow_executions as e using (execution_id) '
    'where e.idempotency_key is null order by m.n',
  array[6, 7],
  'the oldest'
);
select is(private.expire_idempotency_keys(0), 1, 'batch_size 0 works like 1');
select is(private.expire_idempotency_keys(null), 4, 'null: as many as by default');
select is(private.expire_idempotency_keys(), 0, 'then none');

select * from finish();
rollback;
