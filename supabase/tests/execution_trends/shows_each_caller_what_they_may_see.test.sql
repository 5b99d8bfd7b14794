-- Trends show owners their own runs and the shared ones, an anonymous sign-in their own only, the
-- service what the user it names would see, and nobody nothing, from rollups as from rows. A
-- stranger's workflow does not exist.
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
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds
)
select v.user_id, v.workflow, '2026-05-05 12:00Z', v.status, v.seconds
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, 'completed', 1), (f.owner, f.public_workflow, 'completed', 2),
    (f.visitor, f.public_workflow, 'completed', 4), (null, f.public_workflow, 'completed', 8),
    (null, f.public_workflow, 'completed', 16), (null, f.public_workflow, 'running', null)
) as v (user_id, workflow, status, seconds);

create function pg_temp.seen(workflow_id uuid, user_id uuid)
returns text
language sql
as $$
  select string_agg(
    concat(
      p.total_executions, ' runs, ', p.running_executions, ' running, ',
      p.average_execution_time * (p.total_executions - p.running_executions), ' s'
    ),
    ' = ' order by t.computed_from
  )
  from unnest(array['UTC', 'Africa/Abidjan']) as z (timezone)
  cross join lateral public.execution_trends(
    seen.workflow_id, 'day', '2026-05-05Z', '2026-05-06Z', z.timezone, seen.user_id
  ) as t
  cross join lateral unnest(t.points) as p
$$;
create temp table expected as
select
  e.who, e.user_id, e.workflow_id, concat(e.runs, ' = ', e.runs) as runs, f.public_workflow
from fixture as f
cross join lateral (
  values
    ('owner, all', f.owner, null, '5 runs, 1 running, 27.000 s'),
    ('owner, the public workflow', f.owner, f.public_workflow, '4 runs, 1 running, 26.001 s'),
    ('stranger, all', f.stranger, null, '3 runs, 1 running, 24.000 s'),
    ('anonymous sign-in, all', f.visitor, null, '1 runs, 0 running, 4.000 s'),
    (
      'anonymous sign-in, the public workflow', f.visitor, f.public_workflow,
      '1 runs, 0 running, 4.000 s'
    )
) as e (who, user_id, workflow_id, runs);
grant select on expected to public;
create function pg_temp.check_all()
returns setof text
language plpgsql
as $$
declare
  e record;
begin
  for e in select * from expected loop
    perform tests.act_as(e.user_id);
    return next is(pg_temp.seen(e.workflow_id, null), e.runs, e.who);
    perform tests.act_as_owner();
    perform tests.act_as_service();
    return next is(pg_temp.seen(e.workflow_id, e.user_id), e.runs, 'service for ' || e.who);
    perform tests.act_as_owner();
  end loop;
end
$$;
select * from pg_temp.check_all();

select tests.act_as(f.stranger) from fixture as f;
select throws_ok(
  'select pg_temp.seen(f.workflow, null) from fixture as f',
  'PT404', 'workflow_not_found', 'a stranger asks for the owner''s workflow'
);
select throws_ok(
  'select pg_temp.seen(gen_random_uuid(), null)',
  'PT404', 'workflow_not_found', 'a workflow that never was'
);
select throws_ok(
  'select pg_temp.seen(null, f.owner) from fixture as f',
  'PT400', 'user_id_not_allowed', 'a stranger who names the owner'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  'select pg_temp.seen(f.workflow, f.stranger) from fixture as f',
  'PT404', 'workflow_not_found', 'the service asks for it on the stranger''s behalf'
);
select throws_ok(
  'select pg_temp.seen(null, null)', 'PT400', 'user_id_required',
  'the service for nobody in particular'
);
select throws_ok(
  'select pg_temp.seen(null, gen_random_uuid())', 'PT404', 'user_not_found',
  'the service for an unknown user'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  'select public.execution_trends()',
  '42501', 'permission denied for function execution_trends', 'nobody signed in'
);
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
select set_config('role', 'authenticated', true);
select throws_ok(
  'select public.execution_trends()', 'PT401', 'authentication_required', 'a token without a user'
);

select * from finish();
rollback;
