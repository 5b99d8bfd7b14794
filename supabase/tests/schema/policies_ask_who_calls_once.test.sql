-- Policies wrap functions in a sub-select, so that they are evaluated once a query and not
-- once a row.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

-- What remains of a policy without such sub-selects names no function of auth or private.
prepare bare as
  select p.tablename || ': ' || p.policyname
  from pg_catalog.pg_policies as p
  cross join lateral (values (p.qual), (p.with_check)) as e (expression)
  where p.schemaname in ('public', 'private')
    and regexp_replace(
      e.expression,
      '\( SELECT (auth\.uid\(\) AS uid|private\.shared_key\(\) AS shared_key)\)', '', 'g'
    ) ~ '\m(auth|private)\.';
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
create policy "another" on public.workflow_executions for delete to authenticated
  using (owner_key = private.shared_key());
select set_eq(
  'bare', array['workflows: a bad one', 'workflow_executions: another'], 'of our own too'
);

select * from finish();
rollback;
