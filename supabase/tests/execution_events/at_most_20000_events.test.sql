-- An execution holds 20 000 events; the next one is refused, whoever writes it and however they
-- were split over statements. Other executions have their own count.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config(
  't.full',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  )::text,
  true
);
select set_config(
  't.other',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  )::text,
  true
);
prepare append as
  insert into public.execution_events (execution_id, message)
  select $1, 'line' from generate_series(1, $2);

select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  format('execute append (%L, 20001)', current_setting('t.full')), 'PT413', 'payload_too_large',
  'not 20 001 at once'
);
select lives_ok(format('execute append (%L, 19999)', current_setting('t.full')), '19 999');
select lives_ok(format('execute append (%L, 1)', current_setting('t.full')), '20 000');
select throws_ok(
  format('execute append (%L, 1)', current_setting('t.full')), 'PT413', 'payload_too_large',
  '20 001'
);
select lives_ok(format('execute append (%L, 1)', current_setting('t.other')),
  'another execution takes more');
select throws_ok(
  format(
    'insert into public.execution_events (execution_id) values (%L), (%L)',
    current_setting('t.other'), current_setting('t.full')
  ),
  'PT413', 'payload_too_large', 'one statement for both is refused as a whole'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  format('execute append (%L, 1)', current_setting('t.full')), 'PT413', 'payload_too_large',
  'the service is refused as well'
);
select tests.act_as_owner();
select results_eq(
  'select events, bytes from private.execution_event_totals order by events',
  'values (1, 4::bigint), (20000, 80000)',
  'totals are those of what was stored'
);

select * from finish();
rollback;
