-- A user records their own sessions, the service those of everybody and the shared ones; to
-- everybody else a session is as unknown as one that never was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(
  u.id, current_setting('t.public')::uuid,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', u.session)
)
from (
  values
    (current_setting('t.owner')::uuid, 'own'), (current_setting('t.owner')::uuid, 'same'),
    (current_setting('t.stranger')::uuid, 'same'), (null, 'shared')
) as u (id, session);
select tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.public')::uuid, '{"session_id": "still"}'
);
prepare record as select (tests.record_batch($1, $2, $3)).stored;

select tests.act_as(current_setting('t.owner')::uuid);
select results_eq($$ execute record ('own', 0, '{}') $$, array[true], 'the owner records');
select results_eq($$ execute record ('same', 0, '{}') $$, array[true], 'whoever has the same name');
select throws_ok($$ execute record ('shared', 0, '{}') $$, 'PT404', 'visual_session_not_found',
  'a shared session is only seen');
select throws_ok($$ execute record ('still', 0, '{}') $$, 'PT404', 'visual_session_not_found',
  'an execution that does not stream records nothing');
select throws_ok(
  format('execute record (%L, 1, %L)', 'own',
    jsonb_build_object('user_id', current_setting('t.stranger'))),
  'PT400', 'user_id_not_allowed', 'a user for somebody else'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.stranger')::uuid);
select throws_ok(format('execute record (%L, 0, %L)', s.name, '{}'), 'PT404',
  'visual_session_not_found', 'a stranger: ' || s.name)
from unnest(array['own', 'unknown']) as s (name);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok($$ execute record ('own', 0, '{}') $$, '42501',
  'permission denied for function record_visual_events', 'nobody signed in');
select tests.act_as_owner();
select tests.act_as_service();
select results_eq($$ execute record ('own', 1, '{}') $$, array[true], 'the service');
select results_eq($$ execute record ('shared', 0, '{}') $$, array[true], 'and a shared session');
select throws_ok($$ execute record ('same', 1, '{}') $$, 'PT400', 'user_id_required',
  'it says whose session it means where there are several');
select results_eq(
  format('execute record (%L, 1, %L)', 'same',
    jsonb_build_object('user_id', current_setting('t.owner'))),
  array[true], 'as it does here'
);
select tests.act_as_owner();
select results_eq(
  $$
    select r.session_id::text, r.owner_key, r.chunks
    from public.visual_recordings as r
    order by r.session_id, r.chunks desc
  $$,
  $$
    values
      ('own', current_setting('t.owner')::uuid, 2), ('same', current_setting('t.owner')::uuid, 2),
      ('same', current_setting('t.stranger')::uuid, 0),
      ('shared', '00000000-0000-0000-0000-000000000000', 1)
  $$,
  'each has what was sent for it'
);

select * from finish();
rollback;
