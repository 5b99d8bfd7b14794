-- The beginning of a run is told to its owner's channel, its end there and on the run's own, once
-- each, whoever ends it and whichever way: ids, status, progress and times, nothing else.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_workflow(null) as workflow,
  gen_random_uuid() as before;
-- What is told from here on.
create function pg_temp.told()
returns table (topic text, event text, execution_id text, status text) language sql as $$
  select m.topic, m.event, m.payload ->> 'execution_id', m.payload ->> 'status'
  from realtime.messages as m
  where m.private and m.extension = 'broadcast'
    and m.payload ->> 'workflow_id' = (select f.workflow::text from fixture as f)
$$;
create temp table runs (name text, execution_id uuid, ending text);
grant select, insert on runs to public;
grant select on fixture to public;

select tests.act_as(f.owner) from fixture as f;
insert into runs
select r.name, (public.create_execution(
  f.workflow, inputs => '{"a": "secret"}', tags => '{secret}', metadata => '{"b": "secret"}'
)).execution_id, r.ending
from fixture as f
cross join (
  values
    ('by function', 'completed'), ('by table', 'failed'), ('in a batch', 'cancelled'),
    ('by the database', 'failed'), ('not ended', 'running')
) as r (name, ending);
select tests.act_as_owner();
select set_eq(
  'select * from pg_temp.told()',
  $$
    select
      'executions:' || f.owner as topic, 'execution_changed' as event,
      r.execution_id::text, 'running' as status
    from runs as r, fixture as f
  $$,
  'beginnings are told to the owner'
);
delete from realtime.messages;

select tests.act_as(f.owner) from fixture as f;
do $$
begin
  perform public.update_execution(
    r.execution_id, r.ending, result => '"secret"', append_logs => '["secret"]'
  )
  from runs as r, generate_series(1, 2) as n
  where r.name = 'by function';
  perform public.update_executions(jsonb_build_array(
    jsonb_build_object('execution_id', r.execution_id, 'status', r.ending, 'error', 'secret')
  ))
  from runs as r where r.name = 'in a batch';
  perform public.update_execution(r.execution_id, logs => '["secret"]', tags => '{more}')
  from runs as r where r.name = 'not ended';
end
$$;
update public.workflow_executions as e
set status = r.ending, error = 'secret'
from runs as r
where r.name = 'by table' and e.execution_id = r.execution_id;
select tests.act_as_owner();
update public.workflow_executions as e
set timeout_seconds = 1, created_at = now() - interval '1 hour'
from runs as r
where r.name = 'by the database' and e.execution_id = r.execution_id;
select private.reap_executions();
select bag_eq(
  'select * from pg_temp.told()',
  $$
    select t.topic, 'execution_changed', r.execution_id::text, r.ending
    from runs as r
    cross join fixture as f
    cross join unnest(array['executions:' || f.owner, 'execution:' || r.execution_id]) as t (topic)
    where r.ending <> 'running'
  $$,
  'ends are told to both, once'
);
select is_empty(
  $$ select from realtime.messages where payload::text like '%secret%' $$, 'without content'
);
select set_eq(
  $$ select distinct k.key from realtime.messages as m, jsonb_object_keys(m.payload) as k (key) $$,
  array[
    'id', 'execution_id', 'workflow_id', 'status', 'progress', 'created_at', 'updated_at',
    'completed_at'
  ],
  'this is all that is told'
);
select results_eq(
  $$
    select
      m.payload ->> 'progress', (m.payload ->> 'created_at')::timestamptz,
      (m.payload ->> 'updated_at')::timestamptz, (m.payload ->> 'completed_at')::timestamptz
    from realtime.messages as m
    join runs as r on m.topic = 'execution:' || r.execution_id
    where r.name = 'by function'
  $$,
  $$
    select e.progress::text, e.created_at, e.updated_at, e.completed_at
    from public.workflow_executions as e join runs as r using (execution_id)
    where r.name = 'by function'
  $$,
  'as the row has it'
);
-- What is inserted finished has not changed while anybody watched.
select tests.create_run(f.owner, f.workflow, 'completed', 1) from fixture as f;
select is(
  (select count(*) from pg_temp.told()), 8::bigint, 'a run that is inserted finished is not told of'
);

select * from finish();
rollback;
