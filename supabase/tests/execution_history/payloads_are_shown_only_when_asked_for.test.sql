-- A row carries every public column but inputs, result and logs, with the error cut to 500
-- characters; with include_payloads also those, the whole error, and the lines appended while it
-- ran before the logs reported at the end.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner, 'nightly report') as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.act_as(f.owner) from fixture as f;
create temp table made as
select c.execution_id
from fixture as f
cross join lateral public.create_execution(
  f.workflow, inputs => '{"in": 1}', mode => 'local-run', visual_streaming_enabled => true,
  session_id => 's-1', metadata => '{"m": null}', tags => '{t}', timeout_seconds => 60
) as c;
select u.updated_at from made as m cross join lateral public.update_execution(
  m.execution_id,
  append_logs => '["first", {"message": "second", "level": "warn", "data": {"x": null}}]'
) as u;
select u.updated_at from made as m cross join lateral public.update_execution(
  m.execution_id, status => 'failed', result => '{"out": [1, null]}', error => repeat('é', 501),
  logs => '["last"]', execution_time_seconds => 1.5, visual_events_captured => 3,
  visual_stream_duration => 1.25, progress => 50
) as u;

create temp table plain as
select h.executions -> 0 as found from public.execution_history() as h;
create temp table full_row as
select h.executions -> 0 as found from public.execution_history(include_payloads => true) as h;

select is(
  p.found - '{error, created_at, completed_at, updated_at}'::text[],
  jsonb_build_object(
    'execution_id', m.execution_id, 'workflow_id', f.workflow, 'user_id', f.owner
  ) || '{
    "workflow_name": "nightly report", "status": "failed", "mode": "local-run",
    "visual_enabled": true, "visual_streaming_enabled": true, "visual_quality": "standard",
    "session_id": "s-1", "error_code": null, "execution_time_seconds": 1.5,
    "visual_events_captured": 3, "visual_stream_duration": 1.25, "progress": 50,
    "metadata": {"m": null}, "tags": ["t"], "timeout_seconds": 60, "last_heartbeat_at": null,
    "cancel_requested_at": null, "cancel_reason": null, "held": false,
    "payloads_expired_at": null, "visual_expired_at": null, "replay_score": null
  }',
  'without payloads: exactly these fields'
) from plain as p, made as m, fixture as f;
select is(
  array[
    (p.found ->> 'created_at')::timestamptz, (p.found ->> 'completed_at')::timestamptz,
    (p.found ->> 'updated_at')::timestamptz
  ],
  array[now(), now(), now()], 'and its times'
) from plain as p;
select is(
  p.found ->> 'error', repeat('é', 500), 'the error is cut to 500 characters'
) from plain as p;
select is(
  (p.found - '{error, inputs, result, logs}'::text[]), (q.found - 'error'::text),
  'with payloads: the same fields and four more'
) from full_row as p, plain as q;
select is(p.found ->> 'error', repeat('é', 501), 'the whole error') from full_row as p;
select is(p.found -> 'inputs', '{"in": 1}', 'inputs') from full_row as p;
select is(p.found -> 'result', '{"out": [1, null]}', 'result') from full_row as p;
select is(
  jsonb_path_query_array(p.found -> 'logs', '$[*] ? (@.message != "").message')
    || jsonb_path_query_array(p.found -> 'logs', '$[*] ? (@.type() == "string")'),
  '["first", "second", "last"]', 'logs: appended lines before those reported at the end'
) from full_row as p;
select is(
  p.found #> '{logs,1,data}', '{"x": null}', 'data of a line as it was sent'
) from full_row as p;

select * from finish();
rollback;
