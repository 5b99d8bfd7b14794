-- A user sees neither limits nor counters nor sizes nor rates of others; a default for a workflow that is not
-- public holds for nobody, and is shown to nobody.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

create temp table fixture as
select u.owner, tests.create_user() as stranger, tests.create_workflow(u.owner) as own
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into private.quotas (user_id, workflow_id, name, most)
select q.user_id, q.workflow, q.name, 9
from fixture as f
cross join lateral (
  values
    (f.owner, null::uuid, 'executions_per_minute'), (f.owner, null, 'stored_bytes'),
    (f.owner, f.own, 'running_executions'), (null, f.own, 'executions_per_day')
) as q (user_id, workflow, name);
update private.quotas set most = 10000 where name = 'stored_bytes';
update private.quotas set most = 0 where name = 'executions_per_day';
select tests.act_as(f.owner) from fixture as f;
select public.create_execution(f.own) from fixture as f;
select tests.act_as_owner();
insert into private.visual_rates (owner_key, workflow_id, until)
select f.owner, f.own, now() from fixture as f;
insert into private.stored_deltas (owner_key, workflow_id, bytes)
select f.owner, f.own, 1 from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select is(
  (select cardinality(s.limits) from public.quota_status() as s), 3, 'the owner sees all'
);
select isnt_empty('select 1 from private.quota_counters', 'and counters');
select isnt_empty('select 1 from private.stored_deltas', 'and sizes');
select isnt_empty('select 1 from private.visual_rates', 'and rates');
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is((select s.limits from public.quota_status() as s), '{}', 'a stranger sees none');
select is_empty('select 1 from private.quotas where user_id is not null', 'no limit');
select is_empty('select 1 from private.quota_counters', 'no counter');
select is_empty('select 1 from private.stored_deltas', 'no size');
select is_empty('select 1 from private.visual_rates', 'no rate');
select throws_ok(
  'select public.create_execution(f.own) from fixture as f', 'PT404', 'workflow_not_found',
  'and not that there is a workflow with a default'
);
select throws_ok(
  'select public.quota_status(f.owner) from fixture as f', 'PT400', 'user_id_not_allowed',
  'and cannot ask for another'
);

select * from finish();
rollback;
