-- Users make executions of their own, the service for the user that each item names; a stranger's
-- workflow is not found, by the same words as one that never was; nobody else may call.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select set_config('t.public', tests.create_workflow(null)::text, true);
create function pg_temp.batch(variadic items jsonb[]) returns text[] language sql as $$
  select array_agg(
    concat_ws(
      ' | ', r.status, (r.error).code,
      replace((r.error).message, items[r.index + 1] ->> 'workflow_id', '(id)'), (r.error).hint
    )
    order by r.index
  )
  from public.create_executions(to_jsonb(items)) as a
  cross join lateral unnest(a.results) as r
$$;
create function pg_temp.item(workflow_id uuid, user_id text default null)
returns jsonb language sql as $$
  select jsonb_strip_nulls(jsonb_build_object('workflow_id', workflow_id, 'user_id', user_id))
$$;

select tests.act_as(current_setting('t.owner')::uuid);
select is(
  pg_temp.batch(
    pg_temp.item(current_setting('t.workflow')::uuid),
    pg_temp.item(current_setting('t.public')::uuid),
    pg_temp.item(current_setting('t.workflow')::uuid, current_setting('t.owner'))
  ),
  '{201,201,201}', 'the owner'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.stranger')::uuid);
select is(
  (pg_temp.batch(pg_temp.item(current_setting('t.workflow')::uuid)))[1],
  (pg_temp.batch(pg_temp.item(gen_random_uuid())))[1],
  'a stranger finds nothing, as for an id that never was'
);
select matches(
  (pg_temp.batch(pg_temp.item(current_setting('t.workflow')::uuid)))[1],
  '^404 . workflow_not_found', 'which is 404'
);
select tests.act_as_owner();
select tests.act_as_service();
create temporary table answer on commit drop as
select r.*
from public.create_executions(jsonb_build_array(
  pg_temp.item(current_setting('t.workflow')::uuid, current_setting('t.owner')),
  pg_temp.item(current_setting('t.public')::uuid, current_setting('t.stranger')),
  pg_temp.item(current_setting('t.public')::uuid),
  pg_temp.item(current_setting('t.workflow')::uuid),
  pg_temp.item(current_setting('t.workflow')::uuid, current_setting('t.stranger')),
  pg_temp.item(current_setting('t.public')::uuid, '11111111-1111-1111-1111-111111111111')
)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  $$
    select concat_ws(' ', a.status, e.user_id, (a.error).code)
    from answer as a
    left join public.workflow_executions as e on e.execution_id = (a.execution).execution_id
    order by a.index
  $$,
  array[
    '201 ' || current_setting('t.owner'), '201 ' || current_setting('t.stranger'), '201',
    '400 user_id_required', '404 workflow_not_found', '404 user_not_found'
  ],
  'the service, for several users, and shared'
);
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
set local role authenticated;
select throws_ok(
  $$ select public.create_executions('[{}]') $$, 'PT401', 'authentication_required',
  'a token without a user'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  $$ select public.create_executions('[{}]') $$, '42501',
  'permission denied for function create_executions', 'nobody signed in'
);
select tests.act_as_owner();
select is(
  (select count(*) from public.workflow_executions), 6::bigint, 'six executions were made'
);

select * from finish();
rollback;
