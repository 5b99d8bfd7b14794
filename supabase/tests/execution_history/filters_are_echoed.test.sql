-- The answer tells which filters were applied, windows and sort included; what was not asked is
-- absent.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;

select tests.act_as(f.owner) from fixture as f;
select is(
  h.filters, jsonb_build_object('user_id', f.owner, 'sort', 'created_at.desc'), 'none given'
)
from fixture as f, public.execution_history() as h;
select is(
  h.filters,
  jsonb_build_object('user_id', f.owner, 'workflow_id', f.workflow) || '{
    "status_filter": ["failed", "running"], "mode_filter": "cloud-run",
    "visual_streaming_only": true, "visual_quality": "high", "session_id": "s-1",
    "min_seconds": 1.5, "max_seconds": 9, "search": "100%", "metadata": {"a": {"b": 1}},
    "inputs": {"c": []}, "tags": ["x", "y"], "sort": "execution_time_seconds.asc"
  }' || jsonb_build_object(
    'created_after', timestamptz '2026-01-01 00:00Z',
    'created_before', timestamptz '2026-02-01 00:00Z'
  ),
  'all given'
)
from fixture as f
cross join lateral public.execution_history(
  workflow_id => f.workflow, user_id => f.owner, status_filter => '{failed,running}',
  mode_filter => 'cloud-run', visual_streaming_only => true, visual_quality => 'high',
  session_id => 's-1', created_after => '2026-01-01 00:00Z', created_before => '2026-02-01 00:00Z',
  min_seconds => 1.5, max_seconds => 9, search => '100%', metadata => '{"a": {"b": 1}}',
  inputs => '{"c": []}', tags => '{x,y}', sort => 'execution_time_seconds.asc'
) as h;
select is(
  h.filters, jsonb_build_object('user_id', f.owner, 'sort', 'created_at.desc'),
  'empty ones are none'
)
from fixture as f
cross join lateral public.execution_history(
  visual_streaming_only => false, search => '', metadata => '{}', inputs => '{}', tags => '{}'
) as h;
select is(
  (
    select h.filters -> 'metadata'
    from public.execution_history(metadata => '{"parent": null}') as h
  ),
  '{"parent": null}', 'a null inside a filter is part of it'
);

select * from finish();
rollback;
