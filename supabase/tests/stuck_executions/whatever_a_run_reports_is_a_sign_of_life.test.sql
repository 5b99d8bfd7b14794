-- A run that has beaten is not silent while it reports progress or lines instead of heartbeats.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temp table run as
select
  r.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    jsonb_build_object(
      'created_at', now() - interval '1 hour',
      'updated_at', now() - interval '1 hour',
      'last_heartbeat_at', now() - interval '1 hour'
    )
  ) as execution_id
from (values ('silent'), ('progress'), ('line'), ('old line')) as r (name);
grant select on table run to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
do $$
begin
  perform public.update_execution(r.execution_id, progress => 10)
  from run as r
  where r.name = 'progress';
end
$$;
-- What the runner says of the time of a line does not matter: it arrives now.
insert into public.execution_events (execution_id, at, message)
select r.execution_id, now() - interval '1 hour', 'line' from run as r where r.name like '%line';
select tests.act_as_owner();
update private.execution_event_totals as t
set last_arrival_at = now() - interval '301 seconds'
from run as r
where r.name = 'old line' and t.execution_id = r.execution_id;

select private.reap_executions();
prepare reaped as
  select r.name
  from run as r
  join public.workflow_executions as e using (execution_id)
  where e.error_code = 'heartbeat_lost';
select set_eq('reaped', array['silent', 'old line'], 'those that reported in time go on');

update private.settings set heartbeat_timeout_seconds = 10;
update private.execution_event_totals as t
set last_arrival_at = now() - interval '11 seconds'
from run as r
where r.name = 'line' and t.execution_id = r.execution_id;
select private.reap_executions();
select set_eq('reaped', array['silent', 'old line', 'line'], 'until they fall silent too');

select * from finish();
rollback;
