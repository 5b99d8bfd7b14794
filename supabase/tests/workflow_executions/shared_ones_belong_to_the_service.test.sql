-- A shared execution is made and changed by the service only; others' answer is the same as for
-- an execution that is not there.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.act_as_service();
insert into public.workflow_executions (workflow_id) values (current_setting('t.public')::uuid);
select results_eq(
  'select user_id, owner_key::text from public.workflow_executions',
  $$ values (null::uuid, '00000000-0000-0000-0000-000000000000') $$,
  'without a user its owner key is the zero UUID'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user());
select is((select count(*) from public.workflow_executions), 1::bigint, 'a user reads it');
with changed as (update public.workflow_executions set status = 'cancelled' returning 1)
select is(count(*), 0::bigint, 'a user''s update finds nothing') from changed;
select tests.act_as_owner();
select tests.act_as_service();
update public.workflow_executions set status = 'completed';
select is(
  (select status::text from public.workflow_executions), 'completed', 'the service ends it'
);

select * from finish();
rollback;
