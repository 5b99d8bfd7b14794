-- When retention has removed what a cursor pointed to, the list goes on from there; when nothing is
-- left before it, the way back ends at the first page and not at an empty one.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, created_at, mode, metadata)
select f.owner, f.workflow, now() + n * interval '1 hour', 'local-run',
jsonb_build_object('name', n)
from fixture as f, generate_series(1, 6) as n;

select tests.act_as(f.owner) from fixture as f;
create temp table first as
select h.* from public.execution_history(sort => 'created_at.asc', page_size => 2) as h;
create temp table second as
select h.* from first as p, public.execution_history(page_size => 2, cursor => p.next_cursor) as h;
select tests.act_as_owner();
delete from public.workflow_executions as e using fixture as f
where e.workflow_id = f.workflow and (e.metadata ->> 'name')::integer <= 2;

create function pg_temp.listed(opaque_cursor text, mode text)
returns text
language sql
as $$
  select concat_ws(
    ' ', jsonb_path_query_array(h.executions, '$[*].metadata.name'),
    case when h.previous_cursor is not null then 'after others' end,
    case when h.has_next_page then 'before others' end
  )
  from public.execution_history(
    page_size => 2, cursor => listed.opaque_cursor, mode_filter => listed.mode
  ) as h
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.listed(p.next_cursor, null), '[3, 4] after others before others', 'forth, its row is gone'
) from first as p;
select is(
  pg_temp.listed(p.previous_cursor, null), '[3, 4] before others', 'back, all before it is gone'
) from second as p;
select is(
  pg_temp.listed(p.previous_cursor, 'local-run'), '[3, 4] before others',
  'back with a filter that no index serves'
) from second as p;
select is(
  (select h.filters ->> 'sort' from public.execution_history(cursor => p.previous_cursor) as h),
  'created_at.asc', 'in the order of the cursor'
) from second as p;

select * from finish();
rollback;
