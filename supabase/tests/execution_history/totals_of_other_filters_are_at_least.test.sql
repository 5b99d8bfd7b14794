-- Where the kept counts do not tell, total_executions is exact up to 10 000 by an index, own and
-- shared rows together; where rows must be read, as exact as the newest 10 000 (with tags, metadata
-- or search: what an index finds up to 10 000) can say. Beyond, total_is_exact = false means "at
-- least".
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(null) as public_workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- 10 001 runs of the last 11 days; the oldest 100 ran locally for one input, one in 1000 is rare.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, mode, tags,
  inputs, error
)
select
  case when n <= 9000 then f.owner end,
  case when n <= 9000 then f.workflow else f.public_workflow end, now() - n * interval '95 seconds',
  case when n % 10 = 0 then 'failed' else 'completed' end, now(), n % 100,
  case when n > 9901 then 'local-run' else 'cloud-run' end,
  array['all'] || case when n % 1000 = 0 then array['rare'] end,
  jsonb_build_object('place', case when n > 9901 then 'here' else 'there' end),
  case when n % 10 = 0 then concat('Timeout', case when n % 1000 = 0 then ' of a zebra' end) end
from fixture as f, generate_series(1, 10001) as n;
alter table public.workflow_executions enable trigger user;
select private.rebuild_rollups();
analyze public.workflow_executions;

create function pg_temp.total(arguments text)
returns text
language plpgsql
as $$
declare
  v_total text;
begin
  execute format(
    'select concat(h.total_executions, case when h.total_is_exact then '' exactly'' end)'
    ' from fixture as f cross join lateral public.execution_history(page_size => 1, %s) as h',
    arguments
  ) into v_total;
  return v_total;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total('page => 1'), '10001 exactly', 'no filter: the kept counts tell');
select is(pg_temp.total('created_before => now()'), '10000', 'a window of 10 001: at least 10 000');
select is(
  pg_temp.total('created_after => now() - 10000 * interval ''95 seconds'''), '10000 exactly',
  'a window of 10 000'
);
select is(pg_temp.total('min_seconds => 0'), '10000', 'any duration');
select is(pg_temp.total('min_seconds => 90, max_seconds => 92'), '300 exactly', 'a few durations');
select is(
  pg_temp.total('inputs => ''{"place": "here"}'''), '99',
  'a filter that no index serves: among the newest 10 000'
);
select is(
  pg_temp.total('inputs => ''{"place": "here"}'', workflow_id => f.public_workflow'),
  '100 exactly', 'and exact where there are fewer to read'
);
select is(pg_temp.total('tags => ''{rare}'''), '10 exactly', 'a rare tag');
select is(pg_temp.total('search => ''zebra'''), '10 exactly', 'a rare word');
select is(pg_temp.total('search => ''timeout'''), '1000 exactly', 'a word that a tenth have');
select is(
  pg_temp.total('tags => ''{all}'''), '1000',
  'a tag that more than 10 000 have: among the newest 1 000'
);
select is(
  pg_temp.total('tags => ''{all}'', workflow_id => f.workflow'), '9000 exactly',
  'and exact where fewer can have it'
);
select is(
  pg_temp.total(
    'tags => ''{rare}'','
    ' cursor => (select o.next_cursor from public.execution_history(page_size => 1) as o)'
  ),
  '10 exactly', 'a cursor changes nothing about the total'
);

select * from finish();
rollback;
