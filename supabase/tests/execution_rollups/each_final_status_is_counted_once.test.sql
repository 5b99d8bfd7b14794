-- A run is counted when its status becomes final, once, by status, mode, quality, visual metrics
-- and duration; while it runs, and when its end is reported again, it is not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table runs as
select
  v.status,
  tests.create_execution(f.owner, f.workflow, jsonb_strip_nulls(jsonb_build_object(
    'mode', v.mode, 'visual_streaming_enabled', v.quality is not null, 'visual_enabled', true,
    'visual_quality', v.quality
  ))) as id
from fixture as f, (
  values
    ('completed', 'cloud-run', 'high'), ('failed', 'local-run', 'low'),
    ('cancelled', 'cloud-run', 'standard')
) as v (status, mode, quality);
grant select on fixture, runs to public;

select is(
  tests.counted(f.owner)::text, '(0,0,0,0,0,0,0,0,0,0,0,0,0)', 'what runs is not counted'
) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
update public.workflow_executions as e set progress = 50, visual_events_captured = 3
from runs as r where e.execution_id = r.id;
select tests.act_as_owner();
select is(
  tests.counted(f.owner)::text, '(0,0,0,0,0,0,0,0,0,0,0,0,0)', 'nor what it reports meanwhile'
) from fixture as f;

select tests.act_as(f.owner) from fixture as f;
update public.workflow_executions as e
set status = 'completed', execution_time_seconds = 1.5, visual_stream_duration = 0.5
from runs as r where e.execution_id = r.id and r.status = 'completed';
select tests.act_as_owner();
select is(
  tests.counted(f.owner)::text, '(1,0,0,1,1,0,0,1,1,1,3,1.500,0.500)', 'completed'
) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select public.update_execution(r.id, status => 'failed', execution_time_seconds => 2)
from runs as r where r.status = 'failed';
select tests.act_as_owner();
select is(
  tests.counted(f.owner)::text, '(1,1,0,1,2,1,0,1,2,1,6,3.500,0.500)', 'failed'
) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select public.update_execution(r.id, status => 'cancelled', execution_time_seconds => 0)
from runs as r where r.status = 'cancelled';
select tests.act_as_owner();
select is(
  tests.counted(f.owner)::text, '(1,1,1,2,3,1,1,1,3,1,9,3.500,0.500)', 'cancelled'
) from fixture as f;
select is(
  tests.counted(f.owner, f.workflow), tests.counted(f.owner), 'its workflow counts the same'
) from fixture as f;

select tests.act_as(f.owner) from fixture as f;
select public.update_execution(r.id, status => r.status, execution_time_seconds => 99)
from runs as r;
update public.workflow_executions as e set tags = '{seen}', metadata = '{"seen": true}'
from runs as r where e.execution_id = r.id;
select tests.act_as_owner();
select is(
  tests.counted(f.owner)::text, '(1,1,1,2,3,1,1,1,3,1,9,3.500,0.500)',
  'neither a repeated report nor new labels change that'
) from fixture as f;
select throws_ok(
  $$
    update public.workflow_executions as e set status = 'failed'
    from runs as r where e.execution_id = r.id and r.status = 'completed'
  $$,
  'PT409', 'execution_already_finished', 'a second final status is refused'
);
select is(
  tests.counted(f.owner)::text, '(1,1,1,2,3,1,1,1,3,1,9,3.500,0.500)', 'and not counted'
) from fixture as f;
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'all this is right'
);

select * from finish();
rollback;
