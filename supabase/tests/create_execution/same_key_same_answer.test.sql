-- The same idempotency key with the same content returns the first answer, also when the run is
-- over and the workflow archived; with other content it is refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(16);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select set_config('t.public', tests.create_workflow(null)::text, true);
prepare ask as
  select execution_id, created_at, session_id, visual_stream_url, viewer_url, replayed
  from public.create_execution(
    current_setting('t.workflow')::uuid, '{"a": 1, "b": 2}', visual_streaming_enabled => true,
    idempotency_key => 'k'
  );

select tests.act_as(current_setting('t.owner')::uuid);
create temporary table first on commit drop as execute ask;
select is((select replayed from first), false, 'the first time it is made');
select results_eq(
  'ask',
  'select execution_id, created_at, session_id, visual_stream_url, viewer_url, true from first',
  'the second time it is the same'
);
select is((select count(*) from public.workflow_executions), 1::bigint, 'there is one');
update public.workflow_executions set status = 'failed';
update public.workflows set archived_at = now() where owner_id is not null;
select results_eq(
  'ask',
  'select execution_id, created_at, session_id, visual_stream_url, viewer_url, true from first',
  'when it is over and archived, still the same'
);
select is(
  (
    select status
    from public.create_execution(
      current_setting('t.workflow')::uuid, '{"b": 2, "a": 1}', visual_streaming_enabled => true,
      idempotency_key => 'k'
    )
  ),
  'running', 'the order of keys in JSON does not matter; the status is that of the first answer'
);
select throws_ok(
  format('select public.create_execution(%s, idempotency_key => ''k'')', c.arguments), 'PT409',
  'idempotency_key_reused', 'other content: ' || c.arguments
)
from (
  select format('%L, ', current_setting('t.workflow')) || r.rest as arguments
  from unnest(array[
    'visual_streaming_enabled => true', '''{"a": 1}'', visual_streaming_enabled => true',
    '''{"a": 1, "b": 2}'', ''local-run'', visual_streaming_enabled => true',
    '''{"a": 1, "b": 2}''',
    '''{"a": 1, "b": 2}'', visual_streaming_enabled => true, visual_quality => ''low''',
    '''{"a": 1, "b": 2}'', visual_streaming_enabled => true, metadata => ''{"a": 1}''',
    '''{"a": 1, "b": 2}'', visual_streaming_enabled => true, tags => ''{t}''',
    '''{"a": 1, "b": 2}'', visual_streaming_enabled => true, timeout_seconds => 9',
    '''{"a": 1, "b": 2}'', visual_streaming_enabled => true, session_id => ''s'''
  ]) as r (rest)
  union all
  select format('%L, ''{"a": 1, "b": 2}'', visual_streaming_enabled => true',
    current_setting('t.public'))
) as c;
select isnt(
  (
    select execution_id
    from public.create_execution(current_setting('t.public')::uuid, idempotency_key => 'K')
  ),
  (select execution_id from first), 'a key in other case is another key'
);

select * from finish();
rollback;
