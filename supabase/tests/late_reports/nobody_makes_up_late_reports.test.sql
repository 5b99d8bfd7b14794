-- Users append no events of kind late_report, nor of any other kind that is the database's.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    '{"status": "failed", "error_code": "timed_out"}'
  )::text,
  true
);
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  format(
    'insert into public.execution_events (execution_id, kind) values (%L, %L)',
    current_setting('t.execution'), k.kind
  ),
  '42501', null, k.kind
)
from (values ('late_report'), ('status')) as k (kind);
select is_empty('select from public.execution_events', 'nothing is stored');

select * from finish();
rollback;
