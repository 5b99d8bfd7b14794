-- Each run of retention and each deletion leaves a line per workflow and part: how many, how much,
-- why and of when.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.create_run(
  f.owner, r.workflow_id, 'failed', r.days_ago, jsonb_build_object('result', repeat('x', 1000))
)
from fixture as f
cross join lateral (
  values
    (f.workflow, 40), (f.workflow, 50), (tests.create_workflow(f.owner, 'other'), 60),
    (f.workflow, 20)
) as r (workflow_id, days_ago);
insert into public.execution_events (execution_id, message)
select e.execution_id, 'twelve bytes'
from public.workflow_executions as e
join fixture as f on f.owner = e.owner_key;
insert into public.retention_policies (user_id, failed_days, payload_days, keep_last_failures)
select f.owner, 30, 10, 0 from fixture as f;
select tests.apply_retention(1);
create function pg_temp.days(at timestamptz) returns integer language sql as $$
  select round(extract(epoch from now() - days.at) / 86400)::integer
$$;

select results_eq(
  $$
    select
      w.name, p.part::text, p.reason::text, p.executions, pg_temp.days(p.oldest_created_at),
      pg_temp.days(p.newest_created_at), p.at = now()
    from public.purges as p
    join public.workflows as w using (workflow_id)
    join fixture as f on f.owner = p.owner_key
    order by 1, 2
  $$,
  $$
    values
      ('mine', 'payloads', 'retention', 1, 20, 20, true),
      ('mine', 'rows', 'retention', 2, 50, 40, true),
      ('other', 'rows', 'retention', 1, 60, 60, true)
  $$,
  'retention: all batches of a workflow and part in one line'
);
select ok(
  (
    -- 1 000 letters with their headers, and an event's message.
    select p.bytes between 1000 + 12 and 1020 + 12
    from public.purges as p
    join fixture as f on f.owner = p.owner_key
    where p.part = 'payloads'
  ),
  'bytes of payloads: result, logs and events'
);
select tests.act_as(f.owner) from fixture as f;
select public.delete_executions(workflow_id => f.workflow) from fixture as f;
select results_eq(
  $$
    select p.executions, p.bytes between 200 and 300
    from public.purges as p
    where p.part = 'rows' and p.reason = 'request'
  $$,
  $$ values (1, true) $$,
  'a deletion: the row without payloads that had expired before'
);
select tests.act_as_owner();
update public.purges set at = now() - interval '401 days' from fixture as f
where owner_key = f.owner and part = 'rows';
select tests.apply_retention();
select set_eq(
  'select p.part::text from public.purges as p join fixture as f on f.owner = p.owner_key',
  array['payloads'],
  'lines are kept for 400 days'
);

select * from finish();
rollback;
