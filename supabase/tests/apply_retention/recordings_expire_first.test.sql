-- Recordings have their own days; the run and the list of sessions say when they went.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create temp table made as
select
  r.name,
  tests.create_run(f.owner, f.workflow, 'completed', r.days_ago, r.columns) as execution_id
from fixture as f
cross join (
  values
    ('old', 20, '{"visual_streaming_enabled": true, "result": 1}'::jsonb),
    ('recorded, not streamed', 20, '{"visual_enabled": true}'),
    ('young', 5, '{"visual_streaming_enabled": true}'),
    ('without', 20, '{}')
) as r (name, days_ago, columns);
insert into public.retention_policies (user_id, visual_days, keep_last_successes)
select f.owner, 10, 0 from fixture as f;

select is(tests.apply_retention()::text, '(0,0,2,f,)', 'two recordings expire');
select set_eq(
  $$
    select m.name
    from made as m
    join public.workflow_executions as e using (execution_id)
    where e.visual_expired_at = now()
  $$,
  array['old', 'recorded, not streamed'],
  'those of runs that are old enough and were recorded'
);
select isnt_empty(
  $$
    select 1
    from made as m
    join public.workflow_executions as e using (execution_id)
    where m.name = 'old' and e.result is not null and e.payloads_expired_at is null
  $$,
  'payloads have their own time'
);
select tests.act_as(f.owner) from fixture as f;
select results_eq(
  $$
    select s.visual_expired_at
    from unnest((public.visual_sessions()).sessions) as s
    order by s.created_at
  $$,
  $$ values (now()), (null) $$,
  'sessions say so'
);

select * from finish();
rollback;
