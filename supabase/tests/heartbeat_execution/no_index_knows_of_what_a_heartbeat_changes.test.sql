-- No index of workflow_executions, by key, included column, expression or condition, contains a
-- column that a heartbeat changes: otherwise no beat could be a HOT update.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

-- By what depends on what: an index depends on every column it uses, wherever it stands in it.
prepare used as
  select distinct a.attname::text
  from pg_catalog.pg_index as i
  join pg_catalog.pg_depend as d
    on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
    and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid
  join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = d.refobjsubid
  where i.indrelid = 'public.workflow_executions'::regclass;
select set_has(
  'used',
  $$
    values
      ('created_at'), ('execution_time_seconds'), ('mode'), ('status'), ('tags'), ('workflow_id')
  $$,
  'columns in keys, expressions, includes and conditions are seen'
);

-- What a beat changes is seen on a row whose times are all of the past.
select set_config(
  't.execution',
  tests.create_execution(
    tests.create_user(), tests.create_workflow(null),
    '{"created_at": "2020-01-01", "updated_at": "2020-01-01"}'
  )::text,
  true
);
create temp table before as
select to_jsonb(e) as columns
from public.workflow_executions as e
where e.execution_id = current_setting('t.execution')::uuid;
select public.heartbeat_execution(
  current_setting('t.execution')::uuid, progress => 40, visual_events_captured => 7
);
prepare changed as
  select n.name
  from public.workflow_executions as e
  cross join before as b
  cross join lateral jsonb_each(to_jsonb(e)) as n (name, value)
  where e.execution_id = current_setting('t.execution')::uuid
    and n.value is distinct from b.columns -> n.name;
select set_eq(
  'changed', array['last_heartbeat_at', 'progress', 'updated_at', 'visual_events_captured'],
  'a beat changes four columns'
);
select set_hasnt('used', 'changed', 'none of which an index uses');

select * from finish();
rollback;
