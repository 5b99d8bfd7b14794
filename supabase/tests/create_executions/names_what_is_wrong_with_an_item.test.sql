-- An unknown parameter and a value of the wrong type are refused by name, in their item only.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temporary table items (item jsonb, code text, message text) on commit drop;
insert into items
values
  ('{}', null, null),
  ('{"worklow": 1}', 'unknown_parameter', 'worklow is not a parameter.'),
  ('{"": 1}', 'unknown_parameter', ' is not a parameter.'),
  ('{"status": "failed"}', 'unknown_parameter', 'status is not a parameter.'),
  ('{"workflow_id": "x"}', 'invalid_parameter', 'workflow_id is a UUID.'),
  ('{"workflow_id": 1}', 'invalid_parameter', 'workflow_id is a UUID.'),
  ('{"user_id": "x"}', 'invalid_parameter', 'user_id is a UUID.'),
  ('{"mode": 1}', 'invalid_parameter', 'mode is text.'),
  ('{"visual_enabled": "true"}', 'invalid_parameter', 'visual_enabled is true or false.'),
  ('{"timeout_seconds": 1.5}', 'invalid_parameter', 'timeout_seconds is an integer.'),
  ('{"timeout_seconds": 1e99}', 'invalid_parameter', 'timeout_seconds is an integer.'),
  ('{"timeout_seconds": "5"}', 'invalid_parameter', 'timeout_seconds is an integer.'),
  ('{"tags": "a"}', 'invalid_parameter', 'tags is a list of texts.'),
  ('{"tags": [["a"], ["b"]]}', 'invalid_parameter', 'tags is a list of texts.'),
  ('{"tags": [null]}', 'invalid_parameter', 'tags is a list of texts.'),
  ('{"tags": {"a": "b"}}', 'invalid_parameter', 'tags is a list of texts.'),
  ('{"inputs": "text"}', 'invalid_parameter', 'inputs is a JSON object.'),
  ('{"timeout_seconds": 5}', null, null);
grant select on items to authenticated;

select tests.act_as(tests.create_user());
create temporary table answer on commit drop as
select a.succeeded, r.*
from public.create_executions((
  select jsonb_agg(
    jsonb_build_object('workflow_id', current_setting('t.workflow')) || i.item order by i.ctid
  )
  from items as i
)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  'select (error).code, (error).message from answer',
  'select code, message from items order by ctid',
  'each is named'
);
select is((select distinct succeeded from answer), 2, 'the others are made');
select is(
  (select array_agg(distinct status) from answer), array[201, 400], 'the status is 400'
);

select * from finish();
rollback;
