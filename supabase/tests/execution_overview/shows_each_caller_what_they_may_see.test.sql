-- The overview shows owners their own runs and the shared ones, an anonymous sign-in their own
-- only, the service what the user it names would see, and nobody nothing; before and after folding.
begin;
create extension if not exists pgtap with schema extensions;
select plan(18);

create temp table fixture as
select
  u.owner, tests.create_user() as stranger, tests.create_user(is_anonymous => true) as visitor,
  tests.create_workflow(u.owner, 'own') as workflow,
  tests.create_workflow(null, 'public') as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, status, execution_time_seconds)
select v.user_id, v.workflow, 'failed', v.seconds
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, 1), (f.owner, f.public_workflow, 2), (f.visitor, f.public_workflow, 4),
    (null, f.public_workflow, 8), (null, f.public_workflow, 16)
) as v (user_id, workflow, seconds);

create function pg_temp.seen(user_id uuid)
returns text
language sql
as $$
  select concat(
    o.total_executions, ' runs of ', o.total_workflows, ', ',
    o.average_execution_time * o.total_executions, ' seconds, ',
    (
      select string_agg(concat(w.workflow_name, ' ', w.failed_executions), ', ')
      from unnest(o.most_failing) as w
    )
  )
  from public.execution_overview(user_id => seen.user_id) as o
$$;
create temp table expected as
select f.owner as user_id, 'owner' as who, '4 runs of 2, 27.000 seconds, public 3, own 1' as seen
from fixture as f
union all
select f.stranger, 'stranger', '2 runs of 1, 24.000 seconds, public 2' from fixture as f
union all
select f.visitor, 'anonymous sign-in', '1 runs of 1, 4.000 seconds, public 1' from fixture as f;
grant select on expected to public;

create function pg_temp.check_all(state text)
returns setof text
language plpgsql
as $$
declare
  v_expected record;
begin
  for v_expected in select * from expected loop
    perform tests.act_as(v_expected.user_id);
    return next is(pg_temp.seen(null), v_expected.seen, concat(v_expected.who, ', ', check_all.state));
    perform tests.act_as_owner();
    perform tests.act_as_service();
    return next is(
      pg_temp.seen(v_expected.user_id), v_expected.seen,
      concat('service for ', v_expected.who, ', ', check_all.state)
    );
    perform tests.act_as_owner();
  end loop;
end
$$;
select * from pg_temp.check_all('pending');
select tests.fold_rollups();
select * from pg_temp.check_all('folded');
select tests.act_as_service();
select throws_ok(
  'select pg_temp.seen(null)', 'PT400', 'user_id_required', 'service for nobody in particular'
);
select throws_ok(
  'select pg_temp.seen(gen_random_uuid())', 'PT404', 'user_not_found', 'service for an unknown user'
);
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select throws_ok(
  'select pg_temp.seen(f.owner) from fixture as f',
  'PT400', 'user_id_not_allowed', 'a stranger who names the owner'
);
select is(
  (
    select count(*) from public.execution_overview() as o, unnest(o.most_run) as w
    where w.workflow_name = 'own'
  ),
  0::bigint, 'a stranger''s lists name no workflow of the owner'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  'select public.execution_overview()',
  '42501', 'permission denied for function execution_overview', 'nobody signed in'
);
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
select set_config('role', 'authenticated', true);
select throws_ok(
  'select public.execution_overview()', 'PT401', 'authentication_required', 'a token without a user'
);

select * from finish();
rollback;
