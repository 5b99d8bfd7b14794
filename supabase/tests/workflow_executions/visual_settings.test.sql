-- Streaming implies recording, a quality and a session; without streaming no quality is stored.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create function pg_temp.make(columns jsonb) returns public.workflow_executions
language plpgsql as $$
declare
  v_id uuid := tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid, columns
  );
begin
  return (select e from public.workflow_executions as e where e.execution_id = v_id);
end
$$;
select is(
  (m.made).visual_enabled || ' ' || (m.made).visual_streaming_enabled || ' '
    || coalesce((m.made).visual_quality, '-') || ' ' || coalesce((m.made).session_id, '-'),
  m.expected,
  m.columns::text
)
from (
  select pg_temp.make(c.columns) as made, c.columns, c.expected
  from (
    values
      ('{}'::jsonb, 'false false - -'),
      ('{"visual_enabled": true}', 'true false - -'),
      ('{"visual_quality": "high"}', 'false false - -'),
      ('{"session_id": "a"}', 'false false - a'),
      ('{"visual_streaming_enabled": true, "session_id": "b"}', 'true true standard b'),
      (
        '{"visual_streaming_enabled": true, "visual_enabled": false, "visual_quality": "low",
          "session_id": "c"}',
        'true true low c'
      )
  ) as c (columns, expected)
  offset 0
) as m;
select matches(
  (pg_temp.make('{"visual_streaming_enabled": true}')).session_id,
  '^visual-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  'a session is made when none is given'
);

select * from finish();
rollback;
