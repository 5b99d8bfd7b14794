-- A filter that no index serves reads at most 50 000 rows for a page: it then says scan_limited,
-- counts "at least", and gives a cursor to go on from, until everything has been found; also on the
-- way back.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(u.owner) as small_workflow
from (select tests.create_user(is_anonymous => true) as owner) as u;
grant select on fixture to public;
-- 100 100 runs of which the 2nd, the 60 000th and the 100 100th were given something else.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (user_id, workflow_id, created_at, inputs, session_id)
select
  f.owner, case when n in (2, 100100) then f.small_workflow else f.workflow end,
  now() - n * interval '1 second',
  case when n in (2, 60000, 100100) then '{"rare": true}' else '{}' end::jsonb,
  case when n in (2, 60000, 100100) then 's-' || n end
from fixture as f, generate_series(1, 100100) as n;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;

create function pg_temp.told(page public.execution_history_page)
returns text
language sql
as $$
  select concat_ws(
    ' ', jsonb_path_query_array((told.page).executions, '$[*].session_id'),
    case when (told.page).scan_limited then 'limited' end,
    case when (told.page).has_next_page then 'next' end,
    case when (told.page).previous_cursor is not null then 'previous' end
  )
$$;

create function pg_temp.page(opaque_cursor text)
returns public.execution_history_page
language sql
as $$
  select public.execution_history(inputs => '{"rare": true}', cursor => page.opaque_cursor)
$$;

select tests.act_as(f.owner) from fixture as f;
create temp table forth as
select one, two, three
from pg_temp.page(null) as one
cross join lateral pg_temp.page(one.next_cursor) as two
cross join lateral pg_temp.page(two.next_cursor) as three;
create temp table back as
select before, between, start, pg_temp.page(between.next_cursor) as again
from forth as f
cross join lateral pg_temp.page((f.three).previous_cursor) as before
cross join lateral pg_temp.page(before.previous_cursor) as between
cross join lateral pg_temp.page(between.previous_cursor) as start;

select is(pg_temp.told(f.one), '["s-2"] limited next', 'the first page ends early') from forth as f;
select is(
  ((f.one).total_executions, (f.one).total_is_exact)::text, '(1,f)', 'its total is "at least"'
) from forth as f;
select is(pg_temp.told(f.two), '["s-60000"] limited next previous', 'the second goes on')
from forth as f;
select is(pg_temp.told(f.three), '["s-100100"] previous', 'the third comes to the end')
from forth as f;
select is(
  pg_temp.told(b.before), '["s-60000"] limited next previous', 'the way back is limited too'
)
from back as b;
select is(pg_temp.told(b.between), '[] limited next previous', 'a page on which nothing was found')
from back as b;
select is(
  pg_temp.told(b.start), '["s-2"] next', 'the way back comes to the beginning'
) from back as b;
select is(
  pg_temp.told(b.again), '[] limited next previous', 'from the empty page it goes both ways'
) from back as b;
select is(pg_temp.told(h), '["s-2", "s-100100"]', 'an index that leaves few rows spares the limit')
from fixture as f
cross join lateral public.execution_history(
  workflow_id => f.small_workflow, inputs => '{"rare": true}'
) as h;
select is(pg_temp.told(h), '[]', 'a filter that an index serves is not limited')
from public.execution_history(visual_streaming_only => true) as h;

select * from finish();
rollback;
