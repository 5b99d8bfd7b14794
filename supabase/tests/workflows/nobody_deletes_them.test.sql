-- Workflows are archived, never deleted: no API role may.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select tests.create_workflow(current_setting('t.owner')::uuid);
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok('delete from public.workflows', '42501', 'permission denied for table workflows',
  'the owner does not delete');
select throws_ok(
  'truncate public.workflows cascade', '42501', 'permission denied for table workflows',
  'the owner does not truncate'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok('delete from public.workflows', '42501', 'permission denied for table workflows',
  'the service does not delete');
select throws_ok(
  'truncate public.workflows cascade', '42501', 'permission denied for table workflows',
  'the service does not truncate'
);

select * from finish();
rollback;
