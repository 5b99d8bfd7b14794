-- Active executions, states, visual sessions, statistics and hourly trends read little, however long the
-- history is: for a caller with 20 executions, one with most of the table, and the service on
-- behalf of that one, the first time as the 6th and the 12th in a session.
begin;
create extension if not exists pgtap with schema extensions;
select plan(30);

create temp table fixture as
select
  tests.create_user() as heavy, tests.create_user() as light,
  tests.create_workflow(null) as hot, tests.create_workflow(null) as rare;
grant select on fixture to public;
-- 20 000 rows: 19 000 of one user, 20 of another, the rest of others. One in 500 runs, every second
-- one streamed, 100 were created in the last hour.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, session_id,
  visual_enabled, visual_streaming_enabled, visual_quality, visual_events_captured
)
select
  case
    when n <= 19000 then f.heavy when n <= 19020 then f.light else md5((n % 50)::text)::uuid
  end,
  case when n % 500 < 2 then f.rare else f.hot end, r.created_at,
  case when n % 500 = 1 then 'running' else 'completed' end,
  case when n % 500 <> 1 then r.created_at + interval '1 second' end,
  case when n % 500 <> 1 then 1 end, 's-' || n, n % 2 = 1, n % 2 = 1,
  case when n % 2 = 1 then 'low' end, n
from fixture as f
cross join generate_series(1, 20000) as n
cross join lateral (
  select now() - interval '2 seconds' - case
    when n % 200 = 0 then n / 10 * interval '1 second'
    else (n * 7919 % 20000) * interval '3 minutes' + interval '1 day'
  end as created_at
) as r;
alter table public.workflow_executions enable trigger user;
select private.rebuild_rollups();
analyze public.workflow_executions;

-- All of the heavy caller's would be 19 000 in the table and as many in an index.
create temp table asked as
select c.*
from fixture as f
cross join lateral (
  values
    ('active executions', 1500, 'active_executions(%s)', null),
    ('of the rare workflow', 700, 'active_executions(%s)', format('workflow_id => %L', f.rare)),
    ('states of what runs', 300, 'execution_states(%s)', null),
    ('states of what began since', 900, 'execution_states(%s)',
      'since => now() - interval ''1 hour'''),
    ('of the hot workflow', 900, 'execution_states(%s)',
      format('since => now() - interval ''1 hour'', workflow_id => %L', f.hot)),
    ('visual sessions', 900, 'visual_sessions(%s)', null),
    ('active ones', 900, 'visual_sessions(%s)', 'active_only => true'),
    ('of a workflow', 900, 'visual_sessions(%s)', format('workflow_id => %L', f.hot)),
    ('statistics', 300, 'execution_stats(%s)', format('workflow_id => %L', f.hot)),
    ('hourly trends', 1500, 'execution_trends(%s)',
      'bucket => ''hour'', since => now() - interval ''3 hours''')
) as c (name, most_rows, call, arguments);
grant select on asked to public;

create function pg_temp.most_rows_read(call text)
returns bigint
language plpgsql
as $$
declare
  v_rows bigint[];
begin
  for n in 1..12 loop
    v_rows[n] := tests.rows_read_by('select c.* from public.' || most_rows_read.call || ' as c');
  end loop;
  return greatest(v_rows[1], v_rows[6], v_rows[12]);
end
$$;
create function pg_temp.test(caller text, more text)
returns setof text
language sql
as $$
  select cmp_ok(
    pg_temp.most_rows_read(format(a.call, concat_ws(', ', a.arguments, test.more))), '<=',
    a.most_rows::bigint, format('%s: %s', test.caller, a.name)
  )
  from asked as a
$$;

-- What other tests rolled back of shared rows stays in the indexes until somebody comes upon it.
select tests.act_as(tests.create_user());
do $$ begin perform tests.rows_read_by('select public.' || format(a.call, a.arguments))
from asked as a; end $$;
select tests.act_as_owner();
select tests.act_as(f.heavy) from fixture as f;
select pg_temp.test('heavy', null);
select tests.act_as_owner();
select tests.act_as(f.light) from fixture as f;
select pg_temp.test('light', null);
select tests.act_as_owner();
select tests.act_as_service();
select pg_temp.test('service', format('user_id => %L', f.heavy)) from fixture as f;

select * from finish();
rollback;
