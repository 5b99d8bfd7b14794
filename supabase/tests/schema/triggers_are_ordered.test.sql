-- Triggers on our tables carry their order in their names, and trigger functions tell what they
-- are.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select is_empty(
  $$
    select t.tgrelid::regclass::text, t.tgname::text
    from pg_catalog.pg_trigger as t
    join pg_catalog.pg_class as c on c.oid = t.tgrelid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not t.tgisinternal
      and t.tgname !~ '^_[1-9][0-9]0_[a-z_]+$'
  $$,
  'triggers are named _100_what'
);
select is_empty(
  $$
    select p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and (p.prorettype = 'trigger'::regtype)
        <> (p.pronamespace = 'private'::regnamespace and p.proname ~ '^tg_[a-z_]+__[a-z_]+$')
  $$,
  'trigger functions, and only they, are named private.tg_table__what'
);
select is_empty(
  $$
    select t.tgrelid::regclass::text, t.tgname::text
    from pg_catalog.pg_trigger as t
    join pg_catalog.pg_class as c on c.oid = t.tgrelid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and t.tgenabled <> 'O'
  $$,
  'all are enabled'
);

select * from finish();
rollback;
