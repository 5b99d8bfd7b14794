-- A call stops at its deadline, having done a batch at least, and says whether there is more.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.apply_retention();
select tests.create_run(f.owner, f.workflow, 'cancelled', 40 + n.n)
from fixture as f
cross join generate_series(1, 25) as n (n);
insert into public.retention_policies (user_id, cancelled_days)
select f.owner, 30 from fixture as f;
create function pg_temp.left_over() returns bigint language sql as $$
  select count(*) from public.workflow_executions as e join fixture as f on f.owner = e.owner_key
$$;

-- The deadline comes when the owner has been begun with.
select is(
  (private.sweep_owner(f.owner, '-infinity', 10))::text, '(10,0,0,t,)',
  'a batch is removed even when time is up, and there is more'
)
from fixture as f;
select is(
  (
    select array_agg(extract(day from now() - e.created_at)::integer order by e.created_at desc)
    from public.workflow_executions as e
    join fixture as f on f.owner = e.owner_key
  ),
  array(select n from generate_series(41, 55) as n (n)), 'the oldest first'
);
select is(
  private.apply_retention('-infinity')::text, '(0,0,0,t,)',
  'a call whose time is up begins with nobody'
);
select tests.apply_retention(10);
select is(pg_temp.left_over(), 0::bigint, 'a call with time removes the rest');

select * from finish();
rollback;
