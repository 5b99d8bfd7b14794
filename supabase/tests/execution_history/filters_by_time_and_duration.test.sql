-- The window is created_after <= created_at < created_before; durations are inclusive on both
-- sides, and what has no duration yet matches no duration filter.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds, metadata
)
select
  f.owner, f.workflow, v.created_at::timestamptz, v.status, v.seconds,
  jsonb_build_object('name', v.name)
from fixture as f, (
  values
    ('a', '2026-03-01 00:00Z', 'completed', 0),
    ('b', '2026-03-02 00:00Z', 'completed', 1.5),
    ('c', '2026-03-02 23:59:59.999999Z', 'failed', 1.501),
    ('d', '2026-03-03 00:00Z', 'running', null)
) as v (name, created_at, status, seconds);

create function pg_temp.listed(arguments text)
returns text
language plpgsql
as $$
declare
  v_listed text;
begin
  execute format(
    'select string_agg(r ->> ''name'', '''' order by r ->> ''name'')'
    ' || case when max(h.total_executions) <> count(*) then '', total '' || max(h.total_executions)'
    ' else '''' end from public.execution_history(%s) as h'
    ' cross join lateral jsonb_path_query(h.executions, ''$[*].metadata'') as r', arguments
  ) into v_listed;
  return v_listed;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.listed('created_after => ''2026-03-02 00:00Z'''), 'bcd', 'created_after includes'
);
select is(
  pg_temp.listed('created_before => ''2026-03-03 00:00Z'''), 'abc', 'created_before excludes'
);
select is(
  pg_temp.listed('created_after => ''2026-03-02 00:00Z'', created_before => ''2026-03-03 00:00Z'''),
  'bc', 'a day'
);
select is(
  pg_temp.listed(
    'created_after => ''2026-03-02 02:00+02'', created_before => ''2026-03-03 05:30+05:30'''
  ),
  'bc', 'the same day told in other time zones'
);
select is(pg_temp.listed('created_after => ''2027-01-01Z'''), null, 'nothing in the window');
select is(pg_temp.listed('min_seconds => 1.5'), 'bc', 'min_seconds includes');
select is(
  pg_temp.listed('max_seconds => 1.5'), 'ab', 'max_seconds includes, without unfinished ones'
);
select is(pg_temp.listed('min_seconds => 1.5, max_seconds => 1.5'), 'b', 'exactly so long');
select is(pg_temp.listed('min_seconds => 0'), 'abc', 'min_seconds 0: whatever has a duration');
select is(pg_temp.listed('min_seconds => 9999999'), null, 'longer than any');
select is(
  pg_temp.listed('min_seconds => 1, created_before => ''2026-03-02 12:00Z'''), 'b', 'both kinds'
);
select is(
  pg_temp.listed(
    'max_seconds => 2, status_filter => ''{completed}'', sort => ''execution_time_seconds.asc'''
  ), 'ab', 'with status and sort'
);

select * from finish();
rollback;
