-- The owner, whoever may see a shared execution, and the service are shown its timeline; for
-- everyone else it is not found, by the same words as one that never was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config('t.' || u.name, tests.create_run(
  u.id, current_setting('t.public')::uuid, 'failed', 1
)::text, true)
from (values ('execution', current_setting('t.owner')::uuid), ('shared', null)) as u (name, id);
-- What is shown, or the whole error with the id asked for taken out.
create function pg_temp.answer(execution_id uuid) returns text language sql as $$
  select tests.answer_to(
    format(
      'select cardinality(t.entries) || '' entries'' '
      'from public.execution_timeline(%L) as t',
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
select is(pg_temp.answer(current_setting('t.shared')::uuid), '2 entries',
  'a shared one is shown to them');
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is(pg_temp.answer(current_setting('t.execution')::uuid), pg_temp.answer(gen_random_uuid()),
  'an anonymous sign-in');
select is(pg_temp.answer(current_setting('t.shared')::uuid), pg_temp.answer(gen_random_uuid()),
  'an anonymous sign-in: a shared one');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  format('select public.execution_timeline(%L)', current_setting('t.shared')), '42501',
  'permission denied for function execution_timeline', 'nobody signed in'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.answer(current_setting('t.execution')::uuid), '2 entries',
  'the owner');
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.answer(current_setting('t.execution')::uuid), '2 entries',
  'the service');

select * from finish();
rollback;
