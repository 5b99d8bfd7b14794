-- Users append log lines and steps to their own executions; what the database reports they
-- cannot write, and others' executions do not exist.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config(
  't.shared', tests.create_execution(null, current_setting('t.public')::uuid)::text, true
);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, current_setting('t.public')::uuid)::text,
  true
);
prepare append as
  insert into public.execution_events (execution_id, kind, step, message)
  values ($1, $2, 'sign in', 'm');

select tests.act_as(current_setting('t.owner')::uuid);
select lives_ok(format('execute append (%L, %L)', current_setting('t.execution'), k.kind), k.kind)
from unnest(array['log', 'step_started', 'step_finished']) as k (kind);
select throws_ok(
  format('execute append (%L, %L)', current_setting('t.execution'), k.kind), '42501',
  'new row violates row-level security policy for table "execution_events"',
  k.kind || ' is written by the database'
)
from unnest(array['status', 'late_report']) as k (kind);
select throws_ok(
  format('execute append (%L, ''log'')', current_setting('t.shared')), '42501',
  'new row violates row-level security policy for table "execution_events"',
  'a shared execution is only read'
);
select throws_ok(
  format(
    'insert into public.execution_events (execution_id, %s) values (%L, default)', c.name,
    current_setting('t.execution')
  ),
  '42501', 'permission denied for table execution_events', c.name || ' is set by the database'
)
from unnest(array['seq', 'owner_key']) as c (name);
select is((select count(*) from public.execution_events), 3::bigint, 'three were written');

select tests.act_as_owner();
select tests.act_as(tests.create_user());
select throws_ok(s.statement, 'PT404', 'execution_not_found', s.description)
from (
  values
    (
      format('execute append (%L, ''log'')', current_setting('t.execution')),
      'an owner''s execution is not there for a stranger'
    ),
    ('execute append (gen_random_uuid(), ''log'')', 'nor is one that never was')
) as s (statement, description);
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select throws_ok(
  format('execute append (%L, ''log'')', current_setting('t.shared')), 'PT404',
  'execution_not_found',
  'a shared execution is not there for an anonymous sign-in'
);

select * from finish();
rollback;
