-- total_executions is exact up to 10 000, own and shared rows together; beyond, it says 10 000 with
-- total_is_exact = false, meaning "at least".
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, mode
)
select
  case when n <= 9000 then f.owner end,
  case when n <= 9000 then f.workflow else f.public_workflow end, now() - n * interval '1 second',
  case when n % 10 = 0 then 'failed' else 'completed' end, now(), 1,
  case when n % 100 = 0 then 'local-run' else 'cloud-run' end
from fixture as f, generate_series(1, 10001) as n;
alter table public.workflow_executions enable trigger user;

create function pg_temp.total(arguments text)
returns text
language plpgsql
as $$
declare
  v_total text;
begin
  execute format(
    'select concat(h.total_executions, case when h.total_is_exact then '' exactly'' end)'
    ' from fixture as f cross join lateral public.execution_history(page_size => 1, %s) as h',
    arguments
  ) into v_total;
  return v_total;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total('page => 1'), '10000', '10 001 rows: at least 10 000');
select is(pg_temp.total('workflow_id => f.workflow'), '9000 exactly', 'own ones');
select is(pg_temp.total('status_filter => ''{failed,running}'''), '1000 exactly', 'failed ones');
select is(
  pg_temp.total('mode_filter => ''local-run'''), '100 exactly', 'with a filter that no index serves'
);
select tests.act_as_owner();
delete from public.workflow_executions as e using fixture as f
where e.execution_id = (
  select o.execution_id
  from public.workflow_executions as o
  where o.workflow_id = f.workflow
  limit 1
);
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total('page => 1'), '10000 exactly', '10 000 rows');
select is(
  pg_temp.total(
    'cursor => (select o.next_cursor from public.execution_history(page_size => 1) as o)'
  ),
  '10000 exactly', 'a cursor changes nothing about the total'
);

select * from finish();
rollback;
