-- A row inserted directly with an idempotency key is what create_execution() answers with.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.act_as(current_setting('t.owner')::uuid);
insert into public.workflow_executions (workflow_id, inputs, tags, idempotency_key)
values (current_setting('t.public')::uuid, '{"a": 1}', '{t}', 'k');
select results_eq(
  $$
    select execution_id, replayed
    from public.create_execution(
      current_setting('t.public')::uuid, '{"a": 1}', tags => '{t}', idempotency_key => 'k'
    )
  $$,
  'select execution_id, true from public.workflow_executions',
  'the same content'
);
select throws_ok(
  $$ select public.create_execution(current_setting('t.public')::uuid, idempotency_key => 'k') $$,
  'PT409', 'idempotency_key_reused', 'other content'
);
insert into public.workflow_executions (workflow_id, visual_streaming_enabled, idempotency_key)
values (current_setting('t.public')::uuid, true, 'streaming');
select is(
  (
    select replayed
    from public.create_execution(
      current_setting('t.public')::uuid, visual_streaming_enabled => true,
      idempotency_key => 'streaming'
    )
  ),
  true, 'the same content where the database fills in what streaming implies'
);

select * from finish();
rollback;
