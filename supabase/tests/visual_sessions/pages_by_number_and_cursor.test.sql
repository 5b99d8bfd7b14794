-- Sessions come in pages, by number or by cursor, both ways, with ties in created_at; parameters
-- that make no sense are refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- Seven that stream, own and shared by turns, created three at a time; seven more do not stream.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, visual_streaming_enabled
)
select
  case when n % 2 = 0 then f.owner end,
  case when n % 2 = 0 then f.workflow else f.public_workflow end,
  now() - n / 3 * interval '1 minute', s.streams
from fixture as f, generate_series(1, 7) as n, unnest(array[true, false]) as s (streams);
create temp table expected as
select array_agg(e.session_id::text order by e.created_at desc, e.execution_id desc) as ids
from public.workflow_executions as e
join fixture as f on e.workflow_id in (f.workflow, f.public_workflow)
where e.visual_streaming_enabled;
grant select on expected to public;

create function pg_temp.ids(page public.visual_sessions_page)
returns text[]
language sql
as $$
  select array_agg(s.session_id order by s.ordinality)
  from unnest((ids.page).sessions) with ordinality as s
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.ids(v), e.ids[4:6], 'page 2 of 3 a page')
from expected as e, public.visual_sessions(page => 2, page_size => 3) as v;
select is(
  (v.page, v.page_size, v.has_next_page, v.total_sessions)::text, '(2,3,t,7)', 'it says where it is'
) from public.visual_sessions(page => 2, page_size => 3) as v;
select is(
  (v.page, v.page_size, v.has_next_page, v.next_cursor, v.previous_cursor is null)::text,
  '(1,50,f,,t)', 'without parameters: the first 50, and no neighbours here'
) from public.visual_sessions() as v;

create temp table pages as
select one as first, two as second, three as third, back
from public.visual_sessions(page_size => 3) as one
cross join lateral public.visual_sessions(page_size => 3, cursor => one.next_cursor) as two
cross join lateral public.visual_sessions(page_size => 3, cursor => two.next_cursor) as three
cross join lateral public.visual_sessions(page_size => 3, cursor => three.previous_cursor) as back;
select is(
  pg_temp.ids(p.first) || pg_temp.ids(p.second) || pg_temp.ids(p.third), e.ids,
  'cursors lead through the whole list'
) from pages as p, expected as e;
select is(pg_temp.ids(p.back), pg_temp.ids(p.second), 'and back') from pages as p;
select is(
  ((p.second).page, (p.second).has_next_page, (p.third).has_next_page)::text, '(,t,f)',
  'by cursor a page has no number, and the last no next'
) from pages as p;
select is(
  (select pg_temp.ids(v) from public.visual_sessions(cursor => (p.second).previous_cursor) as v),
  pg_temp.ids(p.first), 'the first page is reached, whole'
) from pages as p;

select throws_ok(
  $$select public.visual_sessions(page_size => 201)$$, 'PT400', 'invalid_parameter', 'page_size 201'
);
select throws_ok(
  $$select public.visual_sessions(page => 0)$$, 'PT400', 'invalid_parameter', 'page 0'
);
select throws_ok(
  $$select public.visual_sessions(cursor => 'made-up')$$, 'PT400', 'invalid_cursor',
  'no cursor of ours'
);
select throws_ok(
  $$
    select public.visual_sessions(cursor => h.next_cursor)
    from public.execution_history(sort => 'execution_time_seconds.asc', page_size => 1) as h
  $$,
  'PT400', 'invalid_cursor', 'the cursor of a list in another order'
);

select * from finish();
rollback;
