-- Links start with the configured origin, else with that of the request, else with a slash; a
-- host that could not be one is not echoed.
begin;
create extension if not exists pgtap with schema extensions;
select plan(23);

create temporary table cases on commit drop as
select *
from (
  values
    ('', ''),
    ('{}', ''),
    ('{"host": "abc.supabase.co"}', 'https://abc.supabase.co'),
    ('{"host": "localhost:54321"}', 'http://localhost:54321'),
    ('{"host": "127.0.0.1"}', 'http://127.0.0.1'),
    ('{"host": "[::1]:54321"}', 'http://[::1]:54321'),
    ('{"host": "localhost.example.com"}', 'https://localhost.example.com'),
    ('{"host": "inside", "x-forwarded-host": "api.example.com"}', 'https://api.example.com'),
    ('{"host": "api.example.com", "x-forwarded-proto": "http"}', 'http://api.example.com'),
    ('{"host": "localhost", "x-forwarded-proto": "https"}', 'https://localhost'),
    ('{"host": "a.co", "x-forwarded-proto": "javascript"}', 'https://a.co'),
    (
      '{"x-forwarded-host": "127.0.0.1", "x-forwarded-port": "54321", "x-forwarded-proto": "http"}',
      'http://127.0.0.1:54321'
    ),
    ('{"x-forwarded-host": "a.co", "x-forwarded-port": "443"}', 'https://a.co'),
    ('{"x-forwarded-host": "a.co:8443", "x-forwarded-port": "443"}', 'https://a.co:8443'),
    ('{"host": "a.co", "x-forwarded-port": "1/x"}', 'https://a.co'),
    ('{"host": "a.co/path"}', ''),
    ('{"host": "a.co\" onclick=\"x"}', ''),
    ('{"host": "user@a.co"}', ''),
    ('{"host": "a.co\n"}', ''),
    ('{"host": ""}', '')
) as c (headers, origin);
create function pg_temp.url_for(headers text) returns text language plpgsql as $$
begin
  perform set_config('request.headers', headers, true);
  return private.visual_url('s-1', 'viewer');
end
$$;
select is(
  pg_temp.url_for(c.headers), c.origin || '/functions/v1/workflows/visual/s-1/viewer',
  'headers ' || quote_literal(c.headers)
)
from cases as c;
select is(private.visual_url(null, 'viewer'), null, 'no session, no link');
update private.settings set api_url = 'https://configured.example';
select is(
  pg_temp.url_for('{"host": "abc.supabase.co"}'),
  'https://configured.example/functions/v1/workflows/visual/s-1/viewer',
  'the configured origin wins'
);
select tests.act_as(tests.create_user());
select is(
  private.visual_url('s-1', 'stream'),
  'https://configured.example/functions/v1/workflows/visual/s-1/stream', 'for users too'
);

select * from finish();
rollback;
