-- SQL run as the database's owner, as in the SQL editor, asks like the service: for a user it
-- names.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
do $$
begin
  perform tests.create_execution(
    f.owner, f.workflow, '{"visual_streaming_enabled": true, "tags": ["t"]}'
  ) from fixture as f;
end
$$;

select throws_ok(
  'select public.execution_history()', 'PT400', 'user_id_required', 'it must name a user'
);
select is(
  (h.total_executions, jsonb_array_length(h.executions))::text, '(1,1)', 'execution_history()'
)
from fixture as f
cross join lateral public.execution_history(
  user_id => f.owner, workflow_id => f.workflow, tags => '{t}'
) as h;
select is(s.total_executions, 1::bigint, 'execution_stats()')
from fixture as f cross join lateral public.execution_stats(f.workflow, user_id => f.owner) as s;
select is(
  (l.total_active, cardinality(l.active_executions))::text, '(1,1)', 'active_executions()'
)
from fixture as f
cross join lateral public.active_executions(user_id => f.owner, workflow_id => f.workflow) as l;
select is((v.total_sessions, cardinality(v.sessions))::text, '(1,1)', 'visual_sessions()')
from fixture as f
cross join lateral public.visual_sessions(user_id => f.owner, workflow_id => f.workflow) as v;

select * from finish();
rollback;
