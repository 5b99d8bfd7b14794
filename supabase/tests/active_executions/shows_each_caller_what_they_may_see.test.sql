-- What runs is shown to its owner; a stranger sees shared runs only, an anonymous sign-in neither,
-- and the service what the user it names would see.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_user() as stranger, tests.create_user(is_anonymous => true) as visitor,
  tests.create_workflow(u.owner) as workflow, tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, mode)
select v.user_id, v.workflow_id, v.mode
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, 'local-run'), (f.owner, f.workflow, 'local-run'),
    (null, f.public_workflow, 'cloud-run')
) as v (user_id, workflow_id, mode);

create function pg_temp.seen(user_id uuid)
returns text
language sql
as $$
  select concat(
    l.total_active, ': ', string_agg(a.mode, ', ' order by a.mode)
      filter (where a.workflow_id in (f.workflow, f.public_workflow))
  )
  from fixture as f
  cross join lateral public.active_executions(user_id => seen.user_id) as l
  left join lateral unnest(l.active_executions) as a on true
  group by l.total_active
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.seen(null), '3: cloud-run, local-run, local-run', 'owner');
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.seen(null), '1: cloud-run', 'stranger');
select is(
  (
    select (l.total_active, l.active_executions)::text
    from fixture as f cross join lateral public.active_executions(workflow_id => f.workflow) as l
  ),
  '(0,{})', 'stranger who knows the workflow''s id'
);
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is(pg_temp.seen(null), '0: ', 'anonymous sign-in');
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.seen(f.owner), '3: cloud-run, local-run, local-run', 'service for the owner')
from fixture as f;
select is(pg_temp.seen(f.stranger), '1: cloud-run', 'service for the stranger') from fixture as f;
select is(pg_temp.seen(f.visitor), '0: ', 'service for the anonymous sign-in') from fixture as f;

select * from finish();
rollback;
