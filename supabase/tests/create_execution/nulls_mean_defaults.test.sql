-- A parameter that is null counts as absent.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.act_as(current_setting('t.owner')::uuid);
select lives_ok(
  $$
    select public.create_execution(
      workflow_id => current_setting('t.workflow')::uuid, inputs => null, mode => null,
      visual_enabled => null, visual_streaming_enabled => null, visual_quality => null,
      user_id => null, idempotency_key => null, metadata => null, tags => null,
      timeout_seconds => null, session_id => null
    )
  $$,
  'all null'
);
select results_eq(
  $$
    select
      user_id, mode::text, inputs, metadata, tags, visual_enabled, visual_streaming_enabled,
      visual_quality::text, session_id::text
    from public.workflow_executions
  $$,
  $$
    values (
      current_setting('t.owner')::uuid, 'cloud-run', '{}'::jsonb, '{}'::jsonb, '{}'::text[], false,
      false, null::text, null::text
    )
  $$,
  'the defaults'
);

select * from finish();
rollback;
