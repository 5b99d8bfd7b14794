-- Settings are within what makes sense; null means the installation's default.
begin;
create extension if not exists pgtap with schema extensions;
select plan(17);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
insert into public.workflow_settings (workflow_id) values (current_setting('t.workflow')::uuid);
select lives_ok(
  format('update public.workflow_settings set %I = %s', c.name, c.value),
  c.name || ' = ' || c.value
)
from (
  values
    ('heartbeat_timeout_seconds', '10'), ('heartbeat_timeout_seconds', '2592000'),
    ('heartbeat_timeout_seconds', 'null'), ('cancel_grace_seconds', '0'),
    ('cancel_grace_seconds', '86400'), ('cancel_grace_seconds', 'null'),
    ('default_timeout_seconds', '1'), ('default_timeout_seconds', '2592000'),
    ('default_timeout_seconds', 'null')
) as c (name, value);
select throws_ok(
  format('update public.workflow_settings set %I = %s', c.name, c.value),
  '23514',
  format(
    'new row for relation "workflow_settings" violates check constraint "%s"', c.constraint_name
  ),
  c.name || ' = ' || c.value
)
from (
  values
    ('heartbeat_timeout_seconds', 9, 'heartbeat_timeout_is_10_seconds_to_30_days'),
    ('heartbeat_timeout_seconds', 2592001, 'heartbeat_timeout_is_10_seconds_to_30_days'),
    ('cancel_grace_seconds', -1, 'cancel_grace_is_0_seconds_to_1_day'),
    ('cancel_grace_seconds', 86401, 'cancel_grace_is_0_seconds_to_1_day'),
    ('default_timeout_seconds', 0, 'default_timeout_is_1_second_to_30_days'),
    ('default_timeout_seconds', 2592001, 'default_timeout_is_1_second_to_30_days')
) as c (name, value, constraint_name);
select throws_ok('update public.workflow_settings set ends_stuck_runs = null', '23502', null,
  'ends_stuck_runs is yes or no');
select throws_ok(
  $$ insert into public.workflow_settings (workflow_id) values (gen_random_uuid()) $$,
  '23503', null, 'the workflow exists'
);

select * from finish();
rollback;
