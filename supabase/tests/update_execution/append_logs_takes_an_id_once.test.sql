-- An entry of append_logs with an id is taken once per execution, however often it is sent.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config(
  't.' || n.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  )::text,
  true
)
from unnest(array['execution', 'another']) as n (name);
select tests.act_as(current_setting('t.owner')::uuid);
prepare report(uuid, jsonb) as select public.update_execution($1, append_logs => $2);
prepare lines as
  select v.message from public.execution_events as v
  where v.execution_id = current_setting('t.execution')::uuid
  order by v.seq;

select lives_ok(
  format('execute report(%L, %L)', current_setting('t.execution'),
    '[{"message": "a", "id": "1"}, {"message": "b", "id": "2"}, "no id"]'),
  'a report'
);
select lives_ok(
  format('execute report(%L, %L)', current_setting('t.execution'),
    '[{"message": "b again", "id": "2"}, {"message": "c", "id": "3"}, "no id"]'),
  'the same in part'
);
select lives_ok(
  format('execute report(%L, %L)', current_setting('t.execution'),
    '[{"message": "d", "id": "4"}, {"message": "d again", "id": "4"}]'),
  'twice in one'
);
select lives_ok(
  format('execute report(%L, %L)', current_setting('t.another'), '[{"message": "e", "id": "1"}]'),
  'another execution has ids of its own'
);
select results_eq(
  'execute lines', array['a', 'b', 'no id', 'c', 'no id', 'd'], 'what is stored, in order'
);
reset role;
select is(
  (
    select (t.events, t.bytes)::text
    from private.execution_event_totals as t
    where t.execution_id = current_setting('t.execution')::uuid
  ),
  '(6,14)', 'what was sent again does not count'
);

select * from finish();
rollback;
