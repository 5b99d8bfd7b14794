-- What is over its limit is refused with 413 payload_too_large and nothing is made.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.act_as(tests.create_user());
select throws_ok(
  format('select public.create_execution(%L, %s)', current_setting('t.public'), c.arguments),
  'PT413',
  'payload_too_large', c.description
)
from (
  values
    (
      'inputs => jsonb_build_object(''a'', repeat(''x'', 262145 - 9))',
      'inputs of 256 KiB and a byte'
    ),
    (
      'metadata => jsonb_build_object(''a'', repeat(''x'', 16385 - 9))',
      'metadata of 16 KiB and a byte'
    ),
    ('tags => array_fill(''t''::text, array[33])', '33 tags')
) as c (arguments, description);
select is((select count(*) from public.workflow_executions), 0::bigint, 'nothing was made');

select * from finish();
rollback;
