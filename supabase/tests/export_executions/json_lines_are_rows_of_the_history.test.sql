-- Lines of JSON have the fields of the history's rows, with the whole error; inputs, result, logs,
-- events and the numbers of the recording are added when include names them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.create_execution(f.owner, f.workflow, jsonb_build_object(
  'status', 'failed', 'error', repeat('long ', 200) || E'\n', 'inputs', '{"a": 1.50}'::jsonb,
  'logs', '["at the end"]'::jsonb, 'tags', '["a", "b"]'::jsonb
)) from fixture as f;
insert into public.execution_events (execution_id, kind, step, message, at)
select e.execution_id, v.kind, 'one', v.message, '2026-01-01'
from fixture as f
join public.workflow_executions as e on e.user_id = f.owner
cross join (values ('log', 'while it ran'), ('step_started', null)) as v (kind, message);

select tests.act_as(f.owner) from fixture as f;
create temp table lines as
select p.content, p.content::jsonb as line, r.value as row
from public.export_executions(include => '{inputs,result,logs,events,visual}') as p
cross join public.execution_history(include_payloads => true) as h
cross join lateral jsonb_array_elements(h.executions) as r;

select is(
  l.line - '{events,visual}'::text[], l.row - 'replay_score',
  'every field is that of the history with payloads'
) from lines as l;
select is(
  l.line -> 'events', d.events, 'events are those of the execution''s detail'
) from lines as l, public.execution_detail((l.line ->> 'execution_id')::uuid) as d;
select is(l.line -> 'visual', 'null', 'without a recording it is null') from lines as l;
select is(regexp_count(l.content, E'\n'), 1, 'a line is a line, whatever it holds') from lines as l;
select matches(l.content, '"inputs":\{"a": 1\.50\}', 'numbers keep their digits') from lines as l;
select is(
  p.content::jsonb,
  l.line || jsonb_build_object(
    'metadata', l.line ->> 'metadata', 'inputs', l.line ->> 'inputs', 'logs', l.line ->> 'logs',
    'events', l.line ->> 'events'
  ),
  'flat lines have their JSON as text'
)
from lines as l,
  public.export_executions(format => 'flat', include => '{inputs,result,logs,events,visual}') as p;
select is(
  array(
    select k from jsonb_object_keys(p.content::jsonb) as k
    where k in ('inputs', 'result', 'logs', 'events', 'visual')
  ),
  '{}', 'none of these comes unasked'
) from public.export_executions() as p;
select is(
  array(
    select k from jsonb_object_keys(p.content::jsonb) as k
    where k in ('inputs', 'result', 'logs', 'events', 'visual')
  ),
  '{logs}', 'one of them alone'
) from public.export_executions(include => '{logs}') as p;
select is(
  (p.rows, p.after)::text, '(1,)', 'it tells how many rows there are, and that this is the end'
) from public.export_executions() as p;
select is(
  (p.content, p.rows, p.after)::text, '("",0,)', 'what nothing matches is empty'
) from public.export_executions(status_filter => '{running}') as p;
select tests.act_as_owner();
select tests.create_execution(
  f.owner, f.workflow, '{"visual_streaming_enabled": true, "mode": "local-run"}'
) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select is(
  p.content::jsonb -> 'visual',
  '{
    "chunks": 0, "tabs": 0, "missing_chunks": 0, "events": 0, "lost_events": 0, "bytes": 0,
    "stored_bytes": 0, "streamed_seconds": 0.000, "first_event_at": null, "last_event_at": null,
    "replay_score": null, "replay_reasons": []
  }',
  'with one, its numbers'
) from public.export_executions(include => '{visual}', mode_filter => 'local-run') as p;

select * from finish();
rollback;
