-- A batch that is there already changes nothing; another one of the same tab and sequence is
-- refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
);
prepare record as
  select (b).stored, (b).total_events, (b).total_bytes
  from (select tests.record_batch('s', $1, $2) as b) as r;
prepare recording as select to_jsonb(r) from public.visual_recordings as r;
select results_eq($$ execute record (0, '{}') $$, $$ values (true, 10::bigint, 1000::bigint) $$,
  'the first time it is stored');
select set_config('t.before', (select to_jsonb(r)::text from public.visual_recordings as r), true);
select results_eq($$ execute record (0, '{}') $$, $$ values (false, 10::bigint, 1000::bigint) $$,
  'the second time it was there');
select results_eq('recording', array[current_setting('t.before')::jsonb], 'nothing has changed');
select throws_ok($$ execute record (0, '{"events": 11}') $$, 'PT409', 'visual_batch_conflict',
  'other events in its place');
select results_eq('recording', array[current_setting('t.before')::jsonb], 'are not stored');
select results_eq($$ execute record (0, '{"tab": "2"}') $$,
  $$ values (true, 20::bigint, 2000::bigint) $$, 'another tab has sequences of its own');
select is((select count(*) from public.visual_chunks), 2::bigint, 'two chunks are stored');

select * from finish();
rollback;
