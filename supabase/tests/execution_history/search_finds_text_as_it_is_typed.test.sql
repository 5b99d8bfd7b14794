-- search finds part of the error, the workflow's name or the session, in any case; % _ and \ stand
-- for themselves; names of workflows that the caller may not see find nothing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(16);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner, 'Nightly 100% report') as percent,
  tests.create_workflow(u.owner, 'monthly report') as monthly
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, status, session_id, error, metadata)
select
  f.owner, v.workflow_id, 'failed', v.session_id, v.error, jsonb_build_object('name', v.name)
from fixture as f
cross join lateral (
  values
    ('a', f.percent, 'visual-Alpha', 'Timeout: no element #sign_in'),
    ('b', f.monthly, 'visual-beta', 'no such file C:\temp\x'),
    ('c', f.monthly, null, 'read 100 of 200; signXin'),
    ('d', f.monthly, null, repeat('x', 2000) || 'needle ÄPFEL')
) as v (name, workflow_id, session_id, error);

create function pg_temp.found(search text)
returns text
language sql
as $$
  select string_agg(r ->> 'name', '' order by r ->> 'name')
  from public.execution_history(search => found.search) as h
  cross join lateral jsonb_path_query(h.executions, '$[*].metadata') as r
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.found('no element'), 'a', 'part of the error');
select is(pg_temp.found('TIMEOUT'), 'a', 'in any case');
select is(pg_temp.found('needle'), 'd', 'deep in a long error, beyond what the list shows');
select is(pg_temp.found('äpfel'), 'd', 'letters beyond ASCII');
select is(pg_temp.found('monthly'), 'bcd', 'the workflow''s name');
select is(pg_temp.found('visual-'), 'ab', 'the session');
select is(pg_temp.found('alpha'), 'a', 'the session in any case');
select is(pg_temp.found('100%'), 'a', '% stands for itself');
select is(pg_temp.found('%'), 'a', '% alone');
select is(pg_temp.found('sign_in'), 'a', '_ stands for itself');
select is(pg_temp.found('C:\temp\'), 'b', '\ stands for itself, also at the end');
select is(pg_temp.found('\%'), null, '\% is a backslash and a percent sign');
select is(pg_temp.found('''; drop table x; --'), null, 'SQL is text');
select is(pg_temp.found(''), 'abcd', 'empty: no filter');

select tests.act_as_owner();
update fixture set owner = tests.create_user();
do $$
begin
  perform tests.create_execution(
    f.owner, tests.create_workflow(f.owner, 'theirs'), '{"metadata": {"name": "own"}}'
  ) from fixture as f;
end
$$;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.found('report'), null, 'a stranger finds nothing by another user''s workflow');
select is(pg_temp.found('theirs'), 'own', 'and their own by their own');

select * from finish();
rollback;
