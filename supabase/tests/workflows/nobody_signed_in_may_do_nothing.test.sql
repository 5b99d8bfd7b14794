-- Who is not signed in may neither read nor write workflows.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select tests.create_workflow(null);
select tests.act_as_anonymous();
select throws_ok(s.statement, '42501', 'permission denied for table workflows', s.statement)
from unnest(array[
  'select * from public.workflows',
  'insert into public.workflows (name) values (''mine'')',
  'update public.workflows set name = ''mine''',
  'delete from public.workflows',
  'truncate public.workflows'
]) as s (statement);

select * from finish();
rollback;
