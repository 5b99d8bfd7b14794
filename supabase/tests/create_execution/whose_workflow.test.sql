-- The caller's own workflows and public ones can be run; somebody else's gets the same answer as
-- one that never was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select set_config('t.public', tests.create_workflow(null)::text, true);
-- The whole error, with the id asked for taken out.
create function pg_temp.answer(workflow_id uuid) returns text language plpgsql as $$
declare
  v_message text;
  v_detail text;
  v_hint text;
begin
  perform public.create_execution(answer.workflow_id);
  return 'created';
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return replace(
    concat_ws(' | ', sqlstate, v_message, v_detail, v_hint), answer.workflow_id::text, '(id)'
  );
end
$$;

select tests.act_as(current_setting('t.owner')::uuid);
select is(
  pg_temp.answer(current_setting('t.workflow')::uuid), 'created', 'the owner runs their own'
);
select is(pg_temp.answer(current_setting('t.public')::uuid), 'created', 'and a public one');
select tests.act_as_owner();
select tests.act_as(tests.create_user());
select is(
  pg_temp.answer(current_setting('t.public')::uuid), 'created', 'a stranger runs a public one'
);
select is(
  pg_temp.answer(current_setting('t.workflow')::uuid),
  'PT404 | workflow_not_found | There is no workflow (id) that this user may run. | '
  'Check workflow_id, and that the workflow is public or belongs to the user.',
  'the owner''s is not found'
);
select is(
  pg_temp.answer(gen_random_uuid()), pg_temp.answer(current_setting('t.workflow')::uuid),
  'the answer is that for an id that never was'
);
select tests.act_as_owner();
update public.workflows set archived_at = now()
where workflow_id = current_setting('t.workflow')::uuid;
select tests.act_as(tests.create_user());
select is(
  pg_temp.answer(gen_random_uuid()), pg_temp.answer(current_setting('t.workflow')::uuid),
  'nor does the answer tell that it is archived'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is(pg_temp.answer(current_setting('t.public')::uuid), 'created',
  'an anonymous sign-in runs a public one');
select is(
  pg_temp.answer(gen_random_uuid()), pg_temp.answer(current_setting('t.workflow')::uuid),
  'and sees no difference either'
);

select * from finish();
rollback;
