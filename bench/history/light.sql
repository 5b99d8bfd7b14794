-- The light user's own executions: 20, whatever the size of the history around them.
insert into public.workflow_executions (
  workflow_id, user_id, status, created_at, completed_at, execution_time_seconds, inputs, error, tags
)
select
  j.workflow_id, p.user_id, case when i % 5 = 0 then 'failed' else 'completed' end,
  now() - i * interval '8 days', now() - i * interval '8 days' + interval '4 seconds', 4,
  jsonb_build_object('url', 'https://example.com/' || i),
  case when i % 5 = 0 then 'TimeoutError: waited 30 s for #buy' end,
  case when i % 4 = 0 then array['nightly'] else '{}' end
from generate_series(1, 20) as i
join bench.jobs as j on j.rank = 10001
join bench.people as p on p.rank = 2001
