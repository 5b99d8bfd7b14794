-- A user makes workflows that are theirs without saying so, and changes and archives them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select tests.act_as(current_setting('t.owner')::uuid);
insert into public.workflows (name, definition) values ('mine', '{"steps": []}');
select results_eq(
  'select owner_id, name, definition, archived_at from public.workflows',
  $$
    values (
      current_setting('t.owner')::uuid, 'mine', '{"steps": []}'::jsonb, null::timestamptz
    )
  $$,
  'the owner is who inserts it'
);
update public.workflows set name = 'renamed', definition = '{}', archived_at = now();
select results_eq(
  'select name, definition, archived_at from public.workflows',
  $$ values ('renamed', '{}'::jsonb, now()) $$,
  'name, definition and archived_at change'
);
update public.workflows set archived_at = null;
select is((select archived_at from public.workflows), null, 'an archived workflow is brought back');

select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select lives_ok(
  $$ insert into public.workflows (name) values ('of an anonymous sign-in') $$,
  'an anonymous sign-in makes workflows of their own'
);
select is((select count(*) from public.workflows), 1::bigint, 'and sees them');

select * from finish();
rollback;
