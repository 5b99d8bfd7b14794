-- A parameter that cannot be is refused with 400 invalid_parameter, and nothing is made.
begin;
create extension if not exists pgtap with schema extensions;
select plan(17);

select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.act_as(tests.create_user());
select throws_ok(
  format('select public.create_execution(%L, %s)', c.workflow_id, c.arguments), 'PT400',
  'invalid_parameter', c.description
)
from (
  values
    (null, 'inputs => ''{}''', 'no workflow_id'),
    (gen_random_uuid()::text, 'inputs => ''[]''', 'inputs that are a list'),
    (gen_random_uuid()::text, 'inputs => ''null''', 'inputs that are JSON''s null'),
    (gen_random_uuid()::text, 'mode => ''somewhere''', 'a mode there is not'),
    (gen_random_uuid()::text, 'visual_quality => ''best''', 'a quality there is not'),
    (gen_random_uuid()::text, 'metadata => ''"text"''', 'metadata that are a text'),
    (gen_random_uuid()::text, 'timeout_seconds => 0', 'no time at all'),
    (gen_random_uuid()::text, 'timeout_seconds => 2592001', 'more than 30 days'),
    (gen_random_uuid()::text, 'session_id => ''a/b''', 'a session that is not safe in a link'),
    (gen_random_uuid()::text, 'session_id => ''''', 'an empty session'),
    (
      gen_random_uuid()::text, 'session_id => repeat(''s'', 256)', 'a session of 256 characters'
    ),
    (gen_random_uuid()::text, 'idempotency_key => ''''', 'an empty key'),
    (
      gen_random_uuid()::text, 'idempotency_key => repeat(''k'', 256)', 'a key of 256 characters'
    ),
    (current_setting('t.public'), 'tags => ''{""}''', 'an empty tag'),
    (current_setting('t.public'), 'tags => ''{null}''', 'a tag that is null'),
    (current_setting('t.public'), 'tags => array[repeat(''t'', 65)]', 'a tag of 65 characters')
) as c (workflow_id, arguments, description);
select is((select count(*) from public.workflow_executions), 0::bigint, 'nothing was made');

select * from finish();
rollback;
