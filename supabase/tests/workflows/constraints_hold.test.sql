-- Each constraint of workflows refuses what its name says.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

insert into auth.users (id) values ('00000000-0000-0000-0000-000000000000');
select set_config('t.owner', tests.create_user()::text, true);
create temporary table cases on commit drop as
select *
from (
  values
    ('owner_id_is_a_user_or_null', '00000000-0000-0000-0000-000000000000', 'name', '{}'),
    ('name_has_1_to_200_characters', current_setting('t.owner'), '', '{}'),
    ('name_has_1_to_200_characters', current_setting('t.owner'), repeat('x', 201), '{}'),
    ('definition_is_an_object_of_at_most_1_mib', current_setting('t.owner'), 'name', '[]'),
    (
      'definition_is_an_object_of_at_most_1_mib', current_setting('t.owner'), 'name',
      jsonb_build_object('a', repeat('x', 1048577 - 9))::text
    )
) as c (name, owner_id, workflow_name, definition);
select throws_ok(
  format(
    'insert into public.workflows (owner_id, name, definition) values (%L, %L, %L)', c.owner_id,
    c.workflow_name, c.definition
  ),
  '23514', format('new row for relation "workflows" violates check constraint "%s"', c.name), c.name
)
from cases as c;
select set_eq(
  'select name from cases',
  $$
    select k.conname::text
    from pg_catalog.pg_constraint as k
    where k.conrelid = 'public.workflows'::regclass and k.contype = 'c'
  $$,
  'these are all check constraints'
);
select throws_ok(
  format('insert into public.workflows (name, %1$s) select ''name'', null', c.name), '23502', null,
  c.name || ' is not null'
)
from unnest(array['workflow_id', 'definition', 'created_at', 'updated_at']) as c (name);
select throws_ok('insert into public.workflows default values', '23502', null, 'name is not null');
select lives_ok(
  $$
    insert into public.workflows (owner_id, name, definition)
    values (
      current_setting('t.owner')::uuid, repeat('é', 200),
      jsonb_build_object('a', repeat('x', 1048576 - 9))
    )
  $$,
  '200 characters of any kind and exactly 1 MiB are stored'
);

select * from finish();
rollback;
