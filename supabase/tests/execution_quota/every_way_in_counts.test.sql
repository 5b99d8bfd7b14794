-- A create through the function, a batch, a direct insert of one or of many rows, and what the
-- service does for the user are counted alike; what is refused takes nothing with it in a batch,
-- and all of a statement.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
insert into private.quotas (user_id, name, most)
select f.owner, 'executions_per_day', 10 from fixture as f;
create function pg_temp.left_over() returns bigint language sql as $$
  select (l).remaining
  from fixture as f
  cross join lateral unnest((public.quota_status(
    case when current_user = 'service_role' then f.owner end)).limits) as l
$$;

select tests.act_as(f.owner) from fixture as f;
select public.create_execution(f.workflow) from fixture as f;
select is(pg_temp.left_over(), 9::bigint, 'a call');
insert into public.workflow_executions (workflow_id) select f.workflow from fixture as f;
select is(pg_temp.left_over(), 8::bigint, 'a row');
insert into public.workflow_executions (workflow_id)
select f.workflow from fixture as f, generate_series(1, 2);
select is(pg_temp.left_over(), 6::bigint, 'rows');
select tests.act_as_owner();
select tests.act_as_service();
select public.create_execution(f.workflow, user_id => f.owner) from fixture as f;
select is(pg_temp.left_over(), 5::bigint, 'the service acts for the user');
select tests.act_as_owner();
select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  'insert into public.workflow_executions (workflow_id) '
    'select f.workflow from fixture as f, generate_series(1, 6)',
  'PGRST', null, 'more rows than are left'
);
select is(pg_temp.left_over(), 5::bigint, 'what was undone was not used');
create temp table answer on commit drop as
select a.*
from fixture as f
cross join lateral (
  select jsonb_agg(
    jsonb_build_object('workflow_id', f.workflow, 'inputs', jsonb_build_object('n', n))
  ) as items
  from generate_series(1, 8) as n
) as i
cross join lateral public.create_executions(i.items) as a;
select is((select array[a.succeeded, a.failed] from answer as a), array[5, 3], 'a batch');
select results_eq(
  'select distinct r.status, (r.error).code, left((r.error).hint, 12) '
    'from answer as a, unnest(a.results) as r where r.status >= 400',
  $$ values (429, 'quota_exceeded', 'Try again in') $$,
  'items that are refused say why and when to try again'
);
select is(pg_temp.left_over(), 0::bigint, 'all of it is used');

select * from finish();
rollback;
