-- An owner is looked at once an hour, and when a policy of theirs changed; one without a policy as
-- soon as the installation has days.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.apply_retention();
create function pg_temp.due() returns boolean language sql as $$
  select exists (
    select 1 from private.retention_requests as r join fixture as f on f.owner = r.owner_key
    union all
    select 1
    from private.retention_sweeps as s
    join fixture as f on f.owner = s.owner_key
    where s.next_at <= now()
  )
$$;
select tests.create_run(f.owner, f.workflow, 'cancelled', 40) from fixture as f;

select is(pg_temp.due(), false, 'an owner without a policy is not looked at');
select tests.act_as(f.owner) from fixture as f;
insert into public.retention_policies (failed_days) values (10);
select tests.act_as_owner();
select is(pg_temp.due(), true, 'one who makes a policy is');
select private.apply_retention('infinity');
select ok(
  (
    select s.next_at between now() + interval '1 hour' and now() + interval '2 hours'
    from private.retention_sweeps as s
    join fixture as f on f.owner = s.owner_key
  ),
  'and again in an hour'
);
select tests.act_as(f.owner) from fixture as f;
update public.retention_policies set failed_days = 20;
select tests.act_as_owner();
select is(pg_temp.due(), true, 'or when they change it');
delete from public.retention_policies as p using fixture as f where p.user_id = f.owner;
select tests.apply_retention();
delete from private.retention_sweeps as s using fixture as f where s.owner_key = f.owner;
update private.settings set retention_cancelled_days = 30;
select tests.apply_retention();
select is_empty(
  'select 1 from public.workflow_executions as e join fixture as f on f.owner = e.owner_key',
  'days of the installation hold for owners without a policy'
);
select tests.apply_retention();
select is_empty(
  'select 1 from private.retention_sweeps as s join fixture as f on f.owner = s.owner_key',
  'who has neither policies nor runs is forgotten'
);

select * from finish();
rollback;
