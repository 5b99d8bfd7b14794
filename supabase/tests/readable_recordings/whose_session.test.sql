-- A session is read by its owner, a shared one by everyone signed in but anonymous sign-ins, any by
-- the service, which sees what a user sees when it names one. Whatever else is asked for is not
-- there: 404, as for a session that never was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(35);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.visitor', tests.create_user(is_anonymous => true)::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(
  u.id, current_setting('t.public')::uuid,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', u.session)
)
from (
  values
    (current_setting('t.owner')::uuid, 'own'), (current_setting('t.owner')::uuid, 'both'),
    (null, 'shared'), (null, 'both')
) as u (id, session);
select tests.record_batch(s.session, 0, s.given::jsonb)
from (
  values
    ('own', '{}'), ('shared', '{}'),
    ('both', format('{"user_id": "%s", "tab": "own"}', current_setting('t.owner'))),
    (
      'both',
      '{"user_id": "00000000-0000-0000-0000-000000000000", "tab": "shared"}'
    )
) as s (session, given);

create function pg_temp.tab_of(session_id text, user_id uuid default null)
returns text
language sql
as $$
  select (v.tabs)[1].tab
  from public.visual_chunks(tab_of.session_id, user_id => tab_of.user_id) as v
$$;
create function pg_temp.chunks_of(session_id text, tab text, user_id uuid default null)
returns integer
language sql
as $$
  select v.chunks
  from public.visual_chunk(
    chunks_of.session_id, chunks_of.tab, 0, user_id => chunks_of.user_id
  ) as v
$$;
create function pg_temp.streamed_of(session_id text, user_id uuid default null)
returns text
language sql
as $$
  select (v.chunks)[1].tab
  from public.visual_stream(streamed_of.session_id, user_id => streamed_of.user_id) as v
$$;
create function pg_temp.refused(session_id text, code text, more text, who text)
returns setof text
language sql
as $$
  select throws_ok(
    format(c.call, refused.session_id, refused.more), 'PT' || e.status, refused.code,
    concat_ws(', ', refused.who, refused.session_id, split_part(c.call, '(', 1))
  )
  from (
    values
      ('select public.visual_chunks(%L%s)'), ('select public.visual_chunk(%L, ''main'', 0%s)'),
      ('select public.visual_stream(%L%s)')
  ) as c (call)
  cross join lateral (
    select case when refused.code = 'visual_session_not_found' then 404 else 400 end as status
  ) as e
$$;

select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.tab_of('own'), 'main', 'the owner: chunks');
select is(pg_temp.chunks_of('own', 'main'), 1, 'the owner: a chunk');
select is(pg_temp.streamed_of('own'), 'main', 'the owner: the stream');
select is(pg_temp.tab_of('shared'), 'main', 'the owner: a shared session');
select is(pg_temp.tab_of('both'), 'own', 'the owner: their own before a shared one of the name');
select is(pg_temp.streamed_of('both'), 'own', 'the owner: so in the stream');
select tests.act_as_owner();

select tests.act_as(current_setting('t.stranger')::uuid);
select pg_temp.refused('own', 'visual_session_not_found', '', 'a stranger');
select is(pg_temp.tab_of('both'), 'shared', 'a stranger: the shared one of the name');
select is(pg_temp.chunks_of('both', 'shared'), 1, 'a stranger: its chunk');
select pg_temp.refused('never', 'visual_session_not_found', '', 'a stranger');
select throws_ok(
  $$ select public.visual_chunks('shared', user_id => gen_random_uuid()) $$, 'PT400',
  'user_id_not_allowed', 'a stranger: as another user'
);
select tests.act_as_owner();

select tests.act_as(current_setting('t.visitor')::uuid);
select pg_temp.refused('own', 'visual_session_not_found', '', 'an anonymous sign-in');
select pg_temp.refused('shared', 'visual_session_not_found', '', 'an anonymous sign-in');
select tests.act_as_owner();

select tests.act_as_service();
select is(pg_temp.tab_of('own'), 'main', 'the service, naming nobody');
select is(pg_temp.chunks_of('own', 'main'), 1, 'the service, naming nobody: a chunk');
select is(pg_temp.streamed_of('own'), 'main', 'the service, naming nobody: the stream');
select is(
  pg_temp.tab_of('both', current_setting('t.owner')::uuid), 'own', 'the service for the owner'
);
select is(
  pg_temp.tab_of('both', current_setting('t.stranger')::uuid), 'shared',
  'the service for a stranger'
);
select pg_temp.refused('both', 'user_id_required', '', 'the service, naming nobody');
select pg_temp.refused(
  'own', 'visual_session_not_found', format(', user_id => %L', current_setting('t.stranger')),
  'the service for a stranger'
);
select pg_temp.refused(
  'shared', 'visual_session_not_found', format(', user_id => %L', current_setting('t.visitor')),
  'the service for an anonymous sign-in'
);

select * from finish();
rollback;
