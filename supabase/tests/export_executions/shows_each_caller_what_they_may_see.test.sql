-- An export holds its owner's own and shared executions, for a stranger shared ones, for an
-- anonymous sign-in their own, for the service what the user it names would see; nobody else has
-- one. A position shows nobody more.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

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
insert into public.workflow_executions (user_id, workflow_id, session_id, status, error)
select v.user_id, v.workflow_id, v.name, 'failed', v.name
from fixture as f
cross join lateral (
  values
    (f.owner, f.workflow, 'own'), (f.owner, f.public_workflow, 'own-public'),
    (f.visitor, f.public_workflow, 'visitor'), (null, f.public_workflow, 'shared')
) as v (user_id, workflow_id, name);
insert into public.execution_events (execution_id, message)
select e.execution_id, 'line of ' || e.session_id
from fixture as f
join public.workflow_executions as e on e.workflow_id in (f.workflow, f.public_workflow);

create function pg_temp.seen(arguments text)
returns text
language plpgsql
as $$
declare
  v_seen text;
begin
  execute format(
    'select string_agg(concat(l.line ->> ''session_id'', '' '', l.line #>> ''{events,0,message}''),'
    ' ''; '' order by l.line ->> ''session_id'') from fixture as f'
    ' cross join lateral public.export_executions(include => ''{events,logs}'' %s) as p'
    ' cross join lateral ('
    '   select t::jsonb as line from string_to_table(p.content, E''\n'') as t where t <> '''''
    ' ) as l', arguments
  ) into v_seen;
  return v_seen;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.seen(''),
  'own line of own; own-public line of own-public; shared line of shared', 'owner'
);
create temp table given as
select p.snapshot || ',2126-01-01,ffffffff-ffff-ffff-ffff-ffffffffffff' as place
from public.export_executions() as p;
grant select on given to public;
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.seen(''), 'shared line of shared', 'stranger');
select is(
  pg_temp.seen(', after => (select g.place from given as g)'), 'shared line of shared',
  'stranger, with the owner''s position'
);
select is(pg_temp.seen(', workflow_id => f.workflow'), null, 'stranger, by workflow');
select is(pg_temp.seen(', search => ''own'''), null, 'stranger, by error');
select is(pg_temp.seen(', search => ''secret'''), null, 'stranger, by name of the workflow');
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is(pg_temp.seen(''), 'visitor line of visitor', 'anonymous sign-in');
select tests.act_as_owner();
select tests.act_as_service();
select is(
  pg_temp.seen(', user_id => f.owner'),
  'own line of own; own-public line of own-public; shared line of shared', 'service for the owner'
);
select is(
  pg_temp.seen(', user_id => f.stranger'), 'shared line of shared', 'service for the stranger'
);
select is(
  pg_temp.seen(', user_id => f.visitor'), 'visitor line of visitor',
  'service for the anonymous sign-in'
);
select throws_ok(
  'select public.export_executions()', 'PT400', 'user_id_required',
  'service for nobody in particular'
);
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select throws_ok(
  format('select public.export_executions(user_id => %L)', f.owner), 'PT400',
  'user_id_not_allowed', 'stranger, naming the owner'
) from fixture as f;
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select public.export_executions()', '42501', null, 'nobody signed in');

select * from finish();
rollback;
