-- Both executions are named.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  format('select public.compare_executions(null, %L)', current_setting('t.execution')),
  'PT400', 'invalid_parameter', 'no a'
);
select throws_ok(
  format('select public.compare_executions(%L, null)', current_setting('t.execution')),
  'PT400', 'invalid_parameter', 'no b'
);
select lives_ok(
  format('select public.compare_executions(%1$L, %1$L)', current_setting('t.execution')),
  'an execution may be compared with itself'
);
select is(
  (
    select (c.notes, c.first_divergence is null, c.truncated)::text
    from public.compare_executions(
      current_setting('t.execution')::uuid, current_setting('t.execution')::uuid
    ) as c
  ),
  '("{""a and b are one execution."",""a is still running."",""b is still running.""}",t,f)',
  'and does not differ'
);

select * from finish();
rollback;
