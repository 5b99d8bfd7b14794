-- A timeline shows, in order of time, what a run went through, its steps on tracks, its lines, and
-- the chunks of its recording, with a track for each tab; it counts the lines that have no time.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null, 'Order a kettle')::text, true);
select set_config('t.' || r.name, tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
  jsonb_build_object('created_at', now() - interval '60 seconds') || r.columns
)::text, true)
from (
  values
    ('execution', '{"visual_enabled": true, "visual_streaming_enabled": true,
      "visual_quality": "low", "session_id": "timeline-session"}'::jsonb),
    ('bare', '{}')
) as r (name, columns);
select tests.act_as(current_setting('t.owner')::uuid);
-- Seconds from the start.
create function pg_temp.at(seconds numeric) returns timestamptz language sql as $$
  select now() - interval '60 seconds' + at.seconds * interval '1 second'
$$;
select public.update_execution(
  current_setting('t.execution')::uuid,
  append_logs => jsonb_build_array(
    jsonb_build_object('kind', 'step_started', 'step', 'order', 'id', '1', 'at', pg_temp.at(1)),
    jsonb_build_object('kind', 'step_started', 'step', 'add', 'id', '2', 'at', pg_temp.at(2)),
    jsonb_build_object('message', repeat('x', 201), 'level', 'warn', 'at', pg_temp.at(2.5)),
    jsonb_build_object('kind', 'step_finished', 'step', 'add', 'step_id', '2',
      'at', pg_temp.at(3)),
    jsonb_build_object('kind', 'step_started', 'step', 'pay', 'id', '3', 'at', pg_temp.at(3)),
    jsonb_build_object('kind', 'step_finished', 'step', 'order', 'step_id', '1',
      'at', pg_temp.at(9), 'level', 'error', 'message', 'no button'),
    jsonb_build_object('message', 'before the start', 'at', pg_temp.at(-0.25))
  )
);
select tests.record_batch('timeline-session', b.sequence, jsonb_build_object(
  'tab', b.tab, 'first_event_at', pg_temp.at(b.seconds)
))
from (values ('popup', 0, 5.5), ('main', 1, 6), ('main', 0, 5)) as b (tab, sequence, seconds);
select public.heartbeat_execution(current_setting('t.execution')::uuid);
select public.cancel_execution(current_setting('t.execution')::uuid, 'No longer needed');
create temp table running as
select t.* from public.execution_timeline(current_setting('t.execution')::uuid) as t;
select public.update_execution(
  current_setting('t.execution')::uuid, status => 'failed', error => 'no button at all',
  logs => '["untimed", {"message": "late", "at": "2100-01-01T00:00:00Z"}]'
);
create temp table shown as
select t.* from public.execution_timeline(current_setting('t.execution')::uuid) as t;

select results_eq(
  $$
    select concat_ws(' ', n.offset_seconds, n.lane, n.track, n.kind, left(n.label, 10), n.level,
      n.outcome, n.seconds, n.position, n.tab)
    from shown as s cross join lateral unnest(s.entries) as n
    where n.at < '2099-01-01'
  $$,
  array[
    '-0.250 logs 1 log before the info 2',
    '0.000 run 1 created',
    '1.000 steps 1 step order failed 8.000 1',
    '2.000 steps 2 step add completed 1.000 2',
    '2.500 logs 1 log xxxxxxxxxx warn 1',
    '3.000 steps 2 step pay 3',
    '5.000 visual 1 chunk 0.900 0 main',
    '5.500 visual 2 chunk 0.900 0 popup',
    '6.000 visual 1 chunk 0.900 1 main',
    '60.000 run 1 cancel_requested No longer ',
    '60.000 run 1 heartbeat',
    '60.000 run 1 finished no button  failed'
  ],
  'in order of time'
);
select is(
  (select (n.at, n.until)::text from shown as s cross join lateral unnest(s.entries) as n
    where n.label = 'add'),
  (select (pg_temp.at(2), pg_temp.at(3))::text), 'a span has an end'
);
select is(
  (select max(length(n.label)) from shown as s cross join lateral unnest(s.entries) as n),
  200, 'labels are cut'
);
select is(
  (select s.lanes::text from shown as s),
  '{"(run,1,4)","(steps,2,3)","(logs,1,3)","(visual,2,3)"}', 'lanes, with tracks and entries'
);
select is(
  (select (s.workflow_name, s.status, s.mode, s.starts_at, s.ends_at, s.untimed_lines,
    s.truncated)::text from shown as s),
  (select ('Order a kettle', 'failed', 'cloud-run', pg_temp.at(-0.25), timestamptz '2100-01-01', 1,
    false)::text),
  'from the first to the last'
);
select is(
  (select r.ends_at from running as r), now(), 'while it runs, to now'
);
select is(
  (
    select (t.lanes, cardinality(t.entries), t.starts_at = pg_temp.at(0))::text
    from public.execution_timeline(current_setting('t.bare')::uuid) as t
  ),
  '("{""(run,1,1)"",""(steps,0,0)"",""(logs,0,0)"",""(visual,0,0)""}",1,t)',
  'a run that reported nothing'
);
select tests.act_as_owner();
update public.workflow_executions
set status = 'failed', error_code = 'heartbeat_lost'
where execution_id = current_setting('t.bare')::uuid;
select tests.act_as(current_setting('t.owner')::uuid);
select public.update_execution(current_setting('t.bare')::uuid, status => 'completed');
select is(
  (
    select string_agg(concat_ws(' ', n.kind, n.level, n.label), ', ' order by n.kind)
    from public.execution_timeline(current_setting('t.bare')::uuid) as t
    cross join lateral unnest(t.entries) as n
  ),
  'created, finished, late_report warn Reported after the database had ended the run; not applied.',
  'a late report'
);
select tests.act_as_owner();
insert into public.execution_events (execution_id, message)
select e.execution_id, 'line'
from (
  select tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  ) as execution_id
) as e
cross join generate_series(1, 2001);
select is(
  (
    select (t.truncated, cardinality(t.entries))::text
    from (
      select v.execution_id
      from public.execution_events as v
      where v.message = 'line'
      limit 1
    ) as e
    cross join lateral public.execution_timeline(e.execution_id) as t
  ),
  '(t,2001)', 'the first 2 000 lines'
);

select * from finish();
rollback;
