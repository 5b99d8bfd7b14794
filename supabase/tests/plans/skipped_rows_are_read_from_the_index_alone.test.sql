-- A page deep in the list, by its number, skips what comes before it in an index alone; only the
-- rows that it shows are read from the table.
begin;
create extension if not exists pgtap with schema extensions;
select plan(20);

create temp table fixture as
select
  tests.create_user() as heavy, tests.create_workflow(null) as workflow,
  tests.create_workflow(null) as other_workflow;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, session_id,
  visual_enabled, visual_streaming_enabled, visual_quality
)
select
  f.heavy, case when n % 10 = 0 then f.workflow else f.other_workflow end,
  now() - (n * 7919 % 20000) * interval '1 minute',
  case when n % 10 = 1 then 'failed' else 'completed' end, now(), n % 3000 / 7.0, 's-' || n,
  n % 2 = 0, n % 2 = 0, case when n % 2 = 0 then 'low' end
from fixture as f, generate_series(1, 20000) as n;
alter table public.workflow_executions enable trigger user;
insert into public.visual_recordings (
  execution_id, owner_key, workflow_id, status, session_id, created_at, replay_score
)
select
  e.execution_id, e.owner_key, e.workflow_id, e.status, e.session_id, e.created_at,
  extract(minute from e.created_at)
from public.workflow_executions as e
join fixture as f on e.user_id = f.heavy
where e.visual_streaming_enabled;
analyze public.workflow_executions, public.visual_recordings;

-- Without a vacuum, which a test cannot run, an index alone is no cheaper than index and table.
set local enable_seqscan = off;
set local enable_bitmapscan = off;
set local enable_sort = off;

create function pg_temp.nodes(conditions jsonb, sort text)
returns text
language plpgsql
as $$
declare
  v_filter constant private.execution_filter := jsonb_populate_record(
    null::private.execution_filter, nodes.conditions
    || jsonb_build_object('own_key', (select f.heavy from fixture as f))
  );
  v_plan jsonb;
begin
  -- As private.walk_executions() does for page 150 of 50.
  execute format(
    'explain (format json) select e.execution_id, e.sort_key from (%s) as e offset 7450 limit 51',
    private.execution_branches(v_filter, nodes.sort, false, false, 7501)
  )
  into v_plan using v_filter;
  return (
    select string_agg(p.node ->> 'Node Type', ', ')
    from jsonb_path_query(
      v_plan, 'strict $.** ? (@.type() == "object" && exists(@."Relation Name"))'
    ) as p (node)
  );
end
$$;

create temp table asked as
select c.*
from fixture as f
cross join lateral (
  values
    ('newest first', jsonb '{}', 'created_at.desc'),
    ('oldest first', '{}', 'created_at.asc'),
    ('slowest first', '{}', 'execution_time_seconds.desc'),
    ('fastest first', '{}', 'execution_time_seconds.asc'),
    ('of a workflow', jsonb_build_object('workflow_id', f.workflow), 'created_at.desc'),
    ('of a status', '{"statuses": ["failed"]}', 'created_at.desc'),
    ('streaming ones', '{"visual_streaming_only": true}', 'created_at.desc'),
    ('best recordings first', '{"of_recordings": true}', 'replay_score.desc'),
    ('worst recordings first', '{"of_recordings": true}', 'replay_score.asc'),
    (
      'recordings of a workflow',
      jsonb_build_object('of_recordings', true, 'workflow_id', f.workflow), 'replay_score.desc'
    )
) as c (name, conditions, sort);
grant select on asked to public;

select tests.act_as(f.heavy) from fixture as f;
select is(pg_temp.nodes(a.conditions, a.sort), 'Index Only Scan', a.name) from asked as a;
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.nodes(a.conditions, a.sort), 'Index Only Scan', 'service: ' || a.name)
from asked as a;

select * from finish();
rollback;
