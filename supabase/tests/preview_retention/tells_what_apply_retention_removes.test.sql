-- The preview says exactly what the job then removes: executions and bytes by workflow and part.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.create_workflow(f.owner, 'other') from fixture as f;
insert into public.retention_policies (
  user_id, workflow_id, completed_days, failed_days, payload_days, visual_days
)
select f.owner, p.workflow_id, p.completed_days, p.failed_days, p.payload_days, p.visual_days
from fixture as f
cross join lateral (
  values (null, 60, 90, 30, 15), (f.workflow, null, 45, null, null)
) as p (workflow_id, completed_days, failed_days, payload_days, visual_days);
-- Runs of every status and age, some held, some recorded, with payloads of many sizes.
select tests.create_run(
  f.owner, w.workflow_id, (array['completed', 'failed', 'cancelled', 'running'])[1 + n.n % 4],
  n.n * 0.8,
  jsonb_build_object(
    'held', n.n % 11 = 0, 'visual_enabled', n.n % 3 = 0, 'visual_streaming_enabled', n.n % 9 = 0,
    'result', repeat('r', n.n * 40), 'error', repeat('e', n.n * 7), 'tags', array['t']
  )
)
from fixture as f
cross join generate_series(1, 150) as n (n)
join public.workflows as w on w.owner_id = f.owner;
update public.visual_recordings as r
set stored_bytes = 1000 + extract(epoch from now() - r.created_at)::bigint % 1000
from fixture as f
where r.owner_key = f.owner;
insert into public.execution_events (execution_id, message, data)
select e.execution_id, 'line', jsonb_build_object('id', e.execution_id)
from public.workflow_executions as e
join fixture as f on f.owner = e.owner_key
where e.created_at < now() - interval '20 days';

select tests.act_as(f.owner) from fixture as f;
create temp table previewed as select p.* from public.preview_retention() as p;
create temp table parts as
select x.* from previewed as p cross join lateral unnest(p.parts) as x;
select tests.act_as_owner();
create temp table removed as select a.* from tests.apply_retention(7) as a;
select set_eq(
  'select part from parts', array['visual', 'payloads', 'rows'], 'there is something of each part'
);
select results_eq(
  $$
    select p.workflow_id, p.part, p.executions, p.bytes, p.oldest_created_at, p.newest_created_at
    from parts as p
    order by 1, 2
  $$,
  $$
    select
      p.workflow_id, p.part::text, p.executions::bigint, p.bytes, p.oldest_created_at,
      p.newest_created_at
    from public.purges as p
    join fixture as f on f.owner = p.owner_key
    order by 1, 2
  $$,
  'every part, to the byte'
);
select results_eq(
  'select executions_deleted, payloads_expired, visuals_expired from previewed',
  'select executions_deleted, payloads_expired, visuals_expired from removed',
  'and in all'
);
select results_eq(
  'select bytes, is_exact from previewed', 'select sum(bytes)::bigint, true from parts',
  'its total is that of the parts'
);
select tests.act_as(f.owner) from fixture as f;
select is(
  (
    select (p.executions_deleted, p.payloads_expired, p.visuals_expired, p.bytes, p.parts)::text
    from public.preview_retention() as p
  ),
  '(0,0,0,0,{})', 'afterwards there is nothing'
);

select * from finish();
rollback;
