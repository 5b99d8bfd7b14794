-- Keys that expire are found by an index, oldest first, without reading other runs; runs that have
-- no key are not in it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
-- A run a minute; every fourth has a key, so 500 have one and are more than 8000 minutes old.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (user_id, workflow_id, created_at, idempotency_key)
select
  f.owner, f.workflow, now() - n * interval '1 minute',
  case when n % 4 = 0 then 'key ' || n end
from fixture as f, generate_series(1, 10000) as n;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;

create function pg_temp.plan_of(most integer)
returns setof text
language plpgsql
as $$
begin
  return query execute format(
    $statement$
      explain (analyze, costs off, timing off)
      select e.execution_id
      from public.workflow_executions as e
      where e.idempotency_key is not null and e.created_at < now() - interval '8000 minutes'
      order by e.created_at
      limit %s
      for update of e skip locked
    $statement$,
    most
  );
end
$$;
select matches(
  (select string_agg(p.line, E'\n') from pg_temp.plan_of(100) as p (line)),
  'Index Scan using workflow_executions_idempotency on [^\n]*rows=100 ', 'a batch'
);
select matches(
  (select string_agg(p.line, E'\n') from pg_temp.plan_of(1000) as p (line)),
  'workflow_executions_idempotency.* \(actual rows=500 ', 'no more than there are'
);
select is(
  (
    select pg_get_expr(i.indpred, i.indrelid)
    from pg_catalog.pg_index as i
    where i.indexrelid = 'public.workflow_executions_idempotency'::regclass
  ),
  '(idempotency_key IS NOT NULL)', 'who uses no keys does not pay for it'
);

select * from finish();
rollback;
