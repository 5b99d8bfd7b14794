-- A timeline of executions shows what ran in a window, also what began before it, as bars on tracks
-- in order of their starts, and how many ran at once. Filters are those of history.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_workflow(null, 'Order a kettle') as kettle,
  tests.create_workflow(null, 'Order a desk') as desk;
grant select on fixture to public;
-- Hours of a day: from, to (null: still runs).
create temp table runs as
select r.name, tests.create_execution(
  case r.whose when 'owner' then f.owner when 'stranger' then f.stranger end,
  case when r.name like 'desk%' then f.desk else f.kettle end,
  jsonb_build_object(
    'created_at', timestamptz '2026-01-02Z' + r.began * interval '1 hour',
    'completed_at', timestamptz '2026-01-02Z' + r.ended * interval '1 hour',
    'status', case
      when r.ended is null then 'running' when r.name like '%bad' then 'failed' else 'completed' end
  ) || r.columns
) as execution_id
from fixture as f
cross join (
  values
    ('long before', 'owner', -30, -1, '{}'::jsonb),
    ('into it', 'owner', -2, 1.5, '{}'),
    ('up to it', 'owner', -2, 0, '{}'),
    ('for days', 'owner', -100, null, '{"progress": 40}'),
    ('one', 'owner', 1, 3, '{"tags": ["nightly"], "metadata": {"team": "a"}}'),
    ('desk', 'owner', 2, 4, '{"mode": "local-run"}'),
    ('two, bad', 'owner', 3, 5, '{"error": "no button", "error_code": "timed_out"}'),
    ('moment', 'owner', 4, 4, '{}'),
    ('beyond it', 'owner', 9, 12, '{}'),
    ('after it', 'owner', 10, 11, '{}'),
    ('shared', null, 6, 7, '{}'),
    ('stranger''s', 'stranger', 1, 9, '{}')
) as r (name, whose, began, ended, columns);
grant select on runs to public;
create function pg_temp.day(arguments text default '') returns public.timeline_of_executions
language plpgsql as $$
declare
  v_timeline public.timeline_of_executions;
begin
  execute 'select t.* from public.executions_timeline(since => ''2026-01-02Z'', '
    'until => ''2026-01-02T10:00:00Z''' || day.arguments || ') as t' into v_timeline;
  return v_timeline;
end
$$;
create function pg_temp.names(arguments text) returns text language sql as $$
  select string_agg(r.name, ' | ' order by b.place)
  from unnest((pg_temp.day(names.arguments)).bars) with ordinality as b (
    execution_id, workflow_id, workflow_name, status, mode, track, starts_at, ends_at, seconds,
    progress, error_code, place
  )
  join runs as r on r.execution_id = b.execution_id
$$;

select tests.act_as(f.owner) from fixture as f;
create temp table shown as select (pg_temp.day()).*;
select results_eq(
  $$
    select concat_ws(' ', r.name, b.track, b.status, b.seconds, b.progress, b.error_code)
    from shown as s
    cross join lateral unnest(s.bars) as b
    join runs as r on r.execution_id = b.execution_id
    where r.name <> 'for days'
  $$,
  array[
    'into it 2 completed 12600.000', 'one 3 completed 7200.000', 'desk 2 completed 7200.000',
    'two, bad 3 failed 7200.000 timed_out', 'moment 2 completed 0.000',
    'shared 2 completed 3600.000', 'beyond it 2 completed 10800.000'
  ],
  'bars on tracks'
);
select is(
  (
    select (b.track, b.starts_at, b.ends_at, b.seconds > 1, b.progress, b.workflow_name)::text
    from shown as s cross join lateral unnest(s.bars) as b
    where b.status = 'running'
  ),
  (select (1, timestamptz '2025-12-28T20:00:00Z', null::timestamptz, true, 40.00::numeric(5, 2),
    'Order a kettle')::text),
  'what still runs has no end'
);
select results_eq(
  $$
    select extract(epoch from c.at - '2026-01-02Z')::integer / 1800 / 2.0, c.executions
    from shown as s cross join lateral unnest(s.concurrency) as c
  $$,
  $$
    values (0.0, 2), (1.0, 3), (1.5, 2), (2.0, 3), (4.0, 2), (5.0, 1), (6.0, 2), (7.0, 1), (9.0, 2)
  $$,
  'how many ran at once, from when on: what ends makes room for what starts'
);
select is(
  (select (s.tracks, s.most_at_once, s.most_at, s.since, s.until, s.truncated)::text
    from shown as s),
  (select (3, 3, timestamptz '2026-01-02T01:00:00Z', timestamptz '2026-01-02Z',
    timestamptz '2026-01-02T10:00:00Z', false)::text),
  'the most at once, and when'
);
select is(pg_temp.names(', status_filter => ''{failed}'''), 'two, bad', 'by status');
select is(pg_temp.names(', status_filter => ''{running}'''), 'for days', 'what runs');
select is(pg_temp.names(', mode_filter => ''local-run'''), 'desk', 'by mode');
select is(
  pg_temp.names(', tags => ''{nightly}'', metadata => ''{"team": "a"}''')
    || pg_temp.names(', search => ''BUTTON'''),
  'onetwo, bad', 'by tags, metadata and search'
);
select is(
  (select pg_temp.names(format(', workflow_id => %L', f.desk)) from fixture as f), 'desk',
  'by workflow'
);
select is(
  (
    select (cardinality(t.bars), t.tracks, t.concurrency, t.most_at_once, t.most_at)::text
    from fixture as f
    cross join lateral public.executions_timeline(
      f.desk, since => '2026-03-01Z', until => '2026-03-02Z'
    ) as t
  ),
  '(0,0,{},0,)', 'nothing'
);
select is(
  (
    select t.until - t.since = interval '24 hours' and t.until > now()
    from public.executions_timeline() as t
  ),
  true, 'without a window, the last 24 hours'
);
select tests.act_as_owner();
select tests.act_as_service();
select is(
  (select pg_temp.names(format(', user_id => %L', f.stranger)) from fixture as f),
  'stranger''s | shared', 'the service sees what the user would see'
);

select * from finish();
rollback;
