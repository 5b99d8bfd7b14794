-- A session that another execution of the owner has is refused; a stranger's is never noticed.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
prepare ask as
  select public.create_execution(current_setting('t.public')::uuid, session_id => 's');
select tests.act_as(current_setting('t.owner')::uuid);
select lives_ok('ask', 'the owner takes it');
select throws_ok('ask', 'PT409', 'session_id_in_use', 'the owner does not take it twice');
select throws_ok(
  $$
    select public.create_execution(
      current_setting('t.public')::uuid, session_id => 's', idempotency_key => 'k'
    )
  $$,
  'PT409', 'session_id_in_use', 'with an idempotency key neither'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user());
select lives_ok('ask', 'a stranger takes the same name');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  $$
    select public.create_execution(
      current_setting('t.public')::uuid, session_id => 's',
      user_id => current_setting('t.owner')::uuid
    )
  $$,
  'PT409', 'session_id_in_use', 'the service does not take it for the owner'
);

select * from finish();
rollback;
