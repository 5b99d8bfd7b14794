-- An archived workflow is not run until it is brought back.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
update public.workflows set archived_at = now();
prepare run as select public.create_execution(current_setting('t.workflow')::uuid);
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok('run', 'PT409', 'workflow_archived', 'the owner');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  $$
    select public.create_execution(
      current_setting('t.workflow')::uuid, user_id => current_setting('t.owner')::uuid
    )
  $$,
  'PT409', 'workflow_archived', 'the service for them'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.owner')::uuid);
update public.workflows set archived_at = null;
select lives_ok('run', 'brought back it runs');

select * from finish();
rollback;
