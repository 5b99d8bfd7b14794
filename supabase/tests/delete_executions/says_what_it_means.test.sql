-- A request without ids, filter or delete_all is refused, and so is one that contradicts itself.
begin;
create extension if not exists pgtap with schema extensions;
select plan(18);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.act_as(f.owner) from fixture as f;
select throws_ok('select public.delete_executions(' || c.parameters || ')', 'PT400',
  'filter_required', 'no filter: ' || c.parameters)
from unnest(array[
  '', 'delete_all => false', 'search => ''''', 'tags => ''{}''', 'metadata => ''{}''',
  'visual_streaming_only => false', 'batch_size => 10'
]) as c (parameters);
select throws_ok('select public.delete_executions(' || c.parameters || ')', 'PT400',
  'invalid_parameter', c.parameters)
from unnest(array[
  'delete_all => true, workflow_id => gen_random_uuid()',
  'array[gen_random_uuid()], delete_all => true',
  'array[gen_random_uuid()], tags => ''{a}''',
  'array[gen_random_uuid()], cursor => ''x''',
  'array[]::uuid[]',
  'array(select gen_random_uuid() from generate_series(1, 1001))',
  'array[array[gen_random_uuid()]]',
  'delete_all => true, batch_size => 0',
  'delete_all => true, batch_size => 10001',
  'status_filter => ''{done}''',
  'created_after => now(), created_before => now()'
]) as c (parameters);

select * from finish();
rollback;
