-- Times may be seconds since 1970, logs plain text; what is not told is worked out from what is.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;

select tests.act_as_service();
create function pg_temp.imported(columns jsonb)
returns public.workflow_executions
language plpgsql
as $$
declare
  v_id uuid := gen_random_uuid();
  v_answer public.imported_executions;
  v_row public.workflow_executions;
begin
  for i in 1..2 loop
    select a.* into v_answer
    from fixture as f, public.import_executions(jsonb_build_array(jsonb_build_object(
      'execution_id', v_id, 'workflow_id', f.workflow, 'user_id', f.owner, 'status', 'completed',
      'created_at', 1767225600
    ) || imported.columns)) as a;
    if (v_answer.results[1]).status <> (case i when 1 then 201 else 200 end) then
      raise exception '% in round %', v_answer.results[1], i;
    end if;
  end loop;
  select e.* into v_row from public.workflow_executions as e where e.execution_id = v_id;
  return v_row;
end
$$;

select is(
  (r.created_at, r.completed_at, r.updated_at)::text,
  ('2026-01-01T00:00:00Z'::timestamptz, '2026-01-01T00:00:01.5Z'::timestamptz,
    '2026-01-01T00:00:02.25Z'::timestamptz)::text,
  'numbers are seconds since 1970'
) from pg_temp.imported('{"completed_at": 1767225601.5, "updated_at": "1767225602.25"}') as r;
select is(
  (r.completed_at, r.execution_time_seconds, r.updated_at)::text,
  ('2026-01-01T00:01:30Z'::timestamptz, 90.000, '2026-01-01T00:01:30Z'::timestamptz)::text,
  'the end is the beginning and the duration'
) from pg_temp.imported('{"execution_time_seconds": 90}') as r;
select is(
  (r.completed_at, r.execution_time_seconds)::text,
  ('2026-01-01T00:00:10Z'::timestamptz, 10.000)::text,
  'or the last change'
) from pg_temp.imported('{"updated_at": 1767225610}') as r;
select is(
  r.execution_time_seconds, 0.000, 'or the beginning'
) from pg_temp.imported('{}') as r;
select is(
  r.logs, '["one", "two", "", "three"]', 'plain text is its lines'
) from pg_temp.imported(jsonb_build_object('logs', E'one\r\ntwo\n\nthree\n')) as r;
select is(
  r.logs, '["one", {"message": "two"}]', 'a JSON list as text is that list'
) from pg_temp.imported(jsonb_build_object('logs', '["one", {"message": "two"}]')) as r;
select is(
  r.logs, '["one"]', 'a list of strings stays'
) from pg_temp.imported('{"logs": ["one"]}') as r;
select is(
  (r.mode, r.inputs, r.metadata, r.tags, r.held)::text, '(cloud-run,{},{},{},f)',
  'null is what there is without'
) from pg_temp.imported(
  '{"mode": null, "inputs": null, "metadata": null, "tags": null, "held": null, "logs": null}'
) as r;
select is(
  (r.visual_enabled, r.visual_streaming_enabled, r.visual_quality)::text, '(t,f,)',
  'a quality without streaming says nothing'
) from pg_temp.imported('{"visual_enabled": true, "visual_quality": "high"}') as r;
select is(
  (r.visual_enabled, r.visual_quality)::text, '(t,standard)', 'streaming is visual'
) from pg_temp.imported('{"visual_streaming_enabled": true}') as r;
select is(
  r.user_id, null, 'a run of nobody is shared'
)
from fixture as f
cross join lateral pg_temp.imported(
  jsonb_build_object('workflow_id', f.public_workflow, 'user_id', null)
) as r;
select tests.act_as_owner();
select is_empty('select * from private.verify_rollups()', 'the counts are right');

select * from finish();
rollback;
