-- The service makes public workflows and those of users, reads all and changes all.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.owner', tests.create_user()::text, true);
select tests.create_workflow(current_setting('t.owner')::uuid, 'of a user');
select tests.act_as_service();
insert into public.workflows (name) values ('public');
insert into public.workflows (owner_id, name)
values (current_setting('t.owner')::uuid, 'made for a user');
select results_eq(
  'select name, owner_id from public.workflows order by name',
  $$
    values
      ('made for a user', current_setting('t.owner')::uuid),
      ('of a user', current_setting('t.owner')::uuid),
      ('public', null)
  $$,
  'without owner_id it is public, else the user''s'
);
with changed as (update public.workflows set archived_at = now() returning 1)
select is(count(*), 3::bigint, 'the service changes all') from changed;

select * from finish();
rollback;
