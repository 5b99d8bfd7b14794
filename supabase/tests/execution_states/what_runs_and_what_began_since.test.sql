-- All that run are answered, and with since what was created after it or up to 30 seconds before,
-- ended or not, the oldest first; of one workflow where it is named.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select
  tests.create_user(is_anonymous => true) as owner, tests.create_workflow(null) as workflow,
  tests.create_workflow(null) as other_workflow;
create temp table runs as
select r.name, tests.create_execution(
  f.owner, case when r.name like 'other%' then f.other_workflow else f.workflow end,
  jsonb_build_object(
    'status', r.status, 'created_at', now() - r.seconds_ago * interval '1 second',
    'progress', r.progress
  )
) as execution_id
from fixture as f
cross join (
  values
    ('long ended', 'completed', 100000, null::numeric), ('long running', 'running', 90000, 12.5),
    ('just before', 'failed', 130, null), ('at', 'cancelled', 100, null),
    ('after', 'completed', 90, null), ('other', 'running', 80, null), ('now', 'running', 0, 0)
) as r (name, status, seconds_ago, progress);
grant select on fixture, runs to public;
create function pg_temp.names(answer public.execution_states_page)
returns text language sql as $$
  select string_agg(r.name, ', ' order by s.place)
  from unnest(answer.states) with ordinality as s (
    execution_id, workflow_id, status, progress, created_at, updated_at, completed_at, place
  )
  join runs as r using (execution_id)
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.names(public.execution_states()), 'long running, other, now', 'what runs'
);
select is(
  pg_temp.names(public.execution_states(since => now() - interval '100 seconds')),
  'long running, just before, at, after, other, now', 'and what began since'
);
select is(
  pg_temp.names(public.execution_states(since => now() - interval '99 seconds')),
  'long running, at, after, other, now', 'or up to 30 seconds before'
);
select is(
  pg_temp.names(public.execution_states(
    workflow_id => (select f.workflow from fixture as f), since => now() - interval '99 seconds'
  )),
  'long running, at, after, now', 'in one workflow'
);
select is(
  pg_temp.names(public.execution_states(workflow_id => (select f.workflow from fixture as f))),
  'long running, now', 'what runs in one workflow'
);
select is(
  pg_temp.names(public.execution_states(workflow_id => gen_random_uuid())),
  null, 'nothing in one that is not there'
);
select is(
  pg_temp.names(public.execution_states(
    execution_ids => array(
      select r.execution_id from runs as r where r.name in ('long ended', 'now')
      union all select r.execution_id from runs as r where r.name = 'now'
      union all select gen_random_uuid()
    )
  )),
  'long ended, now', 'those named, once, and none that is not there'
);
select results_eq(
  $$
    select (s).*
    from public.execution_states() as a, unnest(a.states) as s
  $$,
  $$
    select
      e.execution_id, e.workflow_id, e.status::text, e.progress::numeric, e.created_at,
      e.updated_at, e.completed_at
    from public.workflow_executions as e
    where e.status = 'running'
    order by e.created_at
  $$,
  'as the rows have it'
);
select results_eq(
  $$
    select a.topics, a.as_of, a.next_cursor from public.execution_states() as a
    union all
    select a.topics, a.as_of, a.next_cursor
    from runs as r
    cross join lateral public.execution_states(execution_ids => array[r.execution_id]) as a
    where r.name = 'now'
  $$,
  $$
    select array['executions:' || f.owner], now(), null::text from fixture as f
    union all
    select array['execution:' || r.execution_id], now(), null from runs as r where r.name = 'now'
  $$,
  'with the channels that tell of them, and the moment'
);
select tests.act_as_owner();
update private.settings set broadcasts_changes = false;
select tests.act_as(f.owner) from fixture as f;
select results_eq(
  $$
    select a.topics from public.execution_states() as a
    union all
    select a.topics
    from public.execution_states(execution_ids => array(select r.execution_id from runs as r)) as a
  $$,
  $$ values ('{}'::text[]), ('{}') $$,
  'without channels where nothing is told'
);

select * from finish();
rollback;
