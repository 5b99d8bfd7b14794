-- CSV follows RFC 4180: a line of names, lines end in CR LF, what needs quotes has them, a quote is
-- doubled; an apostrophe stands in front of what a spreadsheet would take for a formula, and of an
-- apostrophe.
begin;
create extension if not exists pgtap with schema extensions;
select plan(26);

create temp table hostile (kind text, value text, cell text);
insert into hostile
values
  ('null', null, ''),
  ('empty text', '', '""'),
  ('text', 'abc', 'abc'),
  ('spaces', ' a b ', '" a b "'),
  ('a comma', 'a,b', '"a,b"'),
  ('quotes', '"a" said b', '"""a"" said b"'),
  ('backslashes', '\\a\', '"\\a\"'),
  ('brackets', '(a)', '"(a)"'),
  ('a line break', E'a\nb', E'"a\nb"'),
  ('a carriage return', E'a\r\nb\r', E'"a\r\nb\r"'),
  ('an emoji', U&'\+01F600 =', U&'"\+01F600 ="'),
  ('=', '=1+1', '''=1+1'),
  ('+', '+1', '''+1'),
  ('-', '-1', '''-1'),
  ('@', '@sum(a1)', '"''@sum(a1)"'),
  ('a tab in front', E'\t=1', E'"''\t=1"'),
  ('a carriage return in front', E'\r=1', E'"''\r=1"'),
  ('a line break in front', E'\n=1', E'"''\n=1"'),
  ('an apostrophe in front', '''a', '''''a'),
  ('two', '''''', ''''''''),
  ('a wide =', U&'\FF1D1', U&'''\FF1D1'),
  ('one of them later', 'a=+-@''', 'a=+-@'''),
  ('a formula behind a quote', '"=1', '"""=1"');

create temp table fixture as
select u.owner, tests.create_workflow(u.owner, '=cmd now') as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture, hostile to public;
select tests.create_execution(f.owner, f.workflow, jsonb_build_object(
  'execution_id', '0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03', 'status', 'failed', 'error', h.value,
  'created_at', '2026-01-31T09:30:00.1+02:00', 'completed_at', '2026-01-31T07:30:08.25Z',
  'updated_at', '2026-01-31T07:31:00Z', 'metadata', '{"a": "b"}'::jsonb,
  'tags', '["x", "y,\""]'::jsonb, 'result', -1
)) from fixture as f, hostile as h where h.kind = 'null';
select tests.act_as(f.owner) from fixture as f;
set local timezone = 'Asia/Kolkata';
set local datestyle = 'German';
create temp table first as select p.* from public.export_executions(format => 'csv') as p;
grant select on first to public;
select is(
  p.content,
  'execution_id,workflow_id,workflow_name,user_id,status,mode,visual_enabled,'
  'visual_streaming_enabled,visual_quality,session_id,error,error_code,execution_time_seconds,'
  'visual_events_captured,visual_stream_duration,progress,metadata,tags,timeout_seconds,'
  'last_heartbeat_at,cancel_requested_at,cancel_reason,held,payloads_expired_at,'
  || E'visual_expired_at,created_at,completed_at,updated_at\r\n'
  || format(
    '0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03,%s,"''=cmd now",%s,failed,cloud-run,false,false,,,',
    f.workflow, f.owner
  )
  || ',,8.150,,,,"{""a"": ""b""}","[""x"", ""y,\""""]",,,,,false,,,'
  || '2026-01-31T07:30:00.1+00:00,2026-01-31T07:30:08.25+00:00,2026-01-31T07:31:00+00:00'
  || E'\r\n',
  'a whole export, in UTC whatever the session has'
) from fixture as f, first as p;
select is(
  split_part(p.content, E'\r\n', 1) || right(p.content, 9),
  split_part(q.content, E'\r\n', 1) || ',inputs,result' || E',{},''-1\r\n',
  'payloads come last, when asked for'
) from public.export_executions(format => 'csv', include => '{result,inputs}') as p, first as q;
select is(
  p.content, substr(q.content, strpos(q.content, E'\r\n') + 2),
  'only the first piece begins with the names'
) from first as q
cross join lateral public.export_executions(format => 'csv', after => concat(
  q.snapshot, ',2026-01-31T07:30:00.2+00:00,0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03'
)) as p;

-- The same run with each of the values as its error.
select tests.act_as_owner();
alter table public.workflow_executions disable trigger user;
create function pg_temp.exported_with(error text)
returns text
language plpgsql
as $$
declare
  v_content text;
begin
  update public.workflow_executions set error = exported_with.error
  where execution_id = '0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03';
  execute 'select p.content from public.export_executions(format => ''csv'', '
    'user_id => (select f.owner from fixture as f)) as p' into v_content;
  return v_content;
end
$$;
select is(
  pg_temp.exported_with(h.value),
  replace(p.content, 'cloud-run,false,false,,,,', 'cloud-run,false,false,,,' || h.cell || ','),
  h.kind
) from hostile as h, first as p;

select * from finish();
rollback;
