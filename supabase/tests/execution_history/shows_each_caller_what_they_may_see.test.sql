-- The history shows its owner their own and shared executions, a stranger shared ones, an anonymous
-- sign-in their own, and the service what the user it names would see; no filter, search, count or
-- message shows more.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.owner, tests.create_user() as stranger, u.visitor,
  tests.create_workflow(u.owner, 'secret') as workflow,
  tests.create_workflow(null, 'public one') as public_workflow
from (
  select tests.create_user() as owner, tests.create_user(is_anonymous => true) as visitor
) as u;
grant select on fixture to public;
insert into public.workflow_executions (
  user_id, workflow_id, session_id, status, tags, metadata, error
)
select
  v.user_id, v.workflow_id, v.name, 'failed', array[v.name], jsonb_build_object('name', v.name),
  v.name
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, 'own'), (f.owner, f.public_workflow, 'own-public'),
    (f.visitor, f.public_workflow, 'visitor'), (null, f.public_workflow, 'shared')
) as v (user_id, workflow_id, name);

create function pg_temp.seen(arguments text)
returns text
language plpgsql
as $$
declare
  v_seen text;
begin
  execute format(
    'select concat(max(h.total_executions), '': '', string_agg(r ->> ''session_id'', '' '''
    ' order by r ->> ''session_id'')) from fixture as f'
    ' cross join lateral public.execution_history(%s) as h'
    ' left join lateral jsonb_array_elements(h.executions) as r on true', arguments
  ) into v_seen;
  return v_seen;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.seen(''), '3: own own-public shared', 'owner');
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.seen(''), '1: shared', 'stranger');
select is(pg_temp.seen('workflow_id => f.workflow'), '0: ', 'stranger, by workflow');
select is(pg_temp.seen('session_id => ''own'''), '0: ', 'stranger, by session');
select is(pg_temp.seen('search => ''own'''), '0: ', 'stranger, by error');
select is(pg_temp.seen('search => ''secret'''), '0: ', 'stranger, by name of the workflow');
select is(pg_temp.seen('tags => ''{own}'''), '0: ', 'stranger, by tag');
select is(pg_temp.seen('metadata => ''{"name": "own"}'''), '0: ', 'stranger, by metadata');
select is(
  pg_temp.seen('page_size => 1, include_payloads => true'), '1: shared', 'stranger, with payloads'
);
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is(pg_temp.seen(''), '1: visitor', 'anonymous sign-in');
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.seen('user_id => f.owner'), '3: own own-public shared', 'service for the owner');
select is(pg_temp.seen('user_id => f.stranger'), '1: shared', 'service for the stranger');
select is(pg_temp.seen('user_id => f.visitor'), '1: visitor', 'service for the anonymous sign-in');
select is(
  pg_temp.seen('user_id => f.stranger, search => ''secret'''), '0: ',
  'service for the stranger, by name of the workflow'
);
select throws_ok(
  'select pg_temp.seen('''')', 'PT400', 'user_id_required', 'service for nobody in particular'
);

select * from finish();
rollback;
