-- Each report of a batch gets what the single call would have answered: the execution, or the error
-- with the same status, code, sentence and next step. Results come in the order of the items, and
-- what fails takes nothing from the others.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temporary table items on commit drop as
select
  row_number() over () - 1 as index,
  i.report || jsonb_build_object(
    'execution_id',
    tests.create_execution(
      current_setting(i.setting)::uuid, current_setting('t.workflow')::uuid, i.columns
    )
  ) as item,
  i.status
from (
  values
    ('t.owner', '{}'::jsonb, '{"status": "completed", "result": {"a": 1}}'::jsonb, 200),
    ('t.stranger', '{}', '{"status": "failed"}', 404),
    ('t.owner', '{"status": "failed"}', '{"status": "completed"}', 409),
    ('t.owner', '{}', '{"append_logs": ["a", {"message": "b", "level": "warn"}]}', 200),
    ('t.owner', '{}', '{"append_logs": [1]}', 400),
    ('t.owner', '{}', '{"append_logs": "a"}', 400),
    ('t.owner', '{}', '{"progress": 101}', 400),
    ('t.owner', '{}', '{"progress": 40, "tags": ["t"], "metadata": {"m": 1}}', 200),
    ('t.owner', '{"session_id": "s"}', '{"session_id": "other"}', 409),
    ('t.owner', '{}', '{"session_id": "s"}', 409),
    ('t.owner', '{}', '{"session_id": "new", "visual_events_captured": 3}', 200),
    ('t.owner', '{}', jsonb_build_object('result', repeat('x', 1048576)), 413),
    ('t.owner', '{}', jsonb_build_object('error', repeat('x', 65537)), 413),
    ('t.owner', '{}', '{"execution_time_seconds": 1.5, "logs": ["x"], "error": "e"}', 200),
    ('t.owner', '{}', '{"status": "gone"}', 400),
    ('t.owner', '{"status": "failed"}', '{"hold": true}', 200)
) as i (setting, columns, report, status);
-- What a single call would say, undone.
create function pg_temp.single(item jsonb) returns text language plpgsql as $$
declare
  v_report private.execution_report :=
    jsonb_populate_record(null::private.execution_report, item);
  v_message text;
  v_detail text;
  v_hint text;
begin
  perform public.update_execution(
    v_report.execution_id, v_report.status, v_report.result, v_report.error, v_report.logs,
    v_report.append_logs, v_report.execution_time_seconds, v_report.visual_events_captured,
    v_report.visual_stream_duration, v_report.progress, v_report.session_id, v_report.metadata,
    v_report.tags, v_report.hold
  );
  raise exception using errcode = 'PT200', message = 'done';
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return concat_ws(' | ', right(sqlstate, 3), v_message, nullif(v_detail, ''), nullif(v_hint, ''));
end
$$;
grant select on items to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
create temporary table expected on commit drop as
select i.index, pg_temp.single(i.item) as said from items as i;
create temporary table answer on commit drop as
select r.*
from public.update_executions((select jsonb_agg(i.item order by i.index) from items as i)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  'select index, status from answer', 'select index::integer, status from items order by index',
  'one result per item, in the order of the items'
);
select results_eq(
  $$
    select
      case when (a.error).code is null then '200 | done'
        else concat_ws(' | ', a.status, (a.error).code, (a.error).message, (a.error).hint) end
    from answer as a
  $$,
  'select said from expected order by index',
  'each is what the single call says'
);
select results_eq(
  $$
    select
      a.index, e.status::text, e.held, e.result, e.error, e.logs, e.execution_time_seconds, e.progress,
      e.tags, e.metadata, e.visual_events_captured, e.session_id::text,
      (
        select array_agg(v.message order by v.seq)
        from public.execution_events as v
        where v.execution_id = e.execution_id
      )
    from answer as a
    join public.workflow_executions as e on e.execution_id = (a.execution).execution_id
    order by a.index
  $$,
  $$
    values
      (0, 'completed', false, '{"a": 1}'::jsonb, null, null::jsonb, 0::numeric, null::numeric,
        '{}'::text[], '{}'::jsonb, null::integer, null, null::text[]),
      (3, 'running', false, null, null, null, null, null, '{}', '{}', null, null, '{a,b}'),
      (7, 'running', false, null, null, null, null, 40, '{t}', '{"m": 1}', null, null, null),
      (10, 'running', false, null, null, null, null, null, '{}', '{}', 3, 'new', null),
      (13, 'running', false, null, 'e', '["x"]', 1.5, null, '{}', '{}', null, null, null),
      (15, 'failed', true, null, null, null, 0, null, '{}', '{}', null, null, null)
  $$,
  'what was reported is stored'
);
select is(
  (
    select to_jsonb(a.execution) - 'late'
    from answer as a
    where a.index = 7
  ),
  (
    select to_jsonb(e) - '{inputs,result,logs,late}'::text[]
    from items as i
    cross join lateral public.update_execution((i.item ->> 'execution_id')::uuid) as e
    where i.index = 7
  ),
  'the execution has the fields of the single call without inputs, result and logs'
);
select tests.act_as_owner();
select is(
  (
    select count(*)
    from answer as a
    join items as i using (index)
    join public.workflow_executions as e on e.execution_id = (i.item ->> 'execution_id')::uuid
    where a.status >= 400 and e.updated_at <> e.created_at
  ),
  0::bigint, 'what failed changed nothing'
);

select * from finish();
rollback;
