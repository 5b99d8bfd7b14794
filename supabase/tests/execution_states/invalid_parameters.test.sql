-- What cannot be asked is refused with 400.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

select tests.act_as(tests.create_user());
select throws_ok(
  format('select public.execution_states(%s)', c.parameters), 'PT400', c.slug, c.parameters
)
from (
  values
    ('execution_ids => ''{}''', 'invalid_parameter'),
    ('execution_ids => array[null::uuid]', 'invalid_parameter'),
    ('execution_ids => array[array[gen_random_uuid()]]', 'invalid_parameter'),
    (
      'execution_ids => array(select gen_random_uuid() from generate_series(1, 1001))',
      'invalid_parameter'
    ),
    ('execution_ids => array[gen_random_uuid()], since => now()', 'invalid_parameter'),
    (
      'execution_ids => array[gen_random_uuid()], workflow_id => gen_random_uuid()',
      'invalid_parameter'
    ),
    ('execution_ids => array[gen_random_uuid()], cursor => ''x''', 'invalid_parameter'),
    ('since => ''-infinity''', 'invalid_parameter'),
    ('cursor => ''x''', 'invalid_cursor'),
    (
      format('cursor => %L', private.cursor_at('created_at.desc', false, now()::text,
        gen_random_uuid())),
      'invalid_cursor'
    )
) as c (parameters, slug);

select * from finish();
rollback;
