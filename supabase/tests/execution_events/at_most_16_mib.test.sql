-- The messages and data of an execution's events take at most 16 MiB; a byte more is refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config(
  't.execution', tests.create_execution(null, tests.create_workflow(null))::text, true
);
prepare append as
  insert into public.execution_events (execution_id, message, data)
  values (current_setting('t.execution')::uuid, $1, $2);
-- Data counts as its text: ["x"] takes 4 bytes without the x; é takes 2.
select lives_ok(
  $$ execute append (repeat('é', 4194304), jsonb_build_array(repeat('x', 8388608 - 5))) $$,
  '16 MiB but for a byte'
);
select throws_ok(
  $$ execute append ('é', null) $$, 'PT413', 'payload_too_large', 'not two bytes more'
);
select lives_ok($$ execute append ('e', null) $$, 'a byte more');
select throws_ok(
  $$ execute append (null, '1') $$, 'PT413', 'payload_too_large', 'now nothing more'
);
select lives_ok('execute append (null, null)', 'but what takes nothing');
select is((select bytes from private.execution_event_totals), 16777216::bigint, 'exactly 16 MiB');

select * from finish();
rollback;
