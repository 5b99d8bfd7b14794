-- append_logs takes steps: an entry of kind step_started or step_finished names its step, and needs
-- no message.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text, true
);
select tests.act_as(current_setting('t.owner')::uuid);
select lives_ok(
  format(
    'select public.update_execution(%L, append_logs => %L)',
    current_setting('t.execution'),
    '[
      {"kind": "step_started", "step": "s", "id": "1"},
      {"kind": "log", "message": "m", "step_id": "1"},
      {"kind": "step_finished", "step": "s", "step_id": "1", "message": null, "data": {"n": 1}}
    ]'
  ),
  'a step'
);
select results_eq(
  $$
    select v.kind::text, v.step::text, v.message, v.entry_id::text, v.step_id::text, v.data
    from public.execution_events as v
    order by v.seq
  $$,
  $$
    values
      ('step_started', 's', null::text, '1', null::text, null::jsonb),
      ('log', null, 'm', null, '1', null),
      ('step_finished', 's', null, null, '1', '{"n": 1}')
  $$,
  'its events'
);
select throws_ok(
  format('select public.update_execution(%L, append_logs => %L)',
    current_setting('t.execution'), a.entries),
  'PT400', 'invalid_parameter', left(a.entries, 60)
)
from unnest(array[
  '[{"kind": "step_started"}]',
  '[{"kind": "step_finished", "step": "s", "message": 1}]',
  '[{"kind": "late_report", "message": "m"}]',
  '[{"kind": "status", "message": "m"}]',
  '[{"message": "m", "id": ""}]',
  '[{"message": "m", "id": "' || repeat('i', 65) || '"}]'
]) as a (entries);
select is((select count(*) from public.execution_events), 3::bigint, 'nothing of those is stored');

select * from finish();
rollback;
