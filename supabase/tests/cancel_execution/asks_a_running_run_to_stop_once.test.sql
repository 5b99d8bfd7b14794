-- A running run is asked to stop once: it goes on and tells when and why; the first request stands.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"created_at": "2020-01-01", "updated_at": "2020-01-01"}'
  )::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
prepare ask (text) as
  select status, cancel_requested_at, cancel_reason, completed_at, error_code
  from public.cancel_execution(current_setting('t.execution')::uuid, $1);
prepare asked as
  values ('running', now(), 'No longer needed', null::timestamptz, null::text);
select results_eq($$ execute ask('No longer needed') $$, 'asked', 'the first request');
select results_eq(
  'select cancel_requested_at, cancel_reason::text, updated_at from public.workflow_executions',
  $$ values (now(), 'No longer needed', now()) $$, 'it is stored'
);
select tests.act_as_owner();
alter table public.workflow_executions disable trigger user;
update public.workflow_executions set cancel_requested_at = '2020-01-02';
alter table public.workflow_executions enable trigger user;
select tests.act_as(current_setting('t.owner')::uuid);
select results_eq(
  $$ execute ask('Another reason') $$,
  $$
    values (
      'running', '2020-01-02'::timestamptz, 'No longer needed', null::timestamptz, null::text
    )
  $$,
  'a second request changes nothing'
);
select results_eq(
  $$
    select status, error_code, cancel_reason
    from public.update_execution(current_setting('t.execution')::uuid, 'cancelled')
  $$,
  $$ values ('cancelled', null::text, 'No longer needed') $$,
  'the runner obeys, and the run keeps why'
);
select results_eq(
  $$ execute ask('Too late') $$,
  $$
    values (
      'cancelled', '2020-01-02'::timestamptz, 'No longer needed', now(), null::text
    )
  $$,
  'a request on a cancelled run changes nothing'
);

select * from finish();
rollback;
