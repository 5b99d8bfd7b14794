-- Whatever the filter and the order, the pages of an export joined are all that the history shows,
-- each execution once, also where rows share a time, and where a page finds nothing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow, tests.create_workflow(null) as other
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, mode, status, completed_at, execution_time_seconds, error, tags
)
select
  case when n % 5 > 0 then f.owner end,
  case when n % 5 > 0 then f.workflow else f.other end,
  -- Many at the same moment.
  timestamptz '2026-01-01' + n / 300 * interval '1 minute',
  case when n % 3 = 0 then 'local-run' else 'cloud-run' end,
  case when n % 2 = 0 then 'failed' else 'running' end,
  case when n % 2 = 0 then timestamptz '2026-02-01' end,
  case when n % 2 = 0 then n end,
  case when n % 2 = 0 then 'error ' || n end,
  case when n % 400 = 0 then '{rare}'::text[] else '{}' end
from fixture as f, generate_series(1, 2400) as n;
alter table public.workflow_executions enable trigger user;

create function pg_temp.whole(arguments text)
returns text
language plpgsql
as $$
declare
  v_page public.exported_page;
  v_content text := '';
  v_sort text := case when arguments like '%asc%' then 'asc' else 'desc' end;
  v_found uuid[];
  v_expected uuid[];
  v_rows integer := 0;
  v_pages integer := 0;
begin
  loop
    execute format(
      'select p.* from fixture as f, public.export_executions(after => $1%s) as p', arguments
    ) into v_page using v_page.after;
    v_content := v_content || v_page.content;
    v_rows := v_rows + v_page.rows;
    v_pages := v_pages + 1;
    exit when v_page.after is null;
  end loop;
  v_found := array(
    select (l.line::jsonb ->> 'execution_id')::uuid
    from string_to_table(rtrim(v_content, E'\n'), E'\n') with ordinality as l (line, place)
    where l.line <> ''
    order by l.place
  );
  execute format(
    'select array_agg(e.execution_id order by e.created_at %1$s, e.execution_id %1$s) '
    'from fixture as f, public.workflow_executions as e where %2$s', v_sort,
    case
      when arguments like '%local-run%' then 'e.mode = ''local-run'''
      when arguments like '%status%' then 'e.status = ''failed'''
      when arguments like '%rare%' then 'e.tags @> ''{rare}'''
      when arguments like '%search%' then 'e.error ilike ''%error 24%'''
      when arguments like '%workflow_id%' then 'e.workflow_id = f.workflow'
      when arguments like '%min_seconds%' then 'e.execution_time_seconds between 500 and 1500'
      else 'true'
    end
  ) into v_expected;
  return case
    when v_found = v_expected and v_rows = cardinality(v_found) then v_rows || ' whole'
    else format('%s of %s', cardinality(v_found), cardinality(v_expected))
  end || case when v_pages > 1 then ', in pages' else '' end;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.whole(''), '2400 whole, in pages', 'everything, newest first');
select is(
  pg_temp.whole(', sort => ''created_at.asc'''), '2400 whole, in pages', 'oldest first'
);
select is(
  pg_temp.whole(', mode_filter => ''local-run'''), '800 whole, in pages', 'what no index serves'
);
select is(
  pg_temp.whole(', status_filter => ''{failed}'''), '1200 whole, in pages', 'a status'
);
select is(pg_temp.whole(', tags => ''{rare}'''), '6 whole', 'a rare tag');
select is(pg_temp.whole(', search => ''error 24'''), '7 whole', 'a search');
select is(
  pg_temp.whole(', workflow_id => f.workflow'), '1920 whole, in pages', 'a workflow'
);
select is(
  pg_temp.whole(', min_seconds => 500, max_seconds => 1500'), '501 whole, in pages', 'durations'
);
select is(
  pg_temp.whole(', include => ''{inputs,result,logs,events}'''), '2400 whole, in pages',
  'with everything there is'
);

select * from finish();
rollback;
