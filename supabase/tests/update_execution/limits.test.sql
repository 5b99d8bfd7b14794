-- What is over its limit is refused with 413 payload_too_large, and nothing of the report is
-- stored.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text, true
);
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  format(
    'select public.update_execution(%L, ''failed'', %s)', current_setting('t.execution'),
    a.arguments
  ),
  'PT413', 'payload_too_large', a.arguments
)
from unnest(array[
  'result => to_jsonb(repeat(''x'', 1048577 - 2))',
  'error => repeat(''x'', 65537)',
  'logs => jsonb_build_array(repeat(''x'', 1048577 - 4))',
  'logs => to_jsonb(array_fill(1, array[10001]))',
  'metadata => jsonb_build_object(''a'', repeat(''x'', 16385 - 9))',
  'tags => array_fill(''t''::text, array[33])',
  'append_logs => to_jsonb(array_fill(''line''::text, array[20001]))',
  'append_logs => jsonb_build_array(repeat(''x'', 16777217))'
]) as a (arguments);
select is((select status::text from public.workflow_executions), 'running', 'it still runs');
select is_empty('select * from public.execution_events', 'and no line was added');
select lives_ok(
  $$
    select public.update_execution(
      current_setting('t.execution')::uuid, 'failed', result => to_jsonb(repeat('x', 1048576 - 2)),
      error => repeat('x', 65536), logs => jsonb_build_array(repeat('x', 1048576 - 4)),
      metadata => jsonb_build_object('a', repeat('x', 16384 - 9)),
      tags => array_fill('t'::text, array[32]),
      append_logs => to_jsonb(array_fill('line'::text, array[20000]))
    )
  $$,
  'exactly the limits, all at once'
);

select * from finish();
rollback;
