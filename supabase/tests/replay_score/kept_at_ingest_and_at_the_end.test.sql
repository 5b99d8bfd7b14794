-- The score is kept with every batch, told in the answer, and judged once more when the run ends.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config(
  't.execution',
  tests.create_execution(
    tests.create_user(), tests.create_workflow(null),
    jsonb_build_object(
      'visual_streaming_enabled', true, 'session_id', 's',
      'created_at', now() - interval '100 seconds'
    )
  )::text, true
);
prepare kept as
  select r.replay_score::integer, array_to_string(r.replay_reasons, '; ')
  from public.visual_recordings as r;
prepare record (integer, boolean) as
  select (tests.record_batch('s', $1, jsonb_build_object(
    'first_event_at', now() + ($1 - 100) * interval '1 second', 'snapshot', $2
  ))).replay_score;
select results_eq('kept', $$ values (null::integer, '') $$, 'none without a chunk');
select results_eq('execute record (0, false)', array[0], 'no full snapshot');
select results_eq('execute record (1, true)', array[79], 'half a second of two is blind');
select results_eq(
  'kept', $$ values (79, '1.0 seconds before the first full snapshot') $$, 'it is kept'
);
update public.workflow_executions set status = 'completed';
select results_eq(
  'kept',
  $$
    values (49,
      '1.0 seconds before the first full snapshot; ends 98.1 seconds before the run')
  $$,
  'the end is missing'
);
select results_eq('execute record (2, false)', array[57], 'and after a late batch');

select * from finish();
rollback;
