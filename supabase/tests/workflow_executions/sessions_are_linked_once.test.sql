-- A session is linked once, also after the run, and only where no other execution of the owner
-- has it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
create function pg_temp.make(columns jsonb) returns void language sql as $$
  select tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.public')::uuid, columns
  )
$$;
select pg_temp.make('{"session_id": "linked", "metadata": {"n": 1}}');
select pg_temp.make('{"metadata": {"n": 2}}');
select pg_temp.make('{"status": "failed", "metadata": {"n": 3}}');
prepare link as
  update public.workflow_executions
  set session_id = $2
  where metadata = jsonb_build_object('n', $1::int);

select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  $$ execute link (1, 'other') $$, 'PT409', 'session_already_linked', 'not exchanged'
);
select throws_ok($$ execute link (1, null) $$, 'PT409', 'session_already_linked', 'not removed');
select lives_ok($$ execute link (1, 'linked') $$, 'the same again is no change');
select throws_ok(
  $$ execute link (2, 'linked') $$, 'PT409', 'session_id_in_use', 'not linked twice'
);
select throws_ok($$ execute link (2, 'a b') $$, '23514', null, 'not what would break a link');
select lives_ok($$ execute link (2, 'second') $$, 'linked while it runs');
select lives_ok($$ execute link (3, 'third') $$, 'linked when it is over');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok($$ execute link (3, 'other') $$, 'PT409', 'session_already_linked',
  'the service does not exchange it');
select tests.act_as_owner();
select throws_ok($$ execute link (3, null) $$, 'PT409', 'session_already_linked',
  'nor does the database''s owner');
select results_eq(
  'select session_id::text from public.workflow_executions order by metadata ->> ''n''',
  array['linked', 'second', 'third'], 'each has its own'
);

select * from finish();
rollback;
