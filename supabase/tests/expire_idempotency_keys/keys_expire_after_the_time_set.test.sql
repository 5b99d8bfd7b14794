-- An idempotency key and its fingerprint go after the time set (7 days by default), whatever the
-- status of the run; younger keys stay, and where no time is set all do.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table made as
select a.name, tests.create_execution(
  f.owner, f.workflow,
  jsonb_build_object(
    'created_at', now() - a.age, 'status', a.status, 'idempotency_key', a.name,
    'updated_at', now() - a.age
  )
) as execution_id
from fixture as f, (
  values
    ('fresh', interval '1 minute', 'running'), ('six days', '6 days 23 hours', 'completed'),
    ('eight days', '8 days', 'completed'), ('eight days, running', '8 days', 'running')
) as a (name, age, status);
create function pg_temp.keys()
returns setof text
language sql
as $$
  select e.idempotency_key::text
  from public.workflow_executions as e
  join made as m using (execution_id)
  where e.idempotency_key is not null
$$;

update private.settings set idempotency_key_hours = null;
select is(private.expire_idempotency_keys(), 0, 'no time is set: none expires');
update private.settings set idempotency_key_hours = default;
select is(private.expire_idempotency_keys(), 2, 'after 7 days: two expire');
select set_eq(
  'select pg_temp.keys()', array['fresh', 'six days'], 'the younger ones stay'
);
select is_empty(
  'select 1 from made as m join public.workflow_executions as e using (execution_id) '
    'where (e.idempotency_key is null) <> (e.idempotency_fingerprint is null)',
  'fingerprints go with their keys'
);
select results_eq(
  'select e.updated_at from made as m join public.workflow_executions as e using (execution_id) '
    'where m.name like ''eight days%''',
  $$values (now() - interval '8 days'), (now() - interval '8 days')$$,
  'the runs do not count as changed'
);
select is(private.expire_idempotency_keys(), 0, 'then there is nothing to do');
update private.settings set idempotency_key_hours = 48;
select is(private.expire_idempotency_keys(), 1, 'after 2 days, when that is set');
select throws_ok(
  'update private.settings set idempotency_key_hours = 0', '23514', null, 'an hour is the least'
);

select * from finish();
rollback;
