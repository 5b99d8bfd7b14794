-- What is told of the recording and its tabs is what is stored, counted anew: sizes, times, and the
-- first hundred ranges of chunks that are missing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.run', tests.create_execution(
  current_setting('t.owner')::uuid, tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
)::text, true);
select tests.create_execution(
  current_setting('t.owner')::uuid, tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "empty"}'
);
select tests.record_batch('s', b.sequence, b.given::jsonb)
from (
  values
    (2, '{"events": 5}'), (0, '{"stored_bytes": 50}'), (7, '{}'),
    (8, '{"tab": "gone", "events": 1}')
) as b (sequence, given);
select tests.record_batch('s', 2 * n + 1, '{"tab": "holes"}') from generate_series(1, 120) as n;

select tests.act_as(current_setting('t.owner')::uuid);
select results_eq(
  $$
    select t.tab, t.chunks, t.events, t.bytes, t.stored_bytes, t.first_event_at, t.last_event_at
    from public.visual_chunks('s') as v
    cross join unnest(v.tabs) as t
    order by t.tab
  $$,
  $$
    select
      c.tab::text, count(*)::integer, sum(c.events)::bigint, sum(c.bytes)::bigint,
      sum(c.stored_bytes)::bigint, min(c.first_event_at), max(c.last_event_at)
    from public.visual_chunks as c
    where c.execution_id = current_setting('t.run')::uuid
    group by c.tab
    order by c.tab
  $$,
  'tabs are counted as they are'
);
create function pg_temp.missing(tab text)
returns jsonb
language sql
as $$
  select t.missing_sequences
  from public.visual_chunks('s') as v
  cross join unnest(v.tabs) as t
  where t.tab = missing.tab
$$;
select is(pg_temp.missing('main'), '[[1, 1], [3, 6]]', 'gaps are ranges');
select is(pg_temp.missing('gone'), '[[0, 7]]', 'a gap may be at the beginning');
select is(jsonb_array_length(pg_temp.missing('holes')), 100, 'at most a hundred');
select is(pg_temp.missing('holes') -> 1, '[4, 4]', 'the first ones');
select results_eq(
  $$
    select
      v.execution_id, v.execution_status, v.live, v.replay_score, v.replay_reasons,
      v.first_event_at, v.last_event_at, v.last_arrival, v.visual_expired_at
    from public.visual_chunks('s') as v
  $$,
  $$
    select
      r.execution_id, 'running', true, r.replay_score::integer, r.replay_reasons, r.first_event_at,
      r.last_event_at, 124, null::timestamptz
    from public.visual_recordings as r
    where r.execution_id = current_setting('t.run')::uuid
  $$,
  'the recording is told as it is'
);
select is(
  (
    select row(v.tabs, v.chunks, v.last_arrival, v.replay_score, v.truncated)::text
    from public.visual_chunks('empty') as v
  ),
  row('{}'::text, '{}'::text, 0, null::integer, false)::text,
  'nothing is stored of a session: empty lists'
);
select public.update_execution(
  execution_id => current_setting('t.run')::uuid, status => 'completed'
);
select is(
  (select row(v.live, v.execution_status)::text from public.visual_chunks('s') as v),
  row(false, 'completed')::text, 'a finished run is not live'
);
select is(
  (select v.completed_at from public.visual_chunks('s') as v),
  (
    select e.completed_at from public.workflow_executions as e
    where e.execution_id = current_setting('t.run')::uuid
  ),
  'and tells when it ended'
);

select * from finish();
rollback;
