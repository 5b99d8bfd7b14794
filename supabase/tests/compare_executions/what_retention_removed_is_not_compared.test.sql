-- Where retention has removed the payloads of a run, result, steps and logs are not compared, and a
-- note says so; what was recorded of a run that streams is shown.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table runs as
select
  tests.create_run(
    f.owner, f.workflow, 'completed', 9,
    jsonb_build_object(
      'payloads_expired_at', now(), 'visual_enabled', true, 'visual_streaming_enabled', true,
      'visual_quality', 'low', 'session_id', 'session-' || f.owner, 'visual_events_captured', 7
    )
  ) as expired,
  tests.create_run(
    f.owner, f.other_workflow, 'failed', 1, '{"result": 1, "logs": ["x"], "error": "no button"}'
  ) as whole
from (
  select
    tests.create_user() as owner, tests.create_workflow(null) as workflow,
    tests.create_workflow(null) as other_workflow
) as f;
create temp table compared as
select c.* from runs as r cross join lateral public.compare_executions(r.expired, r.whole) as c;

select is(
  (
    select (c.result is null, c.steps is null, c.logs is null, c.truncated)::text
    from compared as c
  ),
  '(t,t,t,f)', 'no comparison of what is gone'
);
select is(
  (select c.notes from compared as c),
  array[
    'a and b are executions of different workflows.',
    'Retention has removed result, logs and events of a.'
  ],
  'it says why'
);
select is(
  (select (c.first_divergence).sentence from compared as c),
  'a is completed and b is failed: "no button".', 'the status is compared all the same'
);
select is(
  (select ((c.a).recording)::text || ((c.b).recording)::text from compared as c),
  (select format('(t,low,session-%s,7,,,0,0,0,0,0,)(f,,,,,,,,,,,)', e.user_id)
    from runs as r join public.workflow_executions as e on e.execution_id = r.expired),
  'what was recorded'
);

select * from finish();
rollback;
