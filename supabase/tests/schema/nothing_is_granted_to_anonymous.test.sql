-- Nothing of ours is granted to anon or to public: who is not signed in has nothing here.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select is_empty(
  $$
    select c.oid::regclass::text, a.grantee::regrole::text, a.privilege_type
    from pg_catalog.pg_class as c
    cross join lateral aclexplode(c.relacl) as a
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and a.grantee in (0, 'anon'::regrole)
  $$,
  'tables, views and sequences'
);
select is_empty(
  $$
    select t.attrelid::regclass::text, t.attname::text, a.grantee::regrole::text, a.privilege_type
    from pg_catalog.pg_attribute as t
    join pg_catalog.pg_class as c on c.oid = t.attrelid
    cross join lateral aclexplode(t.attacl) as a
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and a.grantee in (0, 'anon'::regrole)
  $$,
  'columns'
);
-- A function without an access list may be executed by everyone.
select is_empty(
  $$
    select p.oid::regprocedure::text, a.grantee::regrole::text
    from pg_catalog.pg_proc as p
    cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and a.grantee in (0, 'anon'::regrole)
  $$,
  'functions'
);
select is_empty(
  $$
    select a.grantee::regrole::text, a.privilege_type
    from pg_catalog.pg_namespace as n
    cross join lateral aclexplode(n.nspacl) as a
    where n.nspname = 'private' and a.grantee in (0, 'anon'::regrole)
  $$,
  'the schema private'
);

select * from finish();
rollback;
