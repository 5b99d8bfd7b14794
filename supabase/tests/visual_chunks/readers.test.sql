-- Recordings and chunks are read by whoever may read the execution: owner and service, shared ones
-- by everyone signed in but anonymous sign-ins.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(
  u.id, current_setting('t.public')::uuid,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', u.session)
)
from (values (current_setting('t.owner')::uuid, 'own'), (null, 'shared')) as u (id, session);
select tests.record_batch(s.name, 0) from unnest(array['own', 'shared']) as s (name);
prepare recordings as
  select r.session_id::text from public.visual_recordings as r order by r.session_id;
prepare chunks as
  select r.session_id::text
  from public.visual_chunks as c
  join public.visual_recordings as r on r.execution_id = c.execution_id
  where c.content = tests.gzip(1000)
  order by r.session_id;

select tests.act_as(current_setting('t.owner')::uuid);
select results_eq('recordings', array['own', 'shared'], 'the owner: recordings');
select results_eq('chunks', array['own', 'shared'], 'the owner: chunks');
select tests.act_as_owner();
select tests.act_as(tests.create_user());
select results_eq('recordings', array['shared'], 'a stranger: recordings');
select results_eq('chunks', array['shared'], 'a stranger: chunks');
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is_empty('recordings', 'an anonymous sign-in: recordings');
select is_empty('chunks', 'an anonymous sign-in: chunks');
select tests.act_as_owner();
select tests.act_as_service();
select results_eq('recordings', array['own', 'shared'], 'the service: recordings');
select results_eq('chunks', array['own', 'shared'], 'the service: chunks');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  'select 1 from public.visual_recordings', '42501',
  'permission denied for table visual_recordings', 'nobody signed in: recordings'
);
select throws_ok(
  'select 1 from public.visual_chunks', '42501', 'permission denied for table visual_chunks',
  'nobody signed in: chunks'
);
select tests.act_as_owner();
select ok(
  (select attstorage = 'e' from pg_attribute
    where attrelid = 'public.visual_chunks'::regclass and attname = 'content'),
  'content is stored as it comes'
);
select is(
  (select c.stored_bytes from public.visual_chunks as c limit 1), 20, 'its size is that of gzip'
);

select * from finish();
rollback;
