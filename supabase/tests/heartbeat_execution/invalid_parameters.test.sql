-- Parameters that make no sense are refused, and null is as good as absent.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text, true
);
create function pg_temp.refusal(parameters text) returns text language plpgsql as $$
declare
  v_detail text;
begin
  execute format(
    'select public.heartbeat_execution(%L%s)', current_setting('t.execution'), refusal.parameters
  );
  return 'taken';
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail;
  return concat_ws(' ', sqlstate, sqlerrm, v_detail);
end
$$;
select tests.act_as(current_setting('t.owner')::uuid);
select is(
  pg_temp.refusal(c.parameters), 'PT400 invalid_parameter ' || c.expected, c.parameters
)
from (
  values
    (', progress => -0.01', 'progress is between 0 and 100.'),
    (', progress => 100.01', 'progress is between 0 and 100.'),
    (', progress => ''NaN''', 'progress is between 0 and 100.'),
    (', visual_events_captured => -1', 'visual_events_captured is not negative.')
) as c (parameters, expected);
select throws_ok('select public.heartbeat_execution(null)', 'PT400', 'invalid_parameter',
  'no execution_id');
select is(pg_temp.refusal(', null, null, null'), 'taken', 'nulls');

select * from finish();
rollback;
