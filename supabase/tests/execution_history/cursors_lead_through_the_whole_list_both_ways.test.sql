-- Following next_cursor to the end shows every execution once, in order; following previous_cursor
-- back shows the same: for every sort, with ties, own and shared rows merged, filters that an index
-- serves and filters that none does.
begin;
create extension if not exists pgtap with schema extensions;
select plan(61);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, u.stranger, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
-- 29 rows: every third shared, created five at a time, each duration six times, some without one.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, execution_time_seconds, mode, tags
)
select
  case when n % 3 > 0 then f.owner end,
  case when n % 3 > 0 then f.workflow else f.public_workflow end,
  now() - n / 5 * interval '1 minute', case when n % 7 = 0 then 'running' else 'completed' end,
  case when n % 7 > 0 then n % 5 end, case when n % 2 = 0 then 'local-run' else 'cloud-run' end,
  case when n % 4 = 0 then '{}' else array['some'] end
from fixture as f, generate_series(1, 29) as n;
insert into public.workflow_executions (user_id, workflow_id, mode, tags)
select f.stranger, f.public_workflow, 'local-run', '{some}' from fixture as f,
generate_series(1, 3);

create function pg_temp.walk(arguments text, out forth text, out back text, out marks text)
language plpgsql
as $$
declare
  v_page public.execution_history_page;
  v_pages text[];
  v_ids text;
begin
  -- To the end: each page ends with a comma, so that page breaks are compared too.
  loop
    execute format('select h.* from public.execution_history(%s, cursor => $1) as h', arguments)
    into v_page using v_page.next_cursor;
    select string_agg(r ->> 'execution_id', ' ') into v_ids
    from jsonb_array_elements(v_page.executions) as r;
    walk.forth := concat_ws(' ', walk.forth, v_ids);
    v_pages := v_pages || v_ids;
    if v_page.has_next_page <> (v_page.next_cursor is not null)
      or (cardinality(v_pages) = 1) <> (v_page.previous_cursor is null)
    then
      walk.marks := concat(walk.marks, 'wrong on page ', cardinality(v_pages), '; ');
    end if;
    exit when v_page.next_cursor is null or cardinality(v_pages) > 40;
  end loop;
  walk.back := v_ids;
  -- And back.
  while v_page.previous_cursor is not null and cardinality(v_pages) <= 80 loop
    execute format('select h.* from public.execution_history(%s, cursor => $1) as h', arguments)
    into v_page using v_page.previous_cursor;
    select string_agg(r ->> 'execution_id', ' ') into v_ids
    from jsonb_array_elements(v_page.executions) as r;
    walk.back := concat_ws(' ', v_ids, walk.back);
    v_pages := v_pages || v_ids;
    if not v_page.has_next_page or v_page.page is not null then
      walk.marks := concat(walk.marks, 'wrong on the way back; ');
    end if;
  end loop;
  if v_ids <> v_pages[1] then
    walk.marks := concat(walk.marks, 'the first page changed');
  end if;
end
$$;

-- What must come, from the table itself.
create temp table expected as
select
  s.sort, c.filter, c.arguments,
  string_agg(
    e.execution_id::text, ' ' order by
      case s.sort when 'created_at.desc' then e.created_at end desc,
      case s.sort when 'created_at.asc' then e.created_at end,
      case s.sort when 'execution_time_seconds.desc' then e.execution_time_seconds end
        desc nulls last,
      case s.sort when 'execution_time_seconds.asc' then e.execution_time_seconds end nulls first,
      case when s.sort like '%.desc' then e.execution_id end desc,
      e.execution_id
  ) as ids
from
  unnest(array[
    'created_at.desc', 'created_at.asc', 'execution_time_seconds.desc', 'execution_time_seconds.asc'
  ]) as s (sort)
cross join (
  values
    ('all', ''),
    ('statuses', ', status_filter => ''{running,completed}'''),
    ('tags', ', tags => ''{some}'''),
    ('mode', ', mode_filter => ''local-run'''),
    ('search', ', search => ''a workflow'', status_filter => ''{completed,failed}''')
) as c (filter, arguments)
cross join fixture as f
join public.workflow_executions as e on e.user_id is null or e.user_id = f.owner
where case c.filter
  when 'tags' then e.tags = '{some}'
  when 'mode' then e.mode = 'local-run'
  when 'search' then e.status = 'completed'
  else true
end
group by s.sort, c.filter, c.arguments;
grant select on expected to public;

select tests.act_as(f.owner) from fixture as f;
create temp table walked as
select x.*, p.page_size, w.*
from expected as x
cross join unnest(array[4, 7]) as p (page_size)
cross join lateral pg_temp.walk(
  format('sort => %L, page_size => %s%s', x.sort, p.page_size, x.arguments)
) as w;

select is(
  (w.forth, w.back)::text, (w.ids, w.ids)::text,
  format('%s, %s, pages of %s: forth and back', w.filter, w.sort, w.page_size)
) from walked as w;
select is(
  max(w.marks), null, format('%s, %s: what each page says of its neighbours', w.filter, w.sort)
)
from walked as w group by w.filter, w.sort;
select is(
  (select w.ids from pg_temp.walk('page_size => 1') as w (ids, back, marks)),
  (select x.ids from expected as x where x.filter = 'all' and x.sort = 'created_at.desc'),
  'pages of one'
);

select * from finish();
rollback;
