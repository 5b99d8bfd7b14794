-- api_url is an origin: a scheme and a host, without a path.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

select throws_ok(
  format('update private.settings set api_url = %L', u.url), '23514',
  'new row for relation "settings" violates check constraint "api_url_is_an_origin"',
  quote_literal(u.url)
)
from unnest(array[
  '', 'abc.supabase.co', 'ftp://abc.supabase.co', 'https://', 'https://a.co/', 'https://a.co/path',
  'https://a.co?x=1', 'https://a.co#x', 'https://a .co', E'https://a.co\n', 'javascript:alert(1)'
]) as u (url);
select lives_ok(format('update private.settings set api_url = %L', u.url), coalesce(u.url, 'null'))
from unnest(array[
  'http://localhost:54321', 'https://abc.supabase.co', 'http://[::1]:1', null
]) as u (url);

select * from finish();
rollback;
