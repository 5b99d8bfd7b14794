-- In a history too long to be read for a page, what is rare is looked up and what is common is
-- walked to: following cursors forth and back shows every match once, in order, for every sort,
-- with ties, and stays so while new matches arrive; page numbers show the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(44);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'the usual one') as workflow,
  tests.create_workflow(u.owner, 'zebra watch') as named
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- 4 000 runs, four created at a time. Every hundredth and all of the last ten saw a zebra, every
-- seventh a timeout; the 2 500th to the 2 600th, among the oldest 1 500, alone were late.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, session_id, tags,
  error
)
select
  f.owner, case when n % 500 = 3 then f.named else f.workflow end,
  now() - n / 4 * interval '1 minute', case when n % 50 = 0 then 'failed' else 'completed' end,
  now(), n % 9, case when n % 300 = 0 then 'zebra-' || n end,
  case when n between 2500 and 2600 then array['late'] else '{}' end,
  case
    when n % 100 = 0 or n > 3990 then 'A ZEBRA on the road' when n % 7 = 0 then 'Timeout'
    when n between 2500 and 2600 then 'Much too late'
  end
from fixture as f, generate_series(1, 4000) as n;
alter table public.workflow_executions enable trigger user;
select private.rebuild_rollups();
analyze public.workflow_executions;

create temp table expected as
select
  s.sort, c.name, c.arguments, c.page_size,
  string_agg(
    e.execution_id::text, ' ' order by
      case s.sort when 'created_at.desc' then e.created_at end desc,
      case s.sort when 'created_at.asc' then e.created_at end,
      case s.sort when 'execution_time_seconds.desc' then e.execution_time_seconds end desc,
      case s.sort when 'execution_time_seconds.asc' then e.execution_time_seconds end,
      case when s.sort like '%.desc' then e.execution_id end desc,
      e.execution_id
  ) as ids
from
  unnest(array[
    'created_at.desc', 'created_at.asc', 'execution_time_seconds.desc', 'execution_time_seconds.asc'
  ]) as s (sort)
cross join (
  values
    ('a rare word', 7, 'search => ''zebra'''),
    ('a rare word and a status', 7, 'search => ''Zebra'', status_filter => ''{failed}'''),
    ('a common word', 130, 'search => ''timeout'''),
    ('a word that comes late', 20, 'search => ''too late'''),
    ('a tag that comes late', 20, 'tags => ''{late}''')
) as c (name, page_size, arguments)
cross join fixture as f
join public.workflow_executions as e on e.user_id = f.owner
where case c.name
  when 'a tag that comes late' then e.tags = '{late}'
  when 'a common word' then e.error ilike '%timeout%'
  when 'a word that comes late' then e.error ilike '%too late%'
  when 'a rare word and a status' then e.status = 'failed' and (
    e.error ilike '%zebra%' or e.session_id like 'zebra%' or e.workflow_id = f.named
  )
  else e.error ilike '%zebra%' or e.session_id like 'zebra%' or e.workflow_id = f.named
end
group by s.sort, c.name, c.arguments, c.page_size;
grant select on expected to public;

create function pg_temp.walk(arguments text, out forth text, out back text, out total text)
language plpgsql
as $$
declare
  v_page public.execution_history_page;
  v_ids text;
begin
  loop
    execute format('select h.* from public.execution_history(%s, cursor => $1) as h', arguments)
    into v_page using v_page.next_cursor;
    select string_agg(r ->> 'execution_id', ' ') into v_ids
    from jsonb_array_elements(v_page.executions) as r;
    walk.forth := concat_ws(' ', walk.forth, v_ids);
    exit when v_page.next_cursor is null;
  end loop;
  walk.total := concat(v_page.total_executions, case when v_page.total_is_exact then ' exactly' end);
  walk.back := v_ids;
  while v_page.previous_cursor is not null loop
    execute format('select h.* from public.execution_history(%s, cursor => $1) as h', arguments)
    into v_page using v_page.previous_cursor;
    select string_agg(r ->> 'execution_id', ' ') into v_ids
    from jsonb_array_elements(v_page.executions) as r;
    walk.back := concat_ws(' ', v_ids, walk.back);
  end loop;
end
$$;
create function pg_temp.arguments(asked expected)
returns text
language sql
as $$
  select format('sort => %L, page_size => %s, %s', asked.sort, asked.page_size, asked.arguments)
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  (w.forth, w.back, w.total)::text,
  (x.ids, x.ids, cardinality(string_to_array(x.ids, ' ')) || ' exactly')::text,
  format('%s, %s: forth and back', x.name, x.sort)
)
from expected as x cross join lateral pg_temp.walk(pg_temp.arguments(x)) as w;

create function pg_temp.by_numbers(arguments text)
returns text
language plpgsql
as $$
declare
  v_page public.execution_history_page;
  v_ids text;
begin
  for n in 1..100 loop
    execute format('select h.* from public.execution_history(%s, page => $1) as h', arguments)
    into v_page using n;
    v_ids := concat_ws(' ', v_ids, (
      select string_agg(r ->> 'execution_id', ' ') from jsonb_array_elements(v_page.executions) as r
    ));
    exit when not v_page.has_next_page;
  end loop;
  return v_ids;
end
$$;
select is(
  pg_temp.by_numbers(pg_temp.arguments(x)), x.ids, format('%s, %s: by page numbers', x.name, x.sort)
)
from expected as x;

-- New matches arrive after the second page, newer than it and with its very time.
create temp table held as
select one.next_cursor as first, two.next_cursor as second, two.executions as shown
from public.execution_history(search => 'zebra', page_size => 7) as one
cross join lateral public.execution_history(
  search => 'zebra', page_size => 7, cursor => one.next_cursor
) as two;
select tests.act_as_owner();
insert into public.workflow_executions (user_id, workflow_id, created_at, status, error)
select f.owner, f.workflow, t.at, 'failed', 'Another zebra'
from fixture as f cross join (
  select now() as at
  union all
  select (h.shown #>> '{6,created_at}')::timestamptz + interval '1 microsecond' from held as h
) as t;
select tests.act_as(f.owner) from fixture as f;
select is(
  jsonb_path_query_array(h.executions, '$[*].execution_id')::text,
  (
    select to_jsonb((string_to_array(x.ids, ' '))[15:21])::text
    from expected as x where x.name = 'a rare word' and x.sort = 'created_at.desc'
  ),
  'the third page is what it was'
)
from held cross join lateral public.execution_history(
  search => 'zebra', page_size => 7, cursor => held.second
) as h;
select is(
  (
    select count(*) from jsonb_array_elements(b.executions) as r
    where r ->> 'error' = 'Another zebra'
  ),
  1::bigint, 'on the way back, what arrived in between is there'
)
from held
cross join lateral public.execution_history(
  search => 'zebra', page_size => 7, cursor => held.second
) as h
cross join lateral public.execution_history(
  search => 'zebra', page_size => 7, cursor => h.previous_cursor
) as b;
select is(h.total_executions, (
  select cardinality(string_to_array(x.ids, ' ')) + 2
  from expected as x where x.name = 'a rare word' and x.sort = 'created_at.desc'
)::bigint, 'and the total counts it')
from public.execution_history(search => 'zebra') as h;
select is(
  (h.executions #>> '{0,error}', h.scan_limited)::text, '("Another zebra",f)',
  'the newest comes first'
)
from public.execution_history(search => 'another ZEBRA', sort => 'created_at.desc') as h;

select * from finish();
rollback;
