-- Every execution that streams has a recording from the beginning, and no other has one; it goes
-- with the execution, and its chunks with it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.act_as(current_setting('t.owner')::uuid);
select public.create_execution(
  current_setting('t.workflow')::uuid, visual_streaming_enabled => true, session_id => 'rpc'
);
select public.create_executions(
  jsonb_build_array(
    jsonb_build_object(
      'workflow_id', current_setting('t.workflow'), 'visual_streaming_enabled', true,
      'session_id', 'batch'
    ),
    jsonb_build_object('workflow_id', current_setting('t.workflow'), 'session_id', 'still')
  )
);
insert into public.workflow_executions (workflow_id, visual_streaming_enabled, session_id)
values (current_setting('t.workflow')::uuid, true, 'table');
select tests.act_as_owner();
select results_eq(
  $$
    select r.session_id::text
    from public.visual_recordings as r
    join public.workflow_executions as e on e.execution_id = r.execution_id
    where r.owner_key = e.owner_key and r.created_at = e.created_at
    order by r.session_id
  $$,
  array['batch', 'rpc', 'table'], 'by whatever way it was made'
);
select results_eq(
  $$
    select r.chunks, r.events, r.replay_score::integer
    from public.visual_recordings as r
    limit 1
  $$,
  $$ values (0, 0::bigint, null::integer) $$, 'it is empty at first'
);
select lives_ok($$ select tests.record_batch('rpc', 0) $$, 'events are recorded');
delete from public.workflow_executions where session_id = 'rpc';
select is_empty(
  $$ select 1 from public.visual_recordings where session_id = 'rpc' $$,
  'it goes with the execution'
);
select is_empty($$ select 1 from public.visual_chunks $$, 'and its chunks');

select * from finish();
rollback;
