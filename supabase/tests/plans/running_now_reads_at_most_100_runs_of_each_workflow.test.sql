-- What runs now is shown with the expected duration of its workflows: at most 100 completed runs of
-- each are read for that, however many their owner has and however often it is asked for.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select tests.create_user() as owner, array(
  select tests.create_workflow(null) from generate_series(1, 40)
) as workflows;
grant select on fixture to public;
-- 20 000 runs of one user: half of them of one workflow, 40 of each other one; of others, 2 000.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds
)
select
  case when n <= 20000 then f.owner else md5((n % 50)::text)::uuid end,
  f.workflows[case when n % 2 = 0 then 1 else 2 + n / 2 % 39 end],
  now() - n * interval '1 minute',
  case when n <= 200 then 'running' else 'completed' end,
  case when n > 200 then now() end, n % 300 / 7.0
from fixture as f, generate_series(1, 22000) as n;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;

create function pg_temp.rows_read()
returns bigint
language sql
as $$
  select sum(pg_stat_get_xact_tuples_returned(i.indexrelid))::bigint
  from pg_index as i
  where i.indrelid = 'public.workflow_executions'::regclass
$$;
create temp table reads (calls integer, rows_read bigint);
grant all on reads to public;

select tests.act_as(f.owner) from fixture as f;
select results_eq(
  'select total_active, cardinality(active_executions) from public.active_executions()',
  'values (200::bigint, 200)', 'all that runs is listed'
);
insert into reads select 0, pg_temp.rows_read();
select public.active_executions();
insert into reads select 1, pg_temp.rows_read();
select public.active_executions() from generate_series(1, 11);
insert into reads select 12, pg_temp.rows_read();
select tests.act_as_owner();

-- 200 runs, by three indexes, and 100 of each of 40 workflows.
select cmp_ok(
  max(r.rows_read) filter (where r.calls = 1) - max(r.rows_read) filter (where r.calls = 0),
  '<', 6000::bigint, 'one call reads little more than what it shows and 100 runs of each workflow'
) from reads as r;
select cmp_ok(
  max(r.rows_read) filter (where r.calls = 12) - max(r.rows_read) filter (where r.calls = 1),
  '<', 66000::bigint, 'so does each of eleven more'
) from reads as r;

select * from finish();
rollback;
