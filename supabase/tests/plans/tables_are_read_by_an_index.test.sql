-- Under row level security single rows and small lists of the tables are found by an index, by a
-- user with most of the table too.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select u.owner, w.workflow, e.execution_id
from (select tests.create_user() as owner) as u
cross join lateral (select tests.create_workflow(u.owner) as workflow) as w
cross join lateral (select tests.create_execution(u.owner, w.workflow) as execution_id) as e;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
alter table public.execution_events disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, status, completed_at, execution_time_seconds, session_id
)
select f.owner, f.workflow, 'completed', now(), 1, 's-' || n
from fixture as f, generate_series(1, 20000) as n;
insert into public.execution_events (execution_id, owner_key, message)
select e.execution_id, f.owner, 'line ' || n
from fixture as f
join public.workflow_executions as e on e.workflow_id = f.workflow
cross join generate_series(1, 2) as n;
alter table public.execution_events enable trigger user;
alter table public.workflow_executions enable trigger user;
alter table public.workflows disable trigger user;
insert into public.workflows (owner_id, name)
select md5((n % 500)::text)::uuid, 'workflow ' || n from generate_series(1, 5000) as n;
alter table public.workflows enable trigger user;
analyze public.workflows, public.workflow_executions, public.execution_events;

create function pg_temp.problems(statement text)
returns text
language plpgsql
as $$
declare
  v_plan jsonb;
  v_problems text;
begin
  execute format('explain (analyze, format json, costs off, timing off) %s', statement) into v_plan;
  select string_agg(
    concat(
      p.node ->> 'Node Type', ' of ', p.node ->> 'Relation Name', ', ',
      p.node ->> 'Rows Removed by Filter', ' rows in vain'
    ), '; '
  )
  into v_problems
  from jsonb_path_query(
    v_plan, 'strict $.** ? (@.type() == "object" && exists(@."Relation Name"))'
  ) as p (node)
  where p.node ->> 'Node Type' = 'Seq Scan' and p.node ->> 'Relation Name' <> 'fixture'
    or (p.node ->> 'Rows Removed by Filter')::numeric > 10
    or (p.node ->> 'Actual Rows')::numeric > 10;
  return v_problems;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.problems(
    format('select * from public.workflow_executions where execution_id = %L', f.execution_id)
  ),
  null, 'an execution by id'
) from fixture as f;
select is(
  pg_temp.problems('select * from public.workflow_executions where session_id = ''s-777'''),
  null, 'an execution by session'
);
select is(
  pg_temp.problems('select * from public.workflow_executions where status = ''running'''),
  null, 'what runs now'
);
select is(
  pg_temp.problems(format(
    'update public.workflow_executions set progress = 1 where execution_id = %L', f.execution_id
  )),
  null, 'an update by id'
) from fixture as f;
select is(
  pg_temp.problems(format(
    'select * from public.execution_events where execution_id = %L order by seq', f.execution_id
  )),
  null, 'the events of an execution'
) from fixture as f;
select is(
  pg_temp.problems(
    format('select * from public.workflows where workflow_id = %L', f.workflow)
  ),
  null, 'a workflow by id'
) from fixture as f;
select is(
  pg_temp.problems(format('select * from public.workflows where owner_id = %L', f.owner)),
  null, 'one''s own workflows'
) from fixture as f;

select * from finish();
rollback;
