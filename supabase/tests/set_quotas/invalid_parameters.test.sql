-- What is no limit, and an account or workflow that there is not, is refused by name.
begin;
create extension if not exists pgtap with schema extensions;
select plan(17);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as own,
  tests.create_workflow(tests.create_user()) as strangers
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.act_as_service();

select throws_ok(
  format('select public.set_quotas(%L, user_id => %L)', v.limits, f.owner), v.state, v.slug,
  v.limits
)
from fixture as f
cross join (
  values
    (null, 'PT400', 'invalid_parameter'),
    ('[]', 'PT400', 'invalid_parameter'),
    ('{"executions_per_hour": 1}', 'PT400', 'unknown_parameter'),
    ('{"executions_per_minute": -1}', 'PT400', 'invalid_parameter'),
    ('{"executions_per_minute": 1.5}', 'PT400', 'invalid_parameter'),
    ('{"executions_per_minute": 1e99}', 'PT400', 'invalid_parameter'),
    ('{"executions_per_minute": 1000000001}', 'PT400', 'invalid_parameter'),
    ('{"executions_per_minute": "1"}', 'PT400', 'invalid_parameter'),
    ('{"running_executions": 10001}', 'PT400', 'invalid_parameter'),
    ('{"stored_bytes": 9007199254740992}', 'PT400', 'invalid_parameter')
) as v (limits, state, slug);
select throws_ok($$ select public.set_quotas('{}') $$, 'PT400', 'user_id_required', 'for nobody');
select throws_ok(
  format('select public.set_quotas(''{}'', user_id => %L, all_users => true)', f.owner), 'PT400',
  'invalid_parameter', 'for one and for all'
) from fixture as f;
select throws_ok(
  format('select public.set_quotas(''{}'', user_id => %L)', gen_random_uuid()), 'PT404',
  'user_not_found', 'for an unknown user'
);
select throws_ok(
  format('select public.set_quotas(''{}'', user_id => %L, workflow_id => %L)', f.owner, w.id),
  'PT404', 'workflow_not_found', 'of a workflow that the user may not run'
)
from fixture as f cross join lateral (values (f.strangers), (gen_random_uuid())) as w (id);
select throws_ok(
  format('select public.set_quotas(''{}'', workflow_id => %L, all_users => true)', f.own),
  'PT404', 'workflow_not_found', 'for all, of a workflow that not all may run'
) from fixture as f;
select lives_ok(
  format('select public.set_quotas(''{}'', user_id => %L, workflow_id => %L)', f.owner, f.own),
  'of their own'
) from fixture as f;

select * from finish();
rollback;
