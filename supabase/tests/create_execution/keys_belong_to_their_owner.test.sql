-- An idempotency key belongs to its owner: a stranger's request with it is new, the service's
-- for the owner is the owner's, and a shared run has its own.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
prepare ask as
  select execution_id, replayed
  from public.create_execution(current_setting('t.public')::uuid, idempotency_key => 'k');
select tests.act_as(current_setting('t.owner')::uuid);
create temporary table first on commit drop as execute ask;
grant select on first to service_role;

select tests.act_as_owner();
select tests.act_as(tests.create_user());
select is(
  (
    select replayed
    from public.create_execution(current_setting('t.public')::uuid, idempotency_key => 'k')
  ),
  false, 'a stranger''s is new'
);
select throws_ok(
  $$
    select public.create_execution(
      current_setting('t.public')::uuid, '{"other": 1}', idempotency_key => 'k'
    )
  $$,
  'PT409', 'idempotency_key_reused', 'and reused by themself only'
);
select tests.act_as_owner();
select tests.act_as_service();
select results_eq(
  $$
    select execution_id, replayed
    from public.create_execution(
      current_setting('t.public')::uuid, user_id => current_setting('t.owner')::uuid,
      idempotency_key => 'k'
    )
  $$,
  'select execution_id, true from first', 'for the owner it is the owner''s'
);
select is((e.answer).replayed, e.expected, e.description)
from (
  select
    public.create_execution(current_setting('t.public')::uuid, idempotency_key => 'k') as answer,
    c.expected, c.description
  from (values (false, 'a shared one is new'), (true, 'then it is that'))
    as c (expected, description)
  offset 0
) as e;

select * from finish();
rollback;
