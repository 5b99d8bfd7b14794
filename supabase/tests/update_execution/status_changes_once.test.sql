-- Status turns final once; the database says when, and how long it took unless the runner says.
begin;
create extension if not exists pgtap with schema extensions;
select plan(14);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config(
  't.' || s.status,
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    jsonb_build_object('created_at', now() - interval '90.5 seconds')
  )::text,
  true
)
from unnest(array['completed', 'failed', 'cancelled', 'timed']) as s (status);
create function pg_temp.detail_of(statement text) returns text language plpgsql as $$
declare
  v_detail text;
begin
  execute statement;
  return null;
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail;
  return v_detail;
end
$$;

select tests.act_as(current_setting('t.owner')::uuid);
select results_eq(
  format(
    'select status, completed_at, execution_time_seconds from public.update_execution(%L, %L)',
    current_setting('t.' || s.status), s.status
  ),
  format('values (%L, now(), 90.5)', s.status),
  'running becomes ' || s.status
)
from unnest(array['completed', 'failed', 'cancelled']) as s (status);
select is(
  (
    select execution_time_seconds
    from public.update_execution(
      current_setting('t.timed')::uuid, 'completed', execution_time_seconds => 3
    )
  ),
  3.000, 'the runner''s duration counts'
);
select throws_ok(
  format('select public.update_execution(%L, %L)', current_setting('t.' || f.from), t.to), 'PT409',
  'execution_already_finished', f.from || ' does not become ' || t.to
)
from unnest(array['completed', 'failed', 'cancelled']) as f ("from")
cross join unnest(array['running', 'completed', 'failed', 'cancelled']) as t ("to")
where f.from <> t.to;
select is(
  pg_temp.detail_of(
    format('select public.update_execution(%L, ''failed'')', current_setting('t.completed'))
  ),
  format(
    'Execution %s is completed since %s and cannot become failed.', current_setting('t.completed'),
    to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  ),
  'the detail says what it is and since when'
);

select * from finish();
rollback;
