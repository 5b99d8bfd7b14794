-- The service sets the quotas of an account, of a workflow in it and the defaults; what it leaves
-- out is the default again. A user sets none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;

select tests.act_as_service();
select is(
  (select to_jsonb(s) from fixture as f, public.set_quotas(
    '{"executions_per_minute": 5, "stored_bytes": null}', user_id => f.owner) as s),
  (select jsonb_build_object('user_id', f.owner, 'workflow_id', null, 'limits',
    jsonb '{"executions_per_minute": 5, "stored_bytes": null}') from fixture as f),
  'an account'
);
select is(
  (select s.limits from fixture as f, public.set_quotas(
    '{"running_executions": 1}', user_id => f.owner, workflow_id => f.workflow) as s),
  '{"running_executions": 1}', 'a workflow in it'
);
select is(
  (select s.limits from public.set_quotas(
    '{"executions_per_minute": 7, "executions_per_day": 70}', all_users => true) as s),
  '{"executions_per_minute": 7, "executions_per_day": 70}', 'the defaults'
);
prepare in_force as
  select l.workflow_id is null, l.name, l."limit"
  from fixture as f, public.quota_status(f.owner) as s, unnest(s.limits) as l
  order by 1 desc, 2;
select results_eq(
  'in_force',
  $$
    values
      (true, 'executions_per_day', 70::bigint), (true, 'executions_per_minute', 5),
      (false, 'running_executions', 1)
  $$,
  'all together'
);
select is(
  (select s.limits from fixture as f, public.set_quotas(
    '{"executions_per_day": 8}', user_id => f.owner) as s),
  '{"executions_per_day": 8}', 'the account anew'
);
select results_eq(
  'in_force',
  $$
    values
      (true, 'executions_per_day', 8::bigint), (true, 'executions_per_minute', 7),
      (false, 'running_executions', 1)
  $$,
  'what was left out is the default'
);
select tests.act_as_owner();
select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  $$ select public.set_quotas('{}', user_id => f.owner) from fixture as f $$, 'PT403',
  'service_required', 'a user sets none'
);
select throws_ok('delete from private.quotas', '42501', null, 'nor removes one');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  $$ select public.set_quotas('{}', all_users => true) $$, '42501', null, 'nobody signed in'
);

select * from finish();
rollback;
