-- A session is linked while there is none, and only one that no other execution of the owner
-- has.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config(
  't.' || n,
  tests.create_execution(current_setting('t.owner')::uuid, current_setting('t.public')::uuid)::text,
  true
)
from unnest(array['first', 'second']) as n;
select tests.create_execution(
  tests.create_user(), current_setting('t.public')::uuid, '{"session_id": "strangers"}'
);
prepare link (text, text) as
  select session_id
  from public.update_execution(current_setting('t.' || $1)::uuid, session_id => $2);
select tests.act_as(current_setting('t.owner')::uuid);
select results_eq($$ execute link ('first', 's') $$, array['s'], 'linked');
select results_eq($$ execute link ('first', 's') $$, array['s'], 'the same again is no change');
select throws_ok($$ execute link ('first', 'other') $$, 'PT409', 'session_already_linked',
  'not exchanged');
select throws_ok(
  $$ execute link ('second', 's') $$, 'PT409', 'session_id_in_use', 'not linked twice'
);
select results_eq($$ execute link ('second', 'strangers') $$, array['strangers'],
  'a stranger''s session is not noticed');

select * from finish();
rollback;
