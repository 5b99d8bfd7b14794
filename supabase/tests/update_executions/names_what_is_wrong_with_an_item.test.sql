-- An unknown parameter and a value of the wrong type are refused by name, in their item only.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temporary table items on commit drop as
select
  jsonb_build_object(
    'execution_id',
    tests.create_execution(current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid)
  ) || i.item as item,
  i.code,
  i.message
from (
  values
    ('{"progress": 1}'::jsonb, null, null),
    ('{"workflow_id": 1}', 'unknown_parameter', 'workflow_id is not a parameter.'),
    ('{"execution_id": "x"}', 'invalid_parameter', 'execution_id is a UUID.'),
    ('{"execution_id": null}', 'invalid_parameter', 'execution_id is required.'),
    ('{"error": {"a": 1}}', 'invalid_parameter', 'error is text.'),
    ('{"execution_time_seconds": "1"}', 'invalid_parameter', 'execution_time_seconds is a number.'),
    (
      '{"visual_events_captured": 3000000000}', 'invalid_parameter',
      'visual_events_captured is an integer.'
    ),
    (
      '{"execution_time_seconds": 1e9}', 'invalid_parameter',
      'execution_time_seconds is between 0 and 9999999.999.'
    ),
    ('{"tags": [1]}', 'invalid_parameter', 'tags is a list of texts.'),
    ('{"logs": {}}', 'invalid_parameter', 'logs is a list.'),
    ('{"result": null}', null, null)
) as i (item, code, message);
grant select on items to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
create temporary table answer on commit drop as
select a.succeeded, r.*
from public.update_executions((select jsonb_agg(i.item order by i.ctid) from items as i)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  'select (error).code, (error).message from answer',
  'select code, message from items order by ctid',
  'each is named'
);
select is((select distinct succeeded from answer), 2, 'the others are applied');

select * from finish();
rollback;
