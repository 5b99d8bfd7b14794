-- Every schema, table, view, column, type and function of ours is commented.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select isnt(
  obj_description('private'::regnamespace, 'pg_namespace'), null, 'the schema private is commented'
);
select is_empty(
  $$
    select c.oid::regclass::text
    from pg_catalog.pg_class as c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and c.relkind in ('r', 'p', 'v', 'm')
      and not c.relispartition
      and obj_description(c.oid, 'pg_class') is null
  $$,
  'tables and views'
);
-- Columns of views are those of the tables they show.
select is_empty(
  $$
    select c.oid::regclass || '.' || a.attname
    from pg_catalog.pg_class as c
    join pg_catalog.pg_attribute as a on a.attrelid = c.oid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and c.relkind in ('r', 'p')
      and not c.relispartition
      and a.attnum > 0
      and not a.attisdropped
      and col_description(c.oid, a.attnum) is null
  $$,
  'columns of tables'
);
select is_empty(
  $$
    select t.oid::regtype::text
    from pg_catalog.pg_type as t
    left join pg_catalog.pg_class as c on c.oid = t.typrelid
    where t.typnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')
      and obj_description(t.oid, 'pg_type') is null
  $$,
  'types'
);
select is_empty(
  $$
    select p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and obj_description(p.oid, 'pg_proc') is null
  $$,
  'functions'
);

select * from finish();
rollback;
