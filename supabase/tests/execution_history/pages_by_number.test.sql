-- page and page_size cut the list into numbered pages, 50 rows by default; a page past the end is
-- empty.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, created_at, mode, metadata)
select
  f.owner, f.workflow, now() - n * interval '1 second',
  case when n <= 6 then 'local-run' else 'cloud-run' end, jsonb_build_object('n', n)
from fixture as f, generate_series(1, 53) as n;

create function pg_temp.page(arguments text)
returns text
language plpgsql
as $$
declare
  v_page text;
begin
  execute format(
    'select format(''%%s-%%s of %%s, page %%s of size %%s%%s%%s'','
    ' h.executions #> ''{0,metadata,n}'', h.executions #> ''{-1,metadata,n}'', h.total_executions,'
    ' h.page, h.page_size, case when h.previous_cursor is not null then '', previous'' end,'
    ' case when h.has_next_page and h.next_cursor is not null then '', next'' end)'
    ' from public.execution_history(%s) as h', arguments
  ) into v_page;
  return v_page;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.page(''), '1-50 of 53, page 1 of size 50, next', 'by default the first 50');
select is(pg_temp.page('page => 2'), '51-53 of 53, page 2 of size 50, previous', 'the last page');
select is(
  pg_temp.page('page => 3, page_size => 10'), '21-30 of 53, page 3 of size 10, previous, next',
  'between'
);
select is(
  pg_temp.page('page_size => 53'), '1-53 of 53, page 1 of size 53', 'exactly all: no next page'
);
select is(pg_temp.page('page_size => 200'), '1-53 of 53, page 1 of size 200', 'the largest page');
select is(
  pg_temp.page('page => 2, page_size => 4, mode_filter => ''local-run'''),
  '5-6 of 6, page 2 of size 4, previous', 'with a filter that no index serves'
);
select is(
  pg_temp.page('page => 2147483647, page_size => 200'), '- of 53, page 2147483647 of size 200',
  'far past the end: empty'
);

select * from finish();
rollback;
