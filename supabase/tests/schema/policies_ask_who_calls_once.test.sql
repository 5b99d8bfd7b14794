-- Policies wrap auth functions in a sub-select, so that they are evaluated once a query and not
-- once a row.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

-- What remains of a policy without such sub-selects names no function of auth.
prepare bare as
  select p.tablename || ': ' || p.policyname
  from pg_catalog.pg_policies as p
  cross join lateral (values (p.qual), (p.with_check)) as e (expression)
  where p.schemaname in ('public', 'private')
    and regexp_replace(
      e.expression,
      '\( SELECT auth\.uid\(\) AS uid\)|\( SELECT\s+CASE\s.*?END AS "case"\)', '', 'g'
    ) ~ '\mauth\.';
select is_empty('bare', 'no policy calls an auth function for every row');
select isnt_empty(
  $$
    select 1
    from pg_catalog.pg_policies as p
    where p.schemaname = 'public' and p.qual like '%( SELECT auth.uid() AS uid)%'
  $$,
  'the form that this test looks for is the form in which Postgres shows policies'
);
create policy "a bad one" on public.workflows for delete to authenticated
  using (owner_id = auth.uid());
select set_eq('bare', array['workflows: a bad one'], 'a bare call would be found');

select * from finish();
rollback;
