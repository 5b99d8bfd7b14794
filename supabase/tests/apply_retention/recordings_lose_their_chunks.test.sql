-- An expired recording has no chunk left and says so, what they took is recorded, and what the run
-- says of it stays. As many go at once as their chunks allow.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
insert into public.retention_policies (user_id, visual_days, keep_last_successes)
values (current_setting('t.owner')::uuid, 10, 0);
select tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', s.name)
)
from unnest(array['a', 'b', 'c', 'young']) as s (name);
select tests.record_batch(s.name, n, '{"stored_bytes": 1000}')
from unnest(array['a', 'b', 'c', 'young']) as s (name), generate_series(0, 1) as n;
update public.workflow_executions set status = 'completed';
alter table public.workflow_executions disable trigger user;
update public.workflow_executions as e
set created_at = now() - s.age, completed_at = now() - s.age
from (
  values ('a', interval '23 days'), ('b', interval '22 days'), ('c', interval '21 days')
) as s (name, age)
where e.session_id = s.name;
alter table public.workflow_executions enable trigger user;
-- One that is out of reach of the first call, which goes by ids: together they would have too many
-- chunks.
update public.visual_recordings
set chunks = 9999
where execution_id = (
  select r.execution_id
  from public.visual_recordings as r
  where r.session_id <> 'young'
  order by r.execution_id desc
  limit 1
);

select is(p.visuals_expired || ' of them, more: ' || p.more, '2 of them, more: true', 'two')
from tests.apply_retention() as p;
select is(p.visuals_expired || ' of them, more: ' || p.more, '1 of them, more: false', 'the third')
from tests.apply_retention() as p;
select results_eq(
  $$
    select r.session_id::text
    from public.visual_chunks as c
    join public.visual_recordings as r on r.execution_id = c.execution_id
  $$,
  array['young', 'young'], 'the chunks of those that are old enough are gone'
);
select is((select count(*) from private.visual_tabs), 1::bigint, 'and what was known of their tabs');
select is_empty('select * from private.verify_recordings()', 'the recordings say so');
select is(
  (select sum(p.bytes) from public.purges as p where p.part = 'visual'), 6000::numeric,
  'what they took is recorded'
);
select is(
  (select array_agg(e.visual_events_captured) from public.workflow_executions as e),
  array[20, 20, 20, 20], 'how much was recorded is still known'
);
update public.workflow_executions set visual_events_captured = visual_events_captured;
select is(
  (select array_agg(e.visual_events_captured) from public.workflow_executions as e),
  array[20, 20, 20, 20], 'and is not counted anew'
);
select throws_ok(
  $$ select tests.record_batch('a', 0, '{"stored_bytes": 1000}') $$, 'PT409', 'visuals_expired',
  'nothing comes back'
);

select * from finish();
rollback;
