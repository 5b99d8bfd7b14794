-- The view that lists of sessions search shows each caller exactly the recordings that row level
-- security shows them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.passer_by', tests.create_user(is_anonymous => true)::text, true);
select tests.create_execution(
  u.user_id, tests.create_workflow(u.user_id), '{"visual_streaming_enabled": true}'
)
from (
  select current_setting('t.' || a.actor)::uuid as user_id
  from unnest(array['owner', 'owner', 'stranger', 'passer_by']) as a (actor)
) as u;
select tests.create_execution(
  null, tests.create_workflow(null), '{"visual_streaming_enabled": true}'
);
prepare seen as select execution_id from private.visible_recordings;
prepare allowed as select execution_id from public.visual_recordings;

select tests.act_as(current_setting('t.owner')::uuid);
select is((select count(*) from private.visible_recordings), 3::bigint, 'own and shared ones');
select set_eq('seen', 'allowed', 'the owner sees the same in the view as in the table');
select tests.act_as_owner();
select tests.act_as(current_setting('t.stranger')::uuid);
select set_eq('seen', 'allowed', 'a stranger sees the same in the view as in the table');
select tests.act_as_owner();
select tests.act_as(current_setting('t.passer_by')::uuid);
select is((select count(*) from private.visible_recordings), 1::bigint,
  'an anonymous sign-in sees their own only');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('seen', '42501', null, 'nobody signed in may not read the view');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('seen', '42501', null,
  'the service reads the table, which no policy hides from it');

select * from finish();
rollback;
