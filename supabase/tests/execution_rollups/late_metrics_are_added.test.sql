-- Visual metrics that are reported after the end of a run are added to its counts, once, and the
-- run is not counted again.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table run as
select tests.create_execution(
  f.owner, f.workflow, '{"status": "completed", "execution_time_seconds": 4}'
) as id
from fixture as f;
grant select on fixture, run to public;
select tests.fold_rollups();

select tests.act_as(f.owner) from fixture as f;
select public.update_execution(r.id, status => 'completed', visual_events_captured => 7)
from run as r;
select tests.act_as_owner();
select is(
  tests.counted(f.owner)::text, '(1,0,0,1,0,0,0,0,1,0,7,4.000,0)', 'events'
) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select public.update_execution(r.id, status => 'completed', visual_stream_duration => 2.5)
from run as r;
select public.update_execution(r.id, status => 'completed', visual_events_captured => 99)
from run as r;
select tests.act_as_owner();
select is(
  tests.counted(f.owner)::text, '(1,0,0,1,0,0,0,0,1,1,7,4.000,2.500)',
  'seconds streamed; what is known already is not replaced'
) from fixture as f;
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'right while they wait'
);
select ok(tests.fold_rollups() >= 2, 'they are folded');
select is_empty(
  'select d.* from fixture as f cross join lateral tests.differences(f.owner) as d',
  'right when folded'
);

select * from finish();
rollback;
