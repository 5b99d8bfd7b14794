-- Each check constraint of execution_events refuses what its name says.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config(
  't.execution', tests.create_execution(null, tests.create_workflow(null))::text, true
);
create temporary table cases on commit drop as
select *
from (
  values
    ('kind_is_known', '{"kind": "other"}'::jsonb),
    ('level_is_known', '{"level": "fatal"}'),
    ('at_is_a_moment', '{"at": "infinity"}'),
    ('step_events_name_their_step', '{"kind": "step_started"}'),
    ('step_events_name_their_step', '{"kind": "step_finished"}')
) as c (name, columns);
select throws_ok(
  format(
    'insert into public.execution_events (execution_id, kind, level, at) values (%L, %L, %L, %L)',
    current_setting('t.execution'), coalesce(c.columns ->> 'kind', 'log'),
    coalesce(c.columns ->> 'level', 'info'), coalesce(c.columns ->> 'at', '2026-01-02')
  ),
  '23514',
  format('new row for relation "execution_events" violates check constraint "%s"', c.name),
  c.name || ': ' || c.columns
)
from cases as c;
select set_eq(
  'select name from cases',
  $$
    select k.conname::text
    from pg_catalog.pg_constraint as k
    where k.conrelid = 'public.execution_events'::regclass and k.contype = 'c'
  $$,
  'these are all check constraints'
);
select throws_ok(
  format(
    'insert into public.execution_events (execution_id, step) values (%L, %L)',
    current_setting('t.execution'), repeat('s', 201)
  ),
  '22001', null, 'a step''s name has at most 200 characters'
);

select * from finish();
rollback;
