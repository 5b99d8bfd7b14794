-- No table is published to Realtime's change feed: it would send whole rows, payloads included.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select is_empty(
  $$
    select p.pubname::text, p.tablename::text
    from pg_catalog.pg_publication_tables as p
    where p.schemaname in ('public', 'private')
  $$,
  'no table is in a publication'
);
create publication a_bad_one for table public.workflows;
select set_eq(
  $$
    select p.tablename::text
    from pg_catalog.pg_publication_tables as p
    where p.schemaname in ('public', 'private')
  $$,
  array['workflows'],
  'one that is would be found'
);

select * from finish();
rollback;
