-- A page of the history with its total reads little, whatever it is filtered or sorted by: for a
-- caller with 20 executions, one with most of the table, and the service on behalf of that one, the
-- first time as the 6th and the 12th in a session, when plans may have become generic.
begin;
create extension if not exists pgtap with schema extensions;
select plan(84);

create temp table fixture as
select
  tests.create_user() as heavy, tests.create_user() as light,
  tests.create_workflow(null, 'hot workflow') as hot,
  tests.create_workflow(null, 'seldom used') as rare;
grant select on fixture to public;
-- 20 000 rows: 19 000 of one user, 20 of another, 80 shared, the rest of others. One in 500 failed
-- with a word of its own, was of the rare workflow or labelled rare, one in 1000 streamed.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, session_id, mode,
  visual_enabled, visual_streaming_enabled, visual_quality, tags, metadata, inputs, error
)
select
  case
    when n <= 19000 then f.heavy
    when n <= 19020 then f.light
    when n > 19100 then md5((n % 50)::text)::uuid
  end,
  case when n % 500 = 1 then f.rare else f.hot end,
  now() - (n * 7919 % 20000) * interval '1 minute',
  case when n % 500 = 2 then 'failed' else 'completed' end, now(), n % 3000 / 7.0, 's-' || n,
  case when n % 10 = 0 then 'local-run' else 'cloud-run' end,
  n % 1000 = 3, n % 1000 = 3, case when n % 1000 = 3 then 'low' end,
  case when n % 500 = 4 then array['rare'] when n % 2 = 0 then array['common'] else '{}' end,
  case when n % 500 = 5 then '{"label": "rare"}' else '{}' end::jsonb,
  case when n % 20 = 0 then '{"place": "here"}' else '{}' end::jsonb,
  case when n % 500 = 2 then 'Zebra crossing ' || n when n % 8 = 7 then 'Timeout of ' || n end
from fixture as f, generate_series(1, 20000) as n;
alter table public.workflow_executions enable trigger user;
select private.rebuild_rollups();
analyze public.workflow_executions;

-- What may be read: index entries of a page and of a total up to 10 000, or 1 000 rows checked
-- twice and what is looked up. All of the heavy caller's would be 19 000.
create temp table asked as
select c.name, c.most_rows, c.arguments
from fixture as f
cross join lateral (
  values
    ('first page', 600, ''),
    ('page 20', 2800, 'page => 20'),
    ('oldest first', 600, 'sort => ''created_at.asc'''),
    ('slowest first', 600, 'sort => ''execution_time_seconds.desc'''),
    ('fastest first', 600, 'sort => ''execution_time_seconds.asc'''),
    ('hot workflow', 600, format('workflow_id => %L', f.hot)),
    ('rare workflow', 300, format('workflow_id => %L', f.rare)),
    ('common status', 600, 'status_filter => ''{completed}'''),
    ('rare status', 300, 'status_filter => ''{failed}'''),
    ('what runs', 300, 'status_filter => ''{running}'''),
    ('streaming ones', 300, 'visual_streaming_only => true'),
    ('a quality', 300, 'visual_quality => ''low'', visual_streaming_only => true'),
    ('a mode', 2500, 'mode_filter => ''local-run'''),
    ('a session', 50, 'session_id => ''s-77'''),
    ('a window of whole days', 600,
      'created_after => date_trunc(''day'', now(), ''UTC'') - interval ''9 days'''),
    ('another window', 4500,
      'created_after => now() - interval ''12 days'','
      ' created_before => now() - interval ''11 days'''),
    ('a duration', 3500, 'min_seconds => 50, max_seconds => 60'),
    ('a rare tag', 2600, 'tags => ''{rare}'''),
    ('a common tag', 13000, 'tags => ''{common}'''),
    ('a tag that nothing has', 2600, 'tags => ''{nowhere}'''),
    ('rare metadata', 2600, 'metadata => ''{"label": "rare"}'''),
    ('a rare word', 2600, 'search => ''zebra'''),
    ('a word that nothing has', 2600, 'search => ''giraffe'''),
    ('a word of an eighth', 5000, 'search => ''timeout'''),
    ('the name of the rare workflow', 2600, 'search => ''seldom'''),
    ('the name of the hot workflow', 2600, 'search => ''hot work'''),
    ('a cursor far into the list', 600,
      format('cursor => %L', private.cursor_at(
        'created_at.desc', false, (now() - interval '13 days')::text, gen_random_uuid()
      ))),
    ('a cursor back from there', 600,
      format('cursor => %L', private.cursor_at(
        'created_at.desc', true, (now() - interval '13 days')::text, gen_random_uuid()
      )))
) as c (name, most_rows, arguments);
grant select on asked to public;

create function pg_temp.most_rows_read(arguments text)
returns bigint
language plpgsql
as $$
declare
  v_rows bigint[];
begin
  for n in 1..12 loop
    v_rows[n] := tests.rows_read_by(
      format('select h.* from public.execution_history(%s) as h', most_rows_read.arguments)
    );
  end loop;
  return greatest(v_rows[1], v_rows[6], v_rows[12]);
end
$$;
create function pg_temp.test(caller text, more text)
returns setof text
language sql
as $$
  select cmp_ok(
    pg_temp.most_rows_read(concat_ws(', ', nullif(a.arguments, ''), test.more)), '<=',
    a.most_rows::bigint, format('%s: %s', test.caller, a.name)
  )
  from asked as a
$$;

-- What other tests rolled back of shared rows stays in the indexes until somebody comes upon it.
select tests.act_as(tests.create_user());
do $$ begin perform tests.rows_read_by(
  format('select public.execution_history(%s)', a.arguments)
) from asked as a; end $$;
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
