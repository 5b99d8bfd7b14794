-- Each filter on what an execution is lets through exactly the executions that have it, alone and
-- with others.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(u.owner) as other_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, mode, visual_streaming_enabled, visual_quality,
  session_id,
  metadata
)
select
  f.owner, v.workflow_id, now() + v.n * interval '1 second', v.status, v.mode,
  v.quality is not null,
  v.quality, v.session_id, jsonb_build_object('name', v.name)
from fixture as f
cross join lateral (
  values
    (1, 'a', f.workflow, 'running', 'cloud-run', 'high', 's-a'),
    (2, 'b', f.workflow, 'completed', 'cloud-run', 'standard', 's-b'),
    (3, 'c', f.workflow, 'failed', 'local-run', null, 's-c'),
    (4, 'd', f.other_workflow, 'cancelled', 'local-run', null, null),
    (5, 'e', f.other_workflow, 'completed', 'cloud-run', 'low', null)
) as v (n, name, workflow_id, status, mode, quality, session_id);

-- The names of what is listed, and whether the totals agree.
create function pg_temp.listed(arguments text)
returns text
language plpgsql
as $$
declare
  v_listed text;
begin
  execute format(
    'select string_agg(r ->> ''name'', '''' order by r ->> ''name'')'
    ' || case when max(h.total_executions) <> count(*) then '', total '' || max(h.total_executions)'
    ' else '''' end from fixture as f cross join lateral public.execution_history(%s) as h'
    ' cross join lateral jsonb_path_query(h.executions, ''$[*].metadata'') as r', arguments
  ) into v_listed;
  return v_listed;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.listed(''), 'abcde', 'no filter');
select is(pg_temp.listed('workflow_id => f.workflow'), 'abc', 'workflow_id');
select is(pg_temp.listed('user_id => f.owner'), 'abcde', 'user_id of oneself');
select is(pg_temp.listed('status_filter => ''{completed}'''), 'be', 'one status');
select is(pg_temp.listed('status_filter => ''{failed,running}'''), 'ac', 'several statuses');
select is(
  pg_temp.listed('status_filter => ''{failed,running,failed}'''), 'ac', 'one named twice lists once'
);
select is(pg_temp.listed('mode_filter => ''local-run'''), 'cd', 'mode_filter');
select is(pg_temp.listed('visual_streaming_only => true'), 'abe', 'visual_streaming_only');
select is(pg_temp.listed('visual_streaming_only => false'), 'abcde', 'false is no filter');
select is(pg_temp.listed('visual_quality => ''standard'''), 'b', 'visual_quality');
select is(pg_temp.listed('session_id => ''s-c'''), 'c', 'session_id');
select is(
  pg_temp.listed('workflow_id => f.workflow, status_filter => ''{completed,failed}'''), 'bc',
  'workflow and statuses'
);
select is(
  pg_temp.listed(
    'workflow_id => f.other_workflow, status_filter => ''{completed}'','
    ' mode_filter => ''cloud-run'', visual_streaming_only => true, visual_quality => ''low'''
  ), 'e', 'five at once'
);
select is(
  pg_temp.listed('workflow_id => f.workflow, visual_quality => ''low'''), null,
  'two that no execution has together'
);
select is(
  (
    select to_jsonb(h) - 'filters'
    from public.execution_history(workflow_id => gen_random_uuid()) as h
  ),
  '{
    "executions": [], "total_executions": 0, "total_is_exact": true, "page": 1, "page_size": 50,
    "has_next_page": false, "next_cursor": null, "previous_cursor": null, "scan_limited": false
  }',
  'an empty result is an empty list'
);

select * from finish();
rollback;
