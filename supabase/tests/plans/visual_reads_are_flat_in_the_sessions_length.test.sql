-- What shows a moment, the chunks of a tab, what is new and the next round of a stream read as much
-- of a session of 10 000 chunks as of one of 200, the first time as the 6th and the 12th in a
-- session, and bytes of chunks only where they answer them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(24);

select set_config('t.owner', tests.create_user()::text, true);
-- A snapshot in every 20th chunk; two seconds and 2500 bytes each, which Postgres keeps outside of
-- the row.
create temp table sessions as
select
  s.name, s.chunks,
  tests.create_execution(
    current_setting('t.owner')::uuid, tests.create_workflow(null),
    jsonb_build_object('visual_streaming_enabled', true, 'session_id', s.name)
  ) as run
from (values ('long', 10000), ('short', 200)) as s (name, chunks);
grant select on sessions to public;
alter table public.visual_chunks disable trigger user;
insert into public.visual_chunks (
  execution_id, owner_key, tab, sequence, arrival, first_event_at, last_event_at, snapshot_at,
  events, bytes, digest, content
)
select
  s.run, current_setting('t.owner')::uuid, 'main', n, n + 1, t.at, t.at + interval '1 second',
  case when n % 20 = 0 then t.at end, 10, 10000, sha256(int4send(n)), tests.gzip(10000, 2500)
from sessions as s
cross join lateral generate_series(0, s.chunks - 1) as n
cross join lateral (
  select '2026-01-31 09:00:00+00'::timestamptz + n * interval '2 seconds' as at
) as t;
alter table public.visual_chunks enable trigger user;
insert into private.visual_tabs
select t.* from sessions as s cross join lateral private.counted_tabs(s.run) as t;
update public.visual_recordings as r set chunks = s.chunks from sessions as s
where r.execution_id = s.run;
analyze public.visual_chunks;

create function pg_temp.rows_read(statement text, of_bytes boolean)
returns bigint
language plpgsql
as $$
declare
  v_table constant oid := (
    select case when rows_read.of_bytes then c.reltoastrelid else c.oid end
    from pg_class as c
    where c.oid = 'public.visual_chunks'::regclass
  );
  v_relations constant oid[] := array(
    select v_table union all select i.indexrelid from pg_index as i where i.indrelid = v_table
  );
  v_before constant bigint := (
    select sum(pg_stat_get_xact_tuples_returned(r.id)) from unnest(v_relations) as r (id)
  );
begin
  execute rows_read.statement;
  return (
    select sum(pg_stat_get_xact_tuples_returned(r.id)) from unnest(v_relations) as r (id)
  ) - v_before;
end
$$;
create function pg_temp.most_rows_read(statement text)
returns bigint
language plpgsql
as $$
declare
  v_rows bigint[];
begin
  for n in 1..12 loop
    v_rows[n] := pg_temp.rows_read(most_rows_read.statement, false);
  end loop;
  return greatest(v_rows[1], v_rows[6], v_rows[12]);
end
$$;

-- 200 seconds are 100 chunks: the chunk of the moment is the 95th, or the 9 995th.
create temp table asked as
select a.name, replace(a.call, '<moment>', format(
  '''2026-01-31 09:00:00+00''::timestamptz + interval ''%s seconds''', 2 * s.chunks - 209
)) as call, s.name as session, a.most_rows
from sessions as s
cross join lateral (
  values
    ('a moment', format('visual_chunks(%L, "from" => <moment>)', s.name), 50),
    ('a span', format(
      'visual_chunks(%L, "from" => <moment>, "to" => <moment> + interval ''20 seconds'')', s.name
    ), 70),
    ('what is new', format('visual_chunks(%L, after => %s)', s.name, s.chunks - 10), 30),
    ('what is new of a moment', format(
      'visual_chunks(%L, "from" => <moment>, after => %s)', s.name, s.chunks - 10
    ), 50),
    ('a round of the stream', format('visual_stream(%L, %s)', s.name, s.chunks - 10), 30),
    ('a chunk', format('visual_chunk(%L, ''main'', %s)', s.name, s.chunks - 10), 10)
) as a (name, call, most_rows);
grant select on asked to public;

-- Six ways, each for both sessions.
select tests.act_as(current_setting('t.owner')::uuid);
select cmp_ok(
  pg_temp.most_rows_read(format('select public.%s', a.call)), '<=', a.most_rows::bigint,
  format('%s of the %s session', a.name, a.session)
)
from asked as a;

-- Each chunk's bytes are two pieces in a table of their own.
select is(
  pg_temp.rows_read(format('select public.%s', a.call), true), 0::bigint,
  format('%s of the %s session reads no bytes', a.name, a.session)
)
from asked as a
where a.call like 'visual_chunks(%';
select is(
  pg_temp.rows_read('select public.visual_chunk(''long'', ''main'', 7, 8)', true) > 0, true,
  'the bytes of two chunks are read'
);
select set_config('t.tag', v.etag, true)
from public.visual_chunk('long', 'main', 7, 8) as v;
select is(
  pg_temp.rows_read(
    format(
      'select public.visual_chunk(''long'', ''main'', 7, 8, if_none_match => %L)',
      current_setting('t.tag')
    ), true
  ), 0::bigint, 'not for who has them'
);
select is(
  pg_temp.rows_read('select public.visual_stream(''long'', 9990)', true)
    < 2 * pg_temp.rows_read('select public.visual_chunk(''long'', ''main'', 9990, 9999)', true),
  true, 'a round reads the bytes of its own chunks'
);
select is(
  (select row(cardinality(v.chunks), v.truncated)::text from public.visual_chunks('long') as v),
  '(10000,f)', 'all of the long session'
);

select * from finish();
rollback;
