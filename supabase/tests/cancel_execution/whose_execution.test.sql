-- Only the owner and the service ask an execution to stop; for everyone else it is not found, by
-- the same words as one that never was, be it somebody else's or shared, running or finished.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, current_setting('t.public')::uuid)::text,
  true
);
select set_config(
  't.ended',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.public')::uuid,
    '{"status": "failed", "error_code": "heartbeat_lost"}'
  )::text,
  true
);
select set_config(
  't.shared', tests.create_execution(null, current_setting('t.public')::uuid)::text, true
);
-- The whole error, with the id asked for taken out.
create function pg_temp.answer(execution_id uuid) returns text language sql as $$
  select tests.answer_to(
    format(
      'select ''done'' '
      'from public.cancel_execution(%L, ''was here'')',
      execution_id
    ),
    execution_id
  )
$$;

select tests.act_as(tests.create_user());
select is(
  pg_temp.answer(gen_random_uuid()),
  'PT404 | execution_not_found | There is no execution (id). | '
  'Check execution_id and whose token you use.',
  'what is not there'
);
select is(pg_temp.answer(current_setting('t.execution')::uuid), pg_temp.answer(gen_random_uuid()),
  'a stranger');
select is(pg_temp.answer(current_setting('t.ended')::uuid), pg_temp.answer(gen_random_uuid()),
  'a stranger: one that the database ended');
select is(pg_temp.answer(current_setting('t.shared')::uuid), pg_temp.answer(gen_random_uuid()),
  'a shared one, though it can be read');
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is(pg_temp.answer(current_setting('t.execution')::uuid), pg_temp.answer(gen_random_uuid()),
  'an anonymous sign-in');
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
set local role authenticated;
select is(pg_temp.answer(current_setting('t.shared')::uuid), pg_temp.answer(gen_random_uuid()),
  'a token without a user');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  format('select public.cancel_execution(%L)', current_setting('t.execution')), '42501',
  'permission denied for function cancel_execution', 'nobody signed in'
);
select tests.act_as_owner();
select is(
  (select count(*) from public.workflow_executions where cancel_requested_at is not null)
  + (select count(*) from public.execution_events),
  0::bigint, 'nothing was changed'
);
select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.answer(current_setting('t.execution')::uuid), 'done', 'the owner');
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.answer(current_setting('t.shared')::uuid), 'done', 'the service: a shared one');
select is(pg_temp.answer(current_setting('t.execution')::uuid), 'done', 'the service: a user''s');

select * from finish();
rollback;
