-- A user sets neither the identity, the owner nor the times of a workflow.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

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

select * from finish();
rollback;
