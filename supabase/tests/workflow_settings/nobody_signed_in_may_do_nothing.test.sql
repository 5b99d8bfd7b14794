-- Who is not signed in may neither read nor write settings of workflows; users delete none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select tests.act_as_anonymous();
select throws_ok(s.statement, '42501', 'permission denied for table workflow_settings', s.statement)
from unnest(array[
  'select * from public.workflow_settings',
  'insert into public.workflow_settings (workflow_id) values (gen_random_uuid())',
  'update public.workflow_settings set ends_stuck_runs = false',
  'delete from public.workflow_settings',
  'truncate public.workflow_settings'
]) as s (statement);
select tests.act_as_owner();
select tests.act_as(tests.create_user());
select throws_ok(
  'delete from public.workflow_settings', '42501',
  'permission denied for table workflow_settings', 'a user: delete'
);

select * from finish();
rollback;
