-- The answer has every field of public.execution in its order, and three of its own.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

prepare fields(regclass) as
  select a.attname::text, format_type(a.atttypid, a.atttypmod)
  from pg_catalog.pg_attribute as a
  where a.attrelid = $1 and a.attnum > 0
  order by a.attnum;
create temporary table expected on commit drop as execute fields('public.execution');
insert into expected
values ('events', 'jsonb'), ('next_events_after', 'bigint'), ('steps', 'jsonb'),
  ('replay_score', 'integer');
select results_eq(
  $$ execute fields('public.execution_with_events') $$, 'table expected', 'the fields'
);

select * from finish();
rollback;
