-- Links carry the configured origin, else that of the request, else none; a host that is no host
-- name is never echoed, and no link carries a secret.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
do $$
begin
  perform tests.create_execution(
    f.owner, f.workflow, '{"visual_streaming_enabled": true, "session_id": "s-1"}'
  ) from fixture as f;
end
$$;
update private.settings set api_url = null;

create function pg_temp.stream_url(headers text)
returns text
language sql
as $$
  select set_config('request.headers', stream_url.headers, true);
  select v.sessions[1].stream_url from public.visual_sessions() as v;
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.stream_url(''), '/functions/v1/workflows/visual/s-1/stream', 'plain SQL: a path'
);
select is(
  (select v.sessions[1].viewer_url from public.visual_sessions() as v),
  '/functions/v1/workflows/visual/s-1/viewer', 'viewer_url likewise'
);
select is(
  pg_temp.stream_url('{"host": "abc.supabase.co"}'),
  'https://abc.supabase.co/functions/v1/workflows/visual/s-1/stream', 'the host of the request'
);
select is(
  pg_temp.stream_url('{"host": "127.0.0.1:54321"}'),
  'http://127.0.0.1:54321/functions/v1/workflows/visual/s-1/stream', 'this machine: http'
);
select is(
  pg_temp.stream_url(
    '{"host": "internal", "x-forwarded-host": "api.example.com", "x-forwarded-proto": "https"}'
  ),
  'https://api.example.com/functions/v1/workflows/visual/s-1/stream', 'behind a proxy'
);
select is(
  pg_temp.stream_url('{"host": "evil.example/?x=", "x-forwarded-proto": "javascript"}'),
  '/functions/v1/workflows/visual/s-1/stream', 'a host with a path is not echoed'
);
select is(
  pg_temp.stream_url('{"host": "abc.supabase.co", "x-forwarded-proto": "javascript"}'),
  'https://abc.supabase.co/functions/v1/workflows/visual/s-1/stream', 'only http and https'
);
select tests.act_as_owner();
update private.settings set api_url = 'https://runs.example.com';
select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.stream_url('{"host": "abc.supabase.co"}'),
  'https://runs.example.com/functions/v1/workflows/visual/s-1/stream', 'the configured origin wins'
);
select throws_ok(
  $$update private.settings set api_url = 'https://evil.example'$$,
  '42501', 'permission denied for table settings', 'a user cannot configure it'
);

select * from finish();
rollback;
