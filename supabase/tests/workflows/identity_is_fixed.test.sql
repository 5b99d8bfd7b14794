-- Nobody changes the id or the owner of a workflow, neither the service nor the database's
-- owner.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select tests.create_workflow(current_setting('t.owner')::uuid);
select tests.act_as_service();
select throws_ok(
  'update public.workflows set ' || c.change, 'PT409', 'workflow_identity_is_fixed',
  'the service: ' || c.change
)
from unnest(array[
  'owner_id = null', 'owner_id = current_setting(''t.stranger'')::uuid',
  'workflow_id = gen_random_uuid()'
]) as c (change);
select tests.act_as_owner();
select throws_ok(
  'update public.workflows set owner_id = null', 'PT409', 'workflow_identity_is_fixed',
  'the database''s owner does not publish it'
);
select tests.create_workflow(null, 'public');
select throws_ok(
  $$
    update public.workflows set owner_id = current_setting('t.owner')::uuid where name = 'public'
  $$,
  'PT409', 'workflow_identity_is_fixed', 'a public workflow is not taken over'
);

select * from finish();
rollback;
