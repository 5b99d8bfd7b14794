-- A user is told of their own and shared executions, an anonymous sign-in of their own, the service
-- of those of the user it names, and by id of any; all others are left out, like ids that never
-- were.
begin;
create extension if not exists pgtap with schema extensions;
select plan(17);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_user(is_anonymous => true) as visitor, tests.create_workflow(null) as workflow;
create temp table runs as
select u.name, tests.create_execution(u.id, f.workflow) as execution_id
from fixture as f
cross join lateral (values ('owner', f.owner), ('visitor', f.visitor), ('shared', null)) as u (name, id);
grant select on fixture, runs to public;
create function pg_temp.names(answer public.execution_states_page)
returns text language sql as $$
  select string_agg(r.name, ', ' order by r.name)
  from unnest(answer.states) as s join runs as r using (execution_id)
$$;
prepare listed(uuid) as
select pg_temp.names(a), array(
  select case t.topic
    when 'executions:' || f.owner then 'owner'
    when 'executions:' || f.visitor then 'visitor'
    when 'executions:' || f.stranger then 'stranger'
    when 'executions:00000000-0000-0000-0000-000000000000' then 'shared'
  end
  from unnest(a.topics) with ordinality as t (topic, place) order by t.place
)
from fixture as f, public.execution_states(workflow_id => f.workflow, user_id => $1) as a;
prepare named(uuid) as
select pg_temp.names(a), cardinality(a.topics)
from public.execution_states(
  execution_ids => array(select r.execution_id from runs as r), user_id => $1
) as a;

select tests.act_as(f.owner) from fixture as f;
select results_eq(
  'execute listed(null)', $$ values ('owner, shared', '{owner,shared}'::text[]) $$, 'the owner'
);
select results_eq('execute named(null)', $$ values ('owner, shared', 2) $$, 'the owner, by id');
select throws_ok(
  format('execute %s(%L)', p.name, f.stranger), 'PT400', 'user_id_not_allowed',
  'for nobody else: ' || p.name
)
from fixture as f, (values ('listed'), ('named')) as p (name);
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select results_eq(
  'execute listed(null)', $$ values ('shared', '{stranger,shared}'::text[]) $$, 'a stranger'
);
select results_eq('execute named(null)', $$ values ('shared', 1) $$, 'a stranger, by id');
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select results_eq(
  'execute listed(null)', $$ values ('visitor', '{visitor}'::text[]) $$, 'an anonymous sign-in'
);
select results_eq('execute named(null)', $$ values ('visitor', 1) $$, 'by id');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  'select public.execution_states()', '42501', 'permission denied for function execution_states',
  'nobody signed in'
);
select tests.act_as_owner();
select tests.act_as_service();
select results_eq(
  format('execute listed(%L)', f.owner),
  $$ values ('owner, shared', '{owner,shared}'::text[]) $$, 'the service for the owner'
)
from fixture as f;
select results_eq(
  format('execute named(%L)', f.owner), $$ values ('owner, shared', 2) $$, 'by id'
)
from fixture as f;
select results_eq(
  format('execute listed(%L)', f.visitor),
  $$ values ('visitor', '{visitor}'::text[]) $$, 'for an anonymous sign-in'
)
from fixture as f;
select results_eq(format('execute named(%L)', f.visitor), $$ values ('visitor', 1) $$, 'by id')
from fixture as f;
select results_eq(
  'execute named(null)', $$ values ('owner, shared, visitor', 3) $$, 'for nobody, by id: any'
);
select throws_ok('execute listed(null)', 'PT400', 'user_id_required', 'else for somebody');
select throws_ok(
  format('execute %s(%L)', p.name, gen_random_uuid()), 'PT404', 'user_not_found',
  'for nobody who is not there: ' || p.name
)
from (values ('listed'), ('named')) as p (name);

select * from finish();
rollback;
