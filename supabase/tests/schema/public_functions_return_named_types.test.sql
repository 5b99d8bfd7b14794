-- Public functions return named composite types, so that the generated types are exact, and have
-- one signature each, so that a call is never ambiguous.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select is_empty(
  $$
    select p.oid::regprocedure::text, p.prorettype::regtype::text
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_type as t on t.oid = p.prorettype
    where p.pronamespace = 'public'::regnamespace
      and (t.typtype <> 'c' or t.typnamespace <> 'public'::regnamespace)
  $$,
  'a named composite type each'
);
select is_empty(
  $$
    select p.proname::text
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'public'::regnamespace
    group by p.proname
    having count(*) > 1
  $$,
  'one signature each'
);

select * from finish();
rollback;
