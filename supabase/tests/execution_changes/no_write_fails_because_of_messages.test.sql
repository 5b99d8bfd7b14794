-- Where messages fail, where Realtime is not there, and where they are turned off, runs begin, go
-- on, end and are deleted all the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
create function pg_temp.whole_life() returns text language plpgsql as $$
declare
  v_id uuid := (public.create_execution(f.workflow)).execution_id from fixture as f;
  v_execution public.execution;
begin
  perform public.heartbeat_execution(v_id, progress => 10);
  v_execution := public.update_execution(v_id, 'completed', progress => 50);
  return concat_ws(
    ' ', v_execution.status, v_execution.progress,
    (public.delete_executions(execution_ids => array[v_id])).deleted_executions
  );
end
$$;
delete from realtime.messages;

update private.settings set broadcasts_changes = false;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.whole_life(), 'completed 50.00 1', 'turned off');
select tests.act_as_owner();
select is_empty('select from realtime.messages', 'nothing is told');
update private.settings set broadcasts_changes = true;

create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'no messages today';
end
$$;
create trigger refuse before insert on realtime.messages
  for each row execute function pg_temp.refuse();
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.whole_life(), 'completed 50.00 1', 'where messages fail');
select tests.act_as_owner();
select is_empty('select from realtime.messages', 'nothing is told');
drop trigger refuse on realtime.messages;

alter function realtime.send(jsonb, text, text, boolean) rename to gone;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.whole_life(), 'completed 50.00 1', 'without Realtime');
select tests.act_as_owner();
select is_empty('select from realtime.messages', 'nothing is told');
alter function realtime.gone(jsonb, text, text, boolean) rename to send;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.whole_life(), 'completed 50.00 1', 'where it is there');
select tests.act_as_owner();

-- A Realtime that keeps nothing to itself.
create or replace function realtime.send(
  payload jsonb, event text, topic text, private boolean default true
)
returns void language plpgsql as $$
begin
  raise exception 'permission denied for schema realtime' using errcode = '42501';
end
$$;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.whole_life(), 'completed 50.00 1', 'where it may not be asked');

select * from finish();
rollback;
