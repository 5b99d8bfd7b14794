-- Each item of a batch gets what the single call would have answered: the execution, or the error
-- with the same status, code, sentence and next step. Results come in the order of the items.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select set_config(
  't.strangers', tests.create_workflow(current_setting('t.stranger')::uuid)::text, true
);
select set_config(
  't.archived', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
update public.workflows set archived_at = now()
where workflow_id = current_setting('t.archived')::uuid;

create temporary table items on commit drop as
select row_number() over () - 1 as index, v.workflow || '{}'::jsonb || v.item as item, v.status
from (
  select
    jsonb_build_object('workflow_id', current_setting(i.setting)) as workflow, i.item, i.status
  from (
    values
      ('t.workflow', '{}'::jsonb, 201),
      ('t.strangers', '{}', 404),
      ('t.workflow', '{"inputs": [1]}', 400),
      ('t.workflow', '{"mode": "somewhere"}', 400),
      ('t.workflow', '{"mode": "local-run", "tags": ["a", "b"], "metadata": {"a": 1}}', 201),
      ('t.archived', '{}', 409),
      ('t.workflow', '{"tags": [""]}', 400),
      ('t.workflow', '{"timeout_seconds": 0}', 400),
      (
        't.workflow', jsonb_build_object('inputs', jsonb_build_object('a', repeat('x', 262144))),
        413
      ),
      ('t.workflow', jsonb_build_object('user_id', current_setting('t.stranger')), 400),
      ('t.workflow', '{"visual_streaming_enabled": true, "visual_quality": "low"}', 201),
      ('t.workflow', '{"session_id": "a/b"}', 400),
      ('t.workflow', '{"workflow_id": null}', 400),
      ('t.workflow', '{"mode": null, "tags": null, "inputs": null}', 201)
  ) as i (setting, item, status)
) as v;
-- Stored with what a single call would say, and undone.
create function pg_temp.single(item jsonb) returns text language plpgsql as $$
declare
  v_asked private.new_execution := jsonb_populate_record(null::private.new_execution, item);
  v_message text;
  v_detail text;
  v_hint text;
begin
  perform public.create_execution(
    v_asked.workflow_id, v_asked.inputs, v_asked.mode, v_asked.visual_enabled,
    v_asked.visual_streaming_enabled, v_asked.visual_quality, v_asked.user_id,
    v_asked.idempotency_key, v_asked.metadata, v_asked.tags, v_asked.timeout_seconds,
    v_asked.session_id
  );
  raise exception using errcode = 'PT201', message = 'made';
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return concat_ws(' | ', right(sqlstate, 3), v_message, nullif(v_detail, ''), nullif(v_hint, ''));
end
$$;
grant select on items to authenticated;

select tests.act_as(current_setting('t.owner')::uuid);
create temporary table answer on commit drop as
select r.*
from public.create_executions((select jsonb_agg(i.item order by i.index) from items as i)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  'select index, status from answer',
  'select index::integer, status from items order by index',
  'one result per item, in the order of the items'
);
select results_eq(
  $$
    select
      case when (a.error).code is null then '201 | made'
        else concat_ws(' | ', a.status, (a.error).code, (a.error).message, (a.error).hint) end
    from answer as a
  $$,
  'select pg_temp.single(item) from items order by index',
  'each is what the single call says'
);
select results_eq(
  $$
    select
      a.index, e.mode::text, e.tags, e.metadata, e.visual_quality::text,
      e.session_id is not distinct from (a.execution).session_id
    from answer as a
    join public.workflow_executions as e on e.execution_id = (a.execution).execution_id
    order by a.index
  $$,
  $$
    values
      (0, 'cloud-run', '{}'::text[], '{}'::jsonb, null, true),
      (4, 'local-run', '{a,b}', '{"a": 1}', null, true),
      (10, 'cloud-run', '{}', '{}', 'low', true),
      (13, 'cloud-run', '{}', '{}', null, true)
  $$,
  'each result names its own execution'
);
select is((select count(*) from public.workflow_executions), 4::bigint, 'nothing else was made');

select * from finish();
rollback;
