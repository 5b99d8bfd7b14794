-- Every table in public and private has row level security, partitions included.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select is_empty(
  $$
    select c.oid::regclass::text
    from pg_catalog.pg_class as c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and c.relkind in ('r', 'p')
      and not c.relrowsecurity
  $$,
  'every table has row level security'
);
select set_has(
  $$
    select c.oid::regclass::text
    from pg_catalog.pg_class as c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and c.relrowsecurity
  $$,
  $$
    values
      ('workflows'), ('workflow_executions'), ('execution_events'), ('private.settings'),
      ('private.execution_event_totals'), ('private.deleted_accounts')
  $$,
  'the tables of Runtrail are among them'
);

select * from finish();
rollback;
