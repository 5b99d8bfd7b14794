-- A request to stop, by function or table, sends one private message to the run's channel: ids,
-- status and time, never the reason or any other text.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temp table run as
select
  r.name,
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  ) as execution_id
from (values ('function'), ('table'), ('none')) as r (name);
grant select on table run to authenticated;
prepare sent as
  select r.name, m.event, m.private, m.extension, m.payload - 'id' as payload
  from run as r
  join realtime.messages as m
    on m.topic = 'execution:' || r.execution_id and m.event = 'cancel_requested';
prepare expected as
  select
    r.name, 'cancel_requested' as event, true as private, 'broadcast' as extension,
    jsonb_build_object(
      'execution_id', r.execution_id, 'workflow_id', current_setting('t.workflow'),
      'status', 'running', 'cancel_requested_at', now()
    ) as payload
  from run as r
  where r.name <> 'none';

select tests.act_as(current_setting('t.owner')::uuid);
do $$
begin
  perform public.cancel_execution(r.execution_id, 'a secret reason')
  from run as r, generate_series(1, 2)
  where r.name = 'function';
end
$$;
update public.workflow_executions as e
set cancel_reason = 'a secret reason'
from run as r
where r.name = 'table' and e.execution_id = r.execution_id;
do $$
begin
  perform public.update_execution(r.execution_id, 'completed') from run as r where r.name = 'none';
end
$$;
select tests.act_as_owner();
select set_eq('sent', 'expected', 'one message each');
select is_empty(
  $$ select from realtime.messages where payload::text like '%secret%' $$, 'without the reason'
);

-- A message that cannot be sent is no reason to keep a run going.
create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'no messages today';
end
$$;
create trigger refuse before insert on realtime.messages
  for each row execute function pg_temp.refuse();
update run set execution_id = tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
);
select tests.act_as(current_setting('t.owner')::uuid);
select lives_ok(
  $$
    select public.cancel_execution(r.execution_id) from run as r where r.name = 'function'
  $$,
  'where messages fail'
);
select isnt(
  (
    select e.cancel_requested_at
    from public.workflow_executions as e
    join run as r using (execution_id)
    where r.name = 'function'
  ),
  null, 'the request stands'
);

select * from finish();
rollback;
