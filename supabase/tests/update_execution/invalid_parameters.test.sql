-- A parameter that cannot be is refused with 400 invalid_parameter, and nothing is stored.
begin;
create extension if not exists pgtap with schema extensions;
select plan(33);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text, true
);
select tests.act_as(current_setting('t.owner')::uuid);
create temporary table before on commit drop as select * from public.workflow_executions;
select throws_ok(
  'select public.update_execution(null)', 'PT400', 'invalid_parameter', 'no execution_id'
);
select throws_ok(
  format('select public.update_execution(%L, %s)', current_setting('t.execution'), a.arguments),
  'PT400', 'invalid_parameter', a.arguments
)
from unnest(array[
  'status => ''paused''',
  'status => ''''',
  'logs => ''{}''',
  'logs => ''"line"''',
  'metadata => ''[]''',
  'execution_time_seconds => -1',
  'execution_time_seconds => 10000000',
  'execution_time_seconds => ''NaN''',
  'visual_stream_duration => -0.001',
  'visual_stream_duration => ''Infinity''',
  'visual_events_captured => -1',
  'progress => -0.5',
  'progress => 100.5',
  'progress => ''NaN''',
  'session_id => ''a b''',
  'session_id => ''''',
  'tags => ''{""}''',
  'tags => ''{null}''',
  'append_logs => ''{}''',
  'append_logs => ''"line"''',
  'append_logs => ''[1]''',
  'append_logs => ''[null]''',
  'append_logs => ''[["line"]]''',
  'append_logs => ''[{}]''',
  'append_logs => ''[{"message": 1}]''',
  'append_logs => ''["fine", {"message": null}]''',
  'append_logs => ''[{"message": "m", "level": "fatal"}]''',
  'append_logs => ''[{"message": "m", "at": "soon"}]''',
  'append_logs => jsonb_build_array('
    'jsonb_build_object(''message'', '''', ''step'', repeat(''s'', 201)))'
]) as a (arguments);
select throws_ok(
  format(
    'select public.update_execution(%L, ''completed'', append_logs => ''[1]'')',
    current_setting('t.execution')
  ),
  'PT400', 'invalid_parameter', 'a bad line refuses the whole report'
);
select results_eq('select * from public.workflow_executions', 'select * from before',
  'nothing was stored');
select is_empty('select * from public.execution_events', 'no line either');

select * from finish();
rollback;
