-- What an export gives is imported and exported again the same, to the byte; once more it changes
-- nothing; and it is counted right.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner, 'a workflow') as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.create_execution(f.owner, f.workflow, v.columns)
from fixture as f
cross join lateral (
  values
    (jsonb_build_object(
      'status', 'failed', 'error', E'=1+1\r\n"''\t', 'created_at', '2026-01-01T00:00:00.123456Z',
      'completed_at', '2026-01-01T00:01:00Z', 'updated_at', '2026-01-02', 'progress', 12.5,
      'inputs', '{"a": [1.50, null, {"b": "\u0001"}]}'::jsonb, 'logs', '["at the end"]'::jsonb,
      'tags', '["a", ""]'::jsonb - '', 'metadata', '{"k": null}'::jsonb, 'held', true,
      'error_code', 'heartbeat_lost', 'last_heartbeat_at', '2026-01-01T00:00:30Z',
      'cancel_requested_at', '2026-01-01T00:00:31Z', 'cancel_reason', 'why', 'timeout_seconds', 9
    )),
    (jsonb_build_object(
      'status', 'completed', 'visual_streaming_enabled', true, 'visual_quality', 'high',
      'session_id', 'visual-' || f.owner, 'result', repeat('x', 1000000), 'mode', 'local-run',
      'visual_events_captured', 7, 'visual_stream_duration', 1.25, 'created_at', '2026-01-03',
      'completed_at', '2026-01-03T00:00:01Z', 'execution_time_seconds', 0.75
    )),
    (jsonb_build_object(
      'status', 'cancelled', 'created_at', '2025-01-03', 'completed_at', '2025-01-03',
      'payloads_expired_at', '2025-02-01', 'visual_expired_at', '2025-02-01'
    )),
    ('{"status": "running", "created_at": "2026-01-04"}')
) as v (columns);
insert into public.execution_events (
  execution_id, at, kind, level, step, message, data, entry_id, step_id
)
select
  e.execution_id, '2026-01-01T00:00:01Z', v.kind, 'warn', v.step, v.message, v.data, v.id, v.step_id
from fixture as f
join public.workflow_executions as e on e.user_id = f.owner and e.status = 'running'
cross join (
  values
    ('log', null, 'while it ran', '{"n": 1}'::jsonb, 'one', null),
    ('step_started', 'sign in', null, null, null, 's1')
) as v (kind, step, message, data, id, step_id);

create function pg_temp.exported(format text)
returns text
language sql
as $$
  -- Numbers of events are this database's own.
  select regexp_replace(p.content, 'seq("+): \d+', 'seq\1: 0', 'g')
  from fixture as f, public.export_executions(
    user_id => f.owner, format => exported.format, include => '{inputs,result,logs,events}'
  ) as p
$$;
create temp table before as
select
  pg_temp.exported('ndjson') as lines, pg_temp.exported('csv') as csv,
  array(
    select t::jsonb from string_to_table(pg_temp.exported('ndjson'), E'\n') as t where t <> ''
  ) as rows;
grant select on before to public;
delete from public.workflow_executions as e using fixture as f where e.user_id = f.owner;

select tests.act_as_service();
create temp table answers as
select i.* from before as b, public.import_executions(to_jsonb(b.rows)) as i;
select is(
  (a.imported, a.unchanged, a.refused)::text, '(4,0,0)', 'all are imported'
) from answers as a;
select is(pg_temp.exported('ndjson'), b.lines, 'lines of JSON are the same') from before as b;
select is(pg_temp.exported('csv'), b.csv, 'so is CSV') from before as b;
select is(
  (i.imported, i.unchanged, i.refused)::text, '(0,4,0)', 'once more nothing is imported'
) from before as b, public.import_executions(to_jsonb(b.rows)) as i;
select is(pg_temp.exported('ndjson'), b.lines, 'and nothing is changed') from before as b;
select is(
  array(select (unnest(i.results)).status), '{200,200}',
  'nor by the same row twice in a batch'
) from before as b, public.import_executions(to_jsonb(b.rows[1:1] || b.rows[1:1])) as i;
select tests.act_as_owner();
select is_empty('select * from private.verify_rollups()', 'the counts are right');
select is(
  (select count(*) from fixture as f join public.visual_recordings as r on r.owner_key = f.owner),
  1::bigint, 'what streamed has a recording, without chunks'
);

select * from finish();
rollback;
