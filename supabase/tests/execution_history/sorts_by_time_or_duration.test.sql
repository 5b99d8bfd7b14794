-- The list is sorted by created_at or duration, either way, the newest first unless asked
-- otherwise; ties go by execution_id in the same direction, and what has no duration yet counts as
-- the shortest.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  execution_id, user_id, workflow_id, created_at, status, execution_time_seconds, metadata
)
select
  ('00000000-0000-7000-8000-00000000000' || v.id)::uuid, f.owner, f.workflow,
  timestamptz '2026-01-01 00:00Z' + v.minutes * interval '1 minute', v.status, v.seconds,
  jsonb_build_object('name', v.name)
from fixture as f, (
  values
    (1, 'a', 1, 'completed', 2.0), (2, 'b', 3, 'running', null), (3, 'c', 2, 'completed', 10.0),
    (4, 'd', 2, 'failed', 0.0), (5, 'e', 3, 'completed', 2.0), (6, 'f', 2, 'running', null)
) as v (id, name, minutes, status, seconds);

create function pg_temp.listed(sort text)
returns jsonb
language sql
as $$
  select jsonb_path_query_array(h.executions, '$[*].metadata.name')
  from public.execution_history(sort => listed.sort) as h
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.listed(null), '["e", "b", "f", "d", "c", "a"]', 'by default the newest first');
select is(
  pg_temp.listed('created_at.desc'), pg_temp.listed(null), 'created_at.desc is the default'
);
select is(pg_temp.listed('created_at.asc'), '["a", "c", "d", "f", "b", "e"]', 'created_at.asc');
select is(
  pg_temp.listed('execution_time_seconds.desc'), '["c", "e", "a", "d", "f", "b"]',
  'execution_time_seconds.desc'
);
select is(
  pg_temp.listed('execution_time_seconds.asc'), '["b", "f", "d", "a", "e", "c"]',
  'execution_time_seconds.asc'
);
select is(
  (
    select jsonb_path_query_array(h.executions, '$[*].metadata.name')
    from public.execution_history(
      sort => 'execution_time_seconds.desc', status_filter => '{running,completed}', page_size => 3,
      page => 2
    ) as h
  ),
  '["f", "b"]', 'merged over several statuses, second page'
);

select * from finish();
rollback;
