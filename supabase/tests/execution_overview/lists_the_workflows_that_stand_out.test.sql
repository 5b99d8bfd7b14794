-- The lists name at most 5 workflows each: most failed runs first (then the greater share), the
-- greatest slowdown against the equal window before first (at least 5 finished runs in both), and
-- most finished runs first.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

create temp table fixture as select tests.create_user() as owner;
grant select on fixture to public;
create temp table workflows as
select v.*, tests.create_workflow(f.owner, v.name) as workflow
from fixture as f, (
  values
    -- name, runs now, of them failed, seconds each now, runs before, seconds each before
    ('twice as slow', 6, 0, 20, 5, 10),
    ('half as slow again', 5, 0, 15, 9, 10),
    ('as fast as before', 7, 0, 10, 5, 10),
    ('faster', 8, 0, 5, 5, 10),
    ('few runs now', 4, 0, 90, 5, 10),
    ('few runs before', 9, 0, 90, 4, 10),
    ('took no time before', 5, 0, 90, 5, 0),
    ('fails often', 10, 4, 1, 0, 0),
    ('fails as often of fewer', 6, 4, 1, 0, 0),
    ('fails once', 20, 1, 1, 0, 0),
    ('fails twice', 3, 2, 1, 0, 0),
    ('failed only before', 0, 0, 0, 9, 1),
    ('fails three times', 3, 3, 1, 0, 0),
    ('fails once of one', 1, 1, 1, 0, 0)
) as v (name, runs, failed, seconds, previous_runs, previous_seconds);
-- Ten days in May, and ten before them; the first and the last moment of each belong to it.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds
)
select
  f.owner, w.workflow,
  case n when 1 then timestamptz '2026-05-11 00:00Z' else timestamptz '2026-05-20 23:59:59.999Z' end,
  case when n <= w.failed then 'failed' else 'completed' end, w.seconds
from fixture as f, workflows as w, generate_series(1, w.runs) as n
union all
select
  f.owner, w.workflow,
  case n when 1 then timestamptz '2026-05-01 00:00Z' else timestamptz '2026-05-10 23:59:59.999Z' end,
  case w.name when 'failed only before' then 'failed' else 'completed' end, w.previous_seconds
from fixture as f, workflows as w, generate_series(1, w.previous_runs) as n
union all
-- Neither in the window nor in the one before.
select f.owner, w.workflow, v.created_at, 'failed', 1000
from fixture as f, workflows as w,
  (values (timestamptz '2026-04-30 23:59:59.999Z'), ('2026-05-21 00:00Z')) as v (created_at),
  generate_series(1, 30)
where w.name = 'faster'
union all
select f.owner, w.workflow, '2026-05-15Z', 'running', null
from fixture as f, workflows as w, generate_series(1, 30)
where w.name = 'faster';

create function pg_temp.named(list public.ranked_workflow[])
returns text[]
language sql
as $$ select array_agg(w.workflow_name order by w.place)
  from unnest(named.list) with ordinality as w (
    workflow_id, workflow_name, total_executions, failed_executions, success_rate,
    average_execution_time, previous_average_execution_time, slowdown, place
  )
$$;
select tests.act_as(f.owner) from fixture as f;
create temp view overview as
select *
from public.execution_overview(since => '2026-05-11 00:00Z', until => '2026-05-21 00:00Z');

select is(
  pg_temp.named(most_failing),
  array[
    'fails as often of fewer', 'fails often', 'fails three times', 'fails twice',
    'fails once of one'
  ],
  'most_failing: by failed runs, then by their share'
) from overview;
select is(
  pg_temp.named(slowing_down), array['twice as slow', 'half as slow again'],
  'slowing_down: only what got slower, with five runs in both windows, by how much'
) from overview;
select is(
  pg_temp.named(most_run),
  array['fails once', 'fails often', 'few runs before', 'faster', 'as fast as before'],
  'most_run: by finished runs'
) from overview;
select is(
  to_jsonb(slowing_down[1]) - 'workflow_id',
  '{
    "workflow_name": "twice as slow", "total_executions": 6, "failed_executions": 0,
    "success_rate": 100, "average_execution_time": 20, "previous_average_execution_time": 10,
    "slowdown": 100
  }',
  'an item of the list'
) from overview;
select is(slowing_down[2].slowdown, 50.00, 'slowdown is in percent') from overview;
select is(
  (most_run[4].average_execution_time, most_run[4].slowdown)::text, '(5.000,-50.00)',
  'it is negative for what got faster'
) from overview;
select is(
  (most_run[1].previous_average_execution_time, most_run[1].slowdown)::text, '(,)',
  'and null where nothing ran before'
) from overview;
select is(
  total_workflows, 13::bigint, 'total_workflows: with runs in the window'
) from overview;
select is(
  (
    select pg_temp.named(o.most_failing)
    from public.execution_overview(since => '2026-05-01Z', until => '2026-05-11Z') as o
  ),
  array['failed only before'], 'the window before has a list of its own'
);
create temp table before as select to_jsonb(o) as lists from overview as o;
select tests.act_as_owner();
select tests.fold_rollups(7);
select tests.act_as(f.owner) from fixture as f;
select is(to_jsonb(o), b.lists, 'folding changes nothing') from overview as o, before as b;
select tests.act_as_owner();
select tests.purge(array(select e.execution_id from public.workflow_executions as e
  join fixture as f on f.owner = e.user_id where e.status <> 'running'));
select tests.act_as(f.owner) from fixture as f;
select is(
  (o.most_failing, o.slowing_down, o.most_run, o.total_workflows)::text,
  (
    select (p.most_failing, p.slowing_down, p.most_run, p.total_workflows)::text
    from before as b
    cross join lateral jsonb_populate_record(null::public.executions_overview, b.lists) as p
  ),
  'nor does retention'
) from overview as o;

select * from finish();
rollback;
