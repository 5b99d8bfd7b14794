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
  tests.page_problems(a.filter, a.sort, a.sort_key, a.most_rows), null,
  format('%s: %s', a.caller, a.name)
) from asked as a where a.caller = 'heavy';
select tests.act_as_owner();
select tests.act_as(f.light) from fixture as f;
select is(
  tests.page_problems(a.filter, a.sort, a.sort_key, a.most_rows), null,
  format('%s: %s', a.caller, a.name)
) from asked as a where a.caller = 'light';

select * from finish();
rollback;
