-- Sessions and idempotency keys are unique per owner: one's own is refused, and a stranger's is
-- never noticed.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(
  u.id::uuid, current_setting('t.public')::uuid, '{"session_id": "s", "idempotency_key": "k"}'
)
from unnest(array[current_setting('t.owner'), null]) as u (id);
prepare run as
  insert into public.workflow_executions (workflow_id, session_id, idempotency_key)
  values (current_setting('t.public')::uuid, $1, $2);

select tests.act_as(tests.create_user());
select lives_ok(
  $$ execute run ('s', 'k') $$, 'a stranger uses the same, also that of a shared run'
);
select lives_ok(
  'execute run (null, null)',
  'nothing is unique of what is absent'
);
select lives_ok(
  $$ update public.workflow_executions set session_id = 'other' where session_id is null $$,
  'a free one is linked'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  $$ execute run ('s', 'k2') $$, '23505',
  'duplicate key value violates unique constraint "session_id_is_unique_per_owner"',
  'the owner''s session is refused'
);
select throws_ok(
  $$ execute run ('s2', 'k') $$, '23505',
  'duplicate key value violates unique constraint "idempotency_key_is_unique_per_owner"',
  'the owner''s key is refused'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  $$ execute run ('s', 'k2') $$, '23505',
  'duplicate key value violates unique constraint "session_id_is_unique_per_owner"',
  'that of a shared run is refused to the service'
);

select * from finish();
rollback;
