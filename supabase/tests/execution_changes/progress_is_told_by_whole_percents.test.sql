-- Progress is told when it reaches another whole percent, by a heartbeat or an update: a run that
-- goes forward sends at most 100 messages to a channel for it, however often it reports.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.id as owner, tests.create_execution(u.id, tests.create_workflow(null)) as execution_id
from (select tests.create_user() as id) as u;
grant select on fixture to public;
delete from realtime.messages;
create function pg_temp.told() returns setof numeric language sql as $$
  select (m.payload ->> 'progress')::numeric
  from realtime.messages as m, fixture as f
  where m.topic = 'execution:' || f.execution_id
  order by 1
$$;

select tests.act_as(f.owner) from fixture as f;
do $$
begin
  perform public.update_execution(f.execution_id, progress => n / 10.0)
  from fixture as f, generate_series(0, 1000) as n;
end
$$;
select tests.act_as_owner();
select results_eq(
  'select * from pg_temp.told()', 'select generate_series(0, 100)::numeric', 'of 1 001 reports, 101'
);
select results_eq(
  $$
    select count(*) from realtime.messages as m, fixture as f
    where m.topic = 'executions:' || f.owner
  $$,
  'values (101::bigint)', 'on the owner''s channel as many'
);

delete from realtime.messages;
update public.workflow_executions as e
set last_heartbeat_at = now() - interval '1 minute', progress = 7.5
from fixture as f where e.execution_id = f.execution_id;
select tests.act_as(f.owner) from fixture as f;
do $$
begin
  -- Taken, not taken since it is too early, and one that says nothing of progress.
  perform public.heartbeat_execution(f.execution_id, progress => p)
  from fixture as f, unnest(array[8.25, 9, null]) as p;
  perform public.update_execution(f.execution_id, metadata => '{"n": 1}') from fixture as f;
end
$$;
select tests.act_as_owner();
select results_eq(
  'select * from pg_temp.told()', 'values (7.5), (8.25)', 'heartbeats too, also backwards'
);

delete from realtime.messages;
select tests.act_as(f.owner) from fixture as f;
do $$
begin
  perform public.update_execution(f.execution_id, 'completed', progress => 8.5) from fixture as f;
  perform public.update_execution(f.execution_id, 'completed', progress => 100) from fixture as f;
end
$$;
select tests.act_as_owner();
select results_eq('select * from pg_temp.told()', 'values (8.5)', 'the end tells the last of it');

select * from finish();
rollback;
