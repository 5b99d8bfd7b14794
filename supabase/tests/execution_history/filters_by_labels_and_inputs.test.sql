-- tags filters by all of the tags named; metadata and inputs by JSON containment; empty ones are no
-- filter.
begin;
create extension if not exists pgtap with schema extensions;
select plan(14);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
insert into public.workflow_executions (user_id, workflow_id, session_id, tags, metadata, inputs)
select f.owner, f.workflow, v.name, v.tags::text[], v.metadata::jsonb, v.inputs::jsonb
from fixture as f, (
  values
    ('a', '{nightly,eu}', '{"team": {"name": "ops", "size": 3}}', '{"urls": ["x", "y"]}'),
    ('b', '{nightly}', '{"team": {"name": "ops"}, "release": "1"}', '{"urls": ["x"], "deep": {}}'),
    ('c', '{Nightly}', '{"release": 1}', '{"retries": 0}'),
    ('d', '{}', '{}', '{}')
) as v (name, tags, metadata, inputs);

create function pg_temp.listed(arguments text)
returns text
language plpgsql
as $$
declare
  v_listed text;
begin
  execute format(
    'select string_agg(r ->> ''session_id'', '''' order by r ->> ''session_id'')'
    ' || case when max(h.total_executions) <> count(*) then '', total '' || max(h.total_executions)'
    ' else '''' end from public.execution_history(%s) as h'
    ' cross join lateral jsonb_array_elements(h.executions) as r', arguments
  ) into v_listed;
  return v_listed;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.listed($$tags => '{nightly}'$$), 'ab', 'one tag');
select is(pg_temp.listed($$tags => '{eu,nightly}'$$), 'a', 'all of several, in any order');
select is(pg_temp.listed($$tags => '{Nightly}'$$), 'c', 'tags are told apart by case');
select is(pg_temp.listed($$tags => '{night}'$$), null, 'a part of a tag is none');
select is(pg_temp.listed($$tags => '{}'$$), 'abcd', 'no tags: no filter');
select is(pg_temp.listed($$metadata => '{"team": {"name": "ops"}}'$$), 'ab', 'metadata, nested');
select is(pg_temp.listed($$metadata => '{"release": "1"}'$$), 'b', 'metadata: a text');
select is(pg_temp.listed($$metadata => '{"release": 1}'$$), 'c', 'metadata: a number is no text');
select is(pg_temp.listed($$metadata => '{}'$$), 'abcd', 'empty metadata: no filter');
select is(pg_temp.listed($$inputs => '{"urls": ["x"]}'$$), 'ab', 'inputs: a list contains');
select is(pg_temp.listed($$inputs => '{"urls": ["y", "x"]}'$$), 'a', 'inputs: all of it');
select is(pg_temp.listed($$inputs => '{"retries": 0}'$$), 'c', 'inputs: a number');
select is(pg_temp.listed($$inputs => '{}'$$), 'abcd', 'empty inputs: no filter');
select is(
  pg_temp.listed($$tags => '{nightly}', metadata => '{"release": "1"}', inputs => '{"deep": {}}'$$),
  'b', 'all three'
);

select * from finish();
rollback;
