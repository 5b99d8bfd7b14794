-- Of a public workflow everybody's statistics show their own runs and the shared ones; an anonymous
-- sign-in's show their own only, and the service is shown what the user it names would see.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_user(is_anonymous => true) as visitor,
  tests.create_workflow(null, 'public one') as public_workflow;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, status, execution_time_seconds)
select v.user_id, f.public_workflow, 'completed', v.seconds
from fixture as f
cross join lateral (
  values (f.owner, 1), (f.owner, 2), (f.visitor, 4), (null, 8), (null, 16)
) as v (user_id, seconds);

create function pg_temp.seen(user_id uuid)
returns text
language sql
as $$
  select concat(
    s.total_executions, ' runs, ', s.average_execution_time * s.total_executions, ' seconds'
  )
  from fixture as f
  cross join lateral public.execution_stats(f.public_workflow, user_id => seen.user_id) as s
$$;

select tests.act_as(f.owner) from fixture as f;
select matches(pg_temp.seen(null), '^4 runs, 27.000', 'owner: own and shared');
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select matches(pg_temp.seen(null), '^2 runs, 24.000', 'stranger: shared');
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select matches(pg_temp.seen(null), '^1 runs, 4.000', 'anonymous sign-in: own');
select is(
  (
    select s.workflow_name
    from fixture as f cross join lateral public.execution_stats(f.public_workflow) as s
  ),
  'public one', 'anonymous sign-in: the workflow itself is public'
);
select tests.act_as_owner();
select tests.act_as_service();
select matches(pg_temp.seen(f.owner), '^4 runs, 27.000', 'service for the owner') from fixture as f;
select matches(pg_temp.seen(f.stranger), '^2 runs, 24.000', 'service for the stranger')
from fixture as f;
select matches(pg_temp.seen(f.visitor), '^1 runs, 4.000', 'service for the anonymous sign-in')
from fixture as f;
select throws_ok(
  'select pg_temp.seen(null)', 'PT400', 'user_id_required', 'service for nobody in particular'
);

select * from finish();
rollback;
