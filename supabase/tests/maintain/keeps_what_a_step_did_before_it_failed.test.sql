-- A step that fails in a later batch keeps its earlier batches.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table made as
select n, tests.create_execution(
  f.owner, f.workflow,
  jsonb_build_object(
    'created_at', now() - interval '10 years' + n * interval '1 minute',
    'status', 'completed', 'idempotency_key', 'old ' || n
  )
) as execution_id
from fixture as f, generate_series(1, 3) as n;
create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'not this one';
end
$$;
create trigger _990_refuse
  after update of idempotency_key on public.workflow_executions
  for each row when (old.idempotency_key = 'old 3') execute function pg_temp.refuse();
create temp table step as
select private.maintenance_step('keys', 1, clock_timestamp() + interval '1 minute') as told;

select is((select told ->> 'done' from step), '2', 'two batches are counted');
select is((select told ->> 'error' from step), 'P0001 not this one', 'the third is told');
select results_eq(
  'select m.n from made as m join public.workflow_executions as e using (execution_id) '
    'where e.idempotency_key is not null',
  'values (3)',
  'the first two stay done'
);

select * from finish();
rollback;
