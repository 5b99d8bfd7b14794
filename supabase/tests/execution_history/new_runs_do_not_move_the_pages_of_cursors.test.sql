-- A run recorded while somebody pages by cursor moves nothing: no execution is shown twice or left
-- out.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, created_at, metadata)
select f.owner, f.workflow, now() - n * interval '1 hour', jsonb_build_object('name', n)
from fixture as f, generate_series(1, 4) as n;

select tests.act_as(f.owner) from fixture as f;
create temp table first as select h.* from public.execution_history(page_size => 2) as h;
select public.create_execution(f.workflow, metadata => '{"name": "new"}') from fixture as f;
create temp table second as
select h.* from first as p, public.execution_history(page_size => 2, cursor => p.next_cursor) as h;
select is(
  jsonb_path_query_array(p.executions, '$[*].metadata.name'), '[3, 4]', 'the second page'
) from second as p;
select is(
  (
    select
      jsonb_path_query_array(h.executions, '$[*].metadata.name')
      || to_jsonb(h.previous_cursor is not null)
    from public.execution_history(page_size => 2, cursor => p.previous_cursor) as h
  ),
  '[1, 2, true]', 'back: the page as it was, and now something before it'
) from second as p;

select * from finish();
rollback;
