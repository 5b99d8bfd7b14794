-- Check constraints and unique indexes are named as the sentence that holds, since their names
-- are what a caller of the tables reads; foreign keys say what a delete does.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select is_empty(
  $$
    select k.conrelid::regclass::text, k.conname::text
    from pg_catalog.pg_constraint as k
    where k.contype = 'c'
      and k.connamespace in ('public'::regnamespace, 'private'::regnamespace)
      and k.conname !~ '^[a-z0-9_]+$'
  $$,
  'check constraints are in lower case'
);
select is_empty(
  $$
    select k.conrelid::regclass::text, k.conname::text
    from pg_catalog.pg_constraint as k
    where k.contype = 'c'
      and k.connamespace in ('public'::regnamespace, 'private'::regnamespace)
      and k.conname !~ '_(is|are|has|have|name)_'
  $$,
  'check constraints contain a verb'
);
select is_empty(
  $$
    select i.indexrelid::regclass::text
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indrelid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and i.indisunique
      and not i.indisprimary
      and i.indexrelid::regclass::text !~ '_is_unique'
  $$,
  'unique indexes say what is unique'
);
select is_empty(
  $$
    select k.conname::text
    from pg_catalog.pg_constraint as k
    where k.contype = 'f'
      and k.connamespace in ('public'::regnamespace, 'private'::regnamespace)
      and k.confdeltype not in ('r', 'c')
  $$,
  'foreign keys restrict or cascade'
);

select * from finish();
rollback;
