-- Sizes are looked up for a limited number of executions of each part; the rest is "at least".
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
insert into public.retention_policies (user_id, cancelled_days, completed_days, payload_days)
select f.owner, 30, 90, 10 from fixture as f;
select tests.create_run(f.owner, f.workflow, s.status, 40)
from fixture as f
cross join generate_series(1, 9) as n (n)
cross join (values ('cancelled'), ('completed')) as s (status);
select set_eq(
  $$
    select s.part, s.executions
    from fixture as f
    cross join lateral private.due_sizes(f.owner, 5) as s
  $$,
  $$ values ('rows', 5::bigint), ('payloads', 5) $$,
  'five of each are looked at, then it stops'
);
select set_eq(
  $$
    select s.part, s.executions
    from fixture as f
    cross join lateral private.due_sizes(f.owner, 50) as s
  $$,
  $$ values ('rows', 9::bigint), ('payloads', 8) $$,
  'all, where there are fewer'
);

select * from finish();
rollback;
