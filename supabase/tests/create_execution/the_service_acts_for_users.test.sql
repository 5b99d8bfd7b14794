-- The service makes executions for the user it names, shared ones for nobody, and only what that
-- user may run.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.act_as_service();
select lives_ok(
  format(
    'select public.create_execution(%L, user_id => %L, tags => ''{for_owner}'')',
    current_setting('t.workflow'), current_setting('t.owner')
  ),
  'for the owner'
);
select lives_ok(
  format('select public.create_execution(%L, tags => ''{shared}'')', current_setting('t.public')),
  'for everyone'
);
select throws_ok(
  format(
    'select public.create_execution(%L, user_id => %L)', current_setting('t.workflow'),
    current_setting('t.stranger')
  ),
  'PT404', 'workflow_not_found', 'not for a stranger'
);
select throws_ok(
  format('select public.create_execution(%L)', current_setting('t.workflow')), 'PT400',
  'user_id_required', 'not for everyone what belongs to a user'
);
select throws_ok(
  format(
    'select public.create_execution(%L, user_id => gen_random_uuid())', current_setting('t.public')
  ),
  'PT404', 'user_not_found', 'not for a user who is not there'
);
select results_eq(
  'select tags[1], user_id from public.workflow_executions order by tags',
  $$ values ('for_owner', current_setting('t.owner')::uuid), ('shared', null) $$,
  'whose they are'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.owner')::uuid);
select set_eq('select tags[1] from public.workflow_executions', array['for_owner', 'shared'],
  'the owner sees both');

select * from finish();
rollback;
