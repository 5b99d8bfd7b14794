-- After the end of a run batches are taken for visual_grace_seconds, then refused; so are those
-- for a recording that retention has removed. What is stored already stays a repetition.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(
  tests.create_user(), current_setting('t.public')::uuid,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', s.name)
)
from unnest(array['just', 'long', 'expired']) as s (name);
select tests.record_batch(s.name, 0) from unnest(array['just', 'long', 'expired']) as s (name);
update public.workflow_executions set status = 'completed';
alter table public.workflow_executions disable trigger user;
update public.workflow_executions as e
set
  created_at = now() - interval '1 day',
  completed_at = now() - s.age,
  visual_expired_at = case when s.name = 'expired' then now() end
from (
  values
    ('just', interval '600 seconds'), ('long', interval '601 seconds'), ('expired', interval '0')
) as s (name, age)
where e.session_id = s.name;
alter table public.workflow_executions enable trigger user;
prepare record as select (tests.record_batch($1, $2)).stored;

select results_eq($$ execute record ('just', 1) $$, array[true], 'within the grace time');
select throws_ok($$ execute record ('long', 1) $$, 'PT409', 'visual_session_ended', 'after it');
select results_eq($$ execute record ('long', 0) $$, array[false], 'but what is stored is stored');
select throws_ok($$ execute record ('expired', 1) $$, 'PT409', 'visuals_expired',
  'what retention has removed takes no more');
update private.settings set visual_grace_seconds = 700;
select results_eq($$ execute record ('long', 1) $$, array[true], 'a longer grace time');
update private.settings set visual_grace_seconds = 0;
select throws_ok($$ execute record ('just', 2) $$, 'PT409', 'visual_session_ended', 'and none');
select is(
  (select b.snapshot_wanted from tests.record_batch('just', 1) as b), false,
  'no full snapshot is wanted of what has ended'
);
select is(
  (select array_agg(e.visual_events_captured order by e.session_id)
    from public.workflow_executions as e),
  array[10, 20, 20], 'late batches count'
);

select * from finish();
rollback;
