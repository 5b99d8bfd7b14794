-- A user runs their own workflows and public ones; somebody else's does not exist; an archived
-- one is not run.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select set_config('t.public', tests.create_workflow(null)::text, true);
prepare run as insert into public.workflow_executions (workflow_id) values ($1);

select tests.act_as(current_setting('t.stranger')::uuid);
select throws_ok(
  format('execute run (%L)', current_setting('t.workflow')), 'PT404', 'workflow_not_found',
  'a stranger does not run it'
);
select throws_ok('execute run (gen_random_uuid())', 'PT404', 'workflow_not_found',
  'nobody runs what is not there');
select lives_ok(
  format('execute run (%L)', current_setting('t.public')), 'a stranger runs a public one'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.owner')::uuid);
select lives_ok(format('execute run (%L)', current_setting('t.workflow')), 'the owner runs it');
update public.workflows set archived_at = now();
select throws_ok(
  format('execute run (%L)', current_setting('t.workflow')), 'PT409', 'workflow_archived',
  'the owner does not run it once archived'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select lives_ok(
  format('execute run (%L)', current_setting('t.public')), 'an anonymous sign-in runs a public one'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  format(
    'insert into public.workflow_executions (workflow_id, user_id) values (%L, %L)',
    current_setting('t.workflow'), current_setting('t.stranger')
  ),
  'PT404', 'workflow_not_found', 'the service does not run it for a stranger'
);
select throws_ok(
  format('execute run (%L)', current_setting('t.workflow')), 'PT400', 'user_id_required',
  'the service does not share what belongs to a user'
);
select lives_ok(
  format('execute run (%L)', current_setting('t.public')),
  'the service shares a run of a public one'
);
select lives_ok(
  format(
    'insert into public.workflow_executions (workflow_id, user_id, status) values (%L, %L, %L)',
    current_setting('t.workflow'), current_setting('t.owner'), 'completed'
  ),
  'the service imports a finished run of an archived workflow'
);

select * from finish();
rollback;
