-- A user sets neither the identity, the owner nor the times of a workflow.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select tests.act_as(tests.create_user());
insert into public.workflows (name) values ('mine');
select throws_ok(
  format('insert into public.workflows (name, %s) values (''other'', default)', c.name), '42501',
  'permission denied for table workflows', c.name || ' is not inserted'
)
from unnest(array['workflow_id', 'owner_id', 'created_at', 'updated_at']) as c (name);
select throws_ok(
  format('update public.workflows set %s = default', c.name), '42501',
  'permission denied for table workflows', c.name || ' is not updated'
)
from unnest(array['workflow_id', 'owner_id', 'created_at', 'updated_at']) as c (name);
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
set local role authenticated;
select throws_ok(
  'insert into public.workflows (name) values (''public'')', '42501',
  'new row violates row-level security policy for table "workflows"',
  'a token without a user makes no public workflow'
);

select * from finish();
rollback;
