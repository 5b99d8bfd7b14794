-- A workflow is made for users who exist, also when the token of a deleted one is still valid.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select throws_ok(
  $$ select tests.create_workflow(gen_random_uuid()) $$,
  'PT404', 'user_not_found', 'a user who never was'
);
select set_config('t.owner', tests.create_user()::text, true);
delete from auth.users where id = current_setting('t.owner')::uuid;
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  $$ insert into public.workflows (name) values ('an orphan') $$,
  'PT404', 'user_not_found', 'a deleted user'
);

select * from finish();
rollback;
