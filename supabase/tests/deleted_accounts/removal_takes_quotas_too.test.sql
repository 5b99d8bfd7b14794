-- With an account go its quotas and all that was counted for them; those of others stay.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as other,
  tests.create_workflow(null) as workflow;
insert into private.quotas (user_id, workflow_id, name, most)
select u.id, w.id, n.name, 10000
from fixture as f
cross join lateral (values (f.owner), (f.other)) as u (id)
cross join lateral (values (f.workflow), (null)) as w (id)
cross join unnest(array['executions_per_day', 'stored_bytes']) as n (name);
select tests.create_execution(u.id, f.workflow)
from fixture as f cross join lateral (values (f.owner), (f.other)) as u (id);
insert into private.stored_deltas (owner_key, workflow_id, bytes)
select u.id, f.workflow, 1 from fixture as f cross join lateral (values (f.owner), (f.other)) as u (id);
insert into private.visual_rates (owner_key, workflow_id, until)
select u.id, f.workflow, now() from fixture as f cross join lateral (values (f.owner), (f.other)) as u (id);
create function pg_temp.kinds(owner uuid) returns text[] language sql as $$
  select array_agg(distinct k.kind order by k.kind)
  from (
    select owner_key, 'quotas' from private.quotas
    union all select owner_key, 'counters' from private.quota_counters
    union all select owner_key, 'rates' from private.visual_rates
    union all select owner_key, 'measures' from private.stored_measures
    union all select owner_key, 'deltas' from private.stored_deltas
  ) as k (owner_key, kind)
  where k.owner_key = owner
$$;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;
select private.remove_deleted_accounts();

select is((select pg_temp.kinds(f.owner) from fixture as f), null, 'nothing is left');
select is(
  (select pg_temp.kinds(f.other) from fixture as f), '{counters,deltas,measures,quotas,rates}'::text[],
  'the other account has all'
);

select * from finish();
rollback;
