-- When the owner of the table corrects a finished run, its count moves: to another workflow, user,
-- day, mode, quality or duration.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_workflow(null) as workflow, tests.create_workflow(null) as other_workflow;
create temp table run as
select tests.create_execution(
  f.owner, f.workflow,
  '{"status": "completed", "execution_time_seconds": 4, "created_at": "2024-01-01T12:00:00Z"}'
) as id
from fixture as f;
select tests.fold_rollups();
-- The state machine keeps durations; corrections are made with it switched off.
alter table public.workflow_executions disable trigger _600_state;

create function pg_temp.correct(what text)
returns text
language plpgsql
as $$
declare
  f fixture;
begin
  select * into f from fixture;
  execute format(
    'update public.workflow_executions as e set %s from fixture as f, run as r '
    'where e.execution_id = r.id',
    correct.what
  );
  return (
    select string_agg(case when c.completed + c.failed = 0 then 'none' else c::text end, ' ')
    from unnest(array[
      tests.counted(f.owner, f.workflow), tests.counted(f.owner, f.other_workflow),
      tests.counted(f.stranger, f.other_workflow)
    ]) as c
  );
end
$$;

select is(
  pg_temp.correct(v.change), v.counted, v.change
)
from (
  values
    (1, 'execution_time_seconds = 8', '(1,0,0,1,0,0,0,0,0,0,0,8.000,0) none none'),
    (2, 'mode = ''local-run''', '(1,0,0,0,0,0,0,0,0,0,0,8.000,0) none none'),
    (
      3, 'visual_enabled = true, visual_streaming_enabled = true, visual_quality = ''low'', '
        'session_id = ''corrected''',
      '(1,0,0,0,1,1,0,0,0,0,0,8.000,0) none none'
    ),
    (
      4, 'visual_events_captured = 5, visual_quality = ''high''',
      '(1,0,0,0,1,0,0,1,1,0,5,8.000,0) none none'
    ),
    (5, 'status = ''failed''', '(0,1,0,0,1,0,0,1,1,0,5,8.000,0) none none'),
    (6, 'workflow_id = f.other_workflow', 'none (0,1,0,0,1,0,0,1,1,0,5,8.000,0) none'),
    (7, 'user_id = f.stranger', 'none none (0,1,0,0,1,0,0,1,1,0,5,8.000,0)'),
    (
      8, 'created_at = ''2024-02-29 23:59:59.999999Z'', completed_at = ''2024-03-01Z''',
      'none none (0,1,0,0,1,0,0,1,1,0,5,8.000,0)'
    ),
    (9, 'visual_events_captured = null', 'none none (0,1,0,0,1,0,0,1,0,0,0,8.000,0)')
) as v (step, change, counted)
order by v.step;

select is_empty(
  'select d.* from private.verify_rollups() as d join fixture as f '
    'on d.owner_key in (f.owner, f.stranger)',
  'right while they wait'
);
select tests.fold_rollups();
select is_empty(
  'select d.* from private.verify_rollups() as d join fixture as f '
    'on d.owner_key in (f.owner, f.stranger)',
  'right when folded'
);
select results_eq(
  $$
    select d.owner_key, d.workflow_id, d.day, d.min_seconds
    from private.execution_days as d
    join fixture as f on d.owner_key in (f.owner, f.stranger) and d.workflow_id = f.other_workflow
  $$,
  $$select f.stranger, f.other_workflow, date '2024-02-29', 8.000 from fixture as f$$,
  'it stands on its last day only'
);
select is(
  tests.rollups_of(f.owner), '{"days": null, "totals": null, "durations": null}',
  'nothing is left where it was'
) from fixture as f;

select * from finish();
rollback;
