-- A page of the history reads little more than the rows it shows, in the order of an index: for a
-- caller with 20 executions as for one with most of the table, on the first page and far into the
-- list.
begin;
create extension if not exists pgtap with schema extensions;
select plan(36);

create temp table fixture as
select
  tests.create_user() as heavy, tests.create_user() as light,
  tests.create_workflow(null) as hot, tests.create_workflow(null) as rare;
grant select on fixture to public;
-- 20 000 rows: 19 000 of one user, 20 of another, 80 shared, the rest of others. One in 500 failed
-- or was of the rare workflow, one in 1000 streamed.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, session_id,
  visual_enabled, visual_streaming_enabled, visual_quality
)
select
  case
    when n <= 19000 then f.heavy
    when n <= 19020 then f.light
    when n > 19100 then md5((n % 50)::text)::uuid
  end,
  case when n % 500 = 1 then f.rare else f.hot end,
  now() - (n * 7919 % 20000) * interval '1 minute',
  case when n % 500 = 2 then 'failed' else 'completed' end, now(), n % 3000 / 7.0, 's-' || n,
  n % 1000 = 3, n % 1000 = 3, case when n % 1000 = 3 then 'low' end
from fixture as f, generate_series(1, 20000) as n;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;

-- What is wrong with the plan of a page of 50, if anything.
create function pg_temp.problems(
  filter private.execution_filter,
  sort text,
  sort_key text,
  most_rows numeric
)
returns text
language plpgsql
as $$
declare
  v_plan jsonb;
  v_read numeric;
  v_sorted numeric;
  v_unindexed bigint;
begin
  execute 'explain (analyze, format json, costs off, timing off) ' || private.execution_branches(
    problems.filter, problems.sort, false, problems.sort_key is not null, 51
  )
  into v_plan using problems.filter, problems.sort_key, gen_random_uuid();
  select
    sum(
      (
        (n.node ->> 'Actual Rows')::numeric
        + coalesce((n.node ->> 'Rows Removed by Filter')::numeric, 0)
        + coalesce((n.node ->> 'Rows Removed by Index Recheck')::numeric, 0)
      ) * (n.node ->> 'Actual Loops')::numeric
    ) filter (where n.kind like '%Scan' and n.kind not in ('Subquery Scan', 'Function Scan')),
    max((n.node #>> '{Plans,0,Actual Rows}')::numeric) filter (where n.kind like '%Sort'),
    count(*) filter (where n.kind = 'Seq Scan')
  into v_read, v_sorted, v_unindexed
  from (
    select p.node, p.node ->> 'Node Type' as kind
    from jsonb_path_query(
      v_plan, 'strict $.** ? (@.type() == "object" && exists(@."Node Type"))'
    ) as p (node)
  ) as n;
  return nullif(concat_ws(
    ', ',
    case when v_read is null then 'nothing is read' end,
    case when v_unindexed > 0 then 'the whole table is read' end,
    case when v_read > problems.most_rows then v_read || ' rows read' end,
    case when v_sorted > problems.most_rows then v_sorted || ' rows sorted' end
  ), '');
end
$$;

-- 102: a page and one row more from each of two branches.
create temp table asked as
select
  u.caller, c.*,
  jsonb_populate_record(
    null::private.execution_filter, c.conditions || jsonb_build_object(
      'own_key', u.user_id, 'shared_key', '00000000-0000-0000-0000-000000000000'
    )
  ) as filter
from fixture as f
cross join lateral (values ('heavy', f.heavy), ('light', f.light)) as u (caller, user_id)
cross join lateral (
  values
    ('first page', 'created_at.desc', null, jsonb '{}', 102),
    ('oldest first', 'created_at.asc', null, '{}', 102),
    ('far into the list', 'created_at.desc', (now() - interval '13 days')::text, '{}', 102),
    ('hot workflow', 'created_at.desc', null, jsonb_build_object('workflow_id', f.hot), 104),
    ('rare workflow', 'created_at.desc', null, jsonb_build_object('workflow_id', f.rare), 102),
    ('unknown workflow', 'created_at.desc', null,
      jsonb_build_object('workflow_id', gen_random_uuid()), 102),
    ('common status', 'created_at.desc', null, '{"statuses": ["completed"]}', 102),
    ('rare status', 'created_at.desc', null, '{"statuses": ["failed"]}', 102),
    ('status that nothing has', 'created_at.desc', null, '{"statuses": ["running"]}', 102),
    ('several statuses', 'created_at.desc', null, '{"statuses": ["completed", "failed"]}', 204),
    ('streaming ones', 'created_at.desc', null, '{"visual_streaming_only": true}', 102),
    ('a session', 'created_at.desc', null, '{"session_id": "s-77"}', 102),
    ('an old window', 'created_at.desc', null,
      jsonb_build_object(
        'created_after', now() - interval '13 days', 'created_before', now() - interval '11 days'
      ), 102),
    ('slowest first', 'execution_time_seconds.desc', null, '{}', 102),
    ('fastest first', 'execution_time_seconds.asc', null, '{}', 102),
    ('far into the slowest', 'execution_time_seconds.desc', '20.5', '{}', 102),
    ('of a duration, slowest first', 'execution_time_seconds.desc', null,
      '{"min_seconds": 50, "max_seconds": 51}', 102),
    ('the slowest, newest first', 'created_at.desc', null, '{"min_seconds": 428}', 1000)
) as c (name, sort, sort_key, conditions, most_rows);
grant select on asked to public;

select tests.act_as(f.heavy) from fixture as f;
select is(
  pg_temp.problems(a.filter, a.sort, a.sort_key, a.most_rows), null,
  format('%s: %s', a.caller, a.name)
) from asked as a where a.caller = 'heavy';
select tests.act_as_owner();
select tests.act_as(f.light) from fixture as f;
select is(
  pg_temp.problems(a.filter, a.sort, a.sort_key, a.most_rows), null,
  format('%s: %s', a.caller, a.name)
) from asked as a where a.caller = 'light';

select * from finish();
rollback;
