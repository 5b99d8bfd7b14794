-- When streaming, the answer has a session, made or given, and its links; the quality is
-- standard unless said.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.act_as(tests.create_user());
select set_config('request.headers', '{"host": "abc.supabase.co"}', true);
create temporary table made on commit drop as
select *
from public.create_execution(
  current_setting('t.workflow')::uuid, visual_streaming_enabled => true
);
select matches((select session_id from made), '^visual-[0-9a-f-]{36}$', 'a session is made');
select results_eq(
  'select visual_stream_url, viewer_url from made',
  $$
    select p.prefix || session_id || '/stream', p.prefix || session_id || '/viewer'
    from made, (values ('https://abc.supabase.co/functions/v1/workflows/visual/')) as p (prefix)
  $$,
  'its links'
);
select results_eq(
  'select visual_enabled, visual_quality::text from public.workflow_executions',
  $$ values (true, 'standard') $$,
  'it is visual, in standard quality'
);
select results_eq(
  $$
    select session_id, viewer_url
    from public.create_execution(
      current_setting('t.workflow')::uuid, visual_streaming_enabled => true,
      visual_quality => 'high', session_id => 'given.session~1'
    )
  $$,
  $$
    values (
      'given.session~1',
      'https://abc.supabase.co/functions/v1/workflows/visual/given.session~1/viewer'
    )
  $$,
  'a given session is linked'
);
select is(
  (
    select visual_quality::text from public.workflow_executions where session_id = 'given.session~1'
  ),
  'high', 'in the quality asked for'
);
select public.create_execution(
  current_setting('t.workflow')::uuid, visual_quality => 'low', tags => '{plain}'
);
select is(
  (select visual_quality::text from public.workflow_executions where tags = '{plain}'), null,
  'without streaming no quality is stored'
);

select * from finish();
rollback;
