-- The private channels execution:<id>, visual:<id> and executions:<owner key> may be joined by who
-- may read these executions, and by nobody else; nobody may speak there, and other topics are not
-- opened by it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(62);

create temp table actors as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_user(is_anonymous => true) as visitor;
create temp table topics as
select t.name, t.prefix || t.id as topic, t.name like '%shared%' as is_shared
from actors as a
cross join lateral (select tests.create_workflow(null) as workflow_id) as w
cross join lateral (
  select
    tests.create_execution(a.owner, w.workflow_id) as own,
    tests.create_execution(null, w.workflow_id) as shared
) as e
cross join lateral (
  values
    ('a run', 'execution:', e.own), ('its recording', 'visual:', e.own),
    ('all of the owner''s', 'executions:', a.owner),
    ('a shared run', 'execution:', e.shared), ('its shared recording', 'visual:', e.shared),
    ('all shared', 'executions:', '00000000-0000-0000-0000-000000000000'::uuid)
) as t (name, prefix, id);
grant select on topics, actors to public;

-- Realtime decides like this: it writes a message of the topic, and looks whether the caller sees
-- it.
create function pg_temp.may_join(topic text, extension text default 'broadcast')
returns boolean language plpgsql as $$
declare
  v_role constant text := current_setting('role');
  v_claims constant text := current_setting('request.jwt.claims');
  v_id uuid := gen_random_uuid();
  v_sees boolean;
begin
  perform tests.act_as_owner();
  insert into realtime.messages (id, topic, extension)
  values (v_id, may_join.topic, may_join.extension);
  perform set_config('request.jwt.claims', v_claims, true);
  perform set_config('role', v_role, true);
  perform set_config('realtime.topic', may_join.topic, true);
  select exists (select from realtime.messages as m where m.id = v_id) into v_sees;
  return v_sees;
end
$$;

select tests.act_as(a.owner) from actors as a;
select is(pg_temp.may_join(t.topic), true, 'the owner: ' || t.name) from topics as t;
select is(
  pg_temp.may_join(c.topic), false, 'the owner: ' || c.description
)
from (
  select 'execution:' || gen_random_uuid(), 'one that is not there'
  union all select 'visual:' || gen_random_uuid(), 'a recording that is not there'
  union all select 'executions:' || gen_random_uuid(), 'all of nobody''s'
  union all select 'executions:' || a.stranger, 'all of a stranger''s' from actors as a
  union all select 'executions:' || upper(a.owner::text), 'in other letters' from actors as a
  union all select 'execution:' || a.owner, 'a user''s id as a run''s' from actors as a
  union all select c.prefix, 'no id: ' || c.prefix
    from unnest(array['execution:', 'visual:', 'executions:']) as c (prefix)
  union all select c.prefix || 'x', 'no UUID: ' || c.prefix
    from unnest(array['execution:', 'visual:', 'executions:']) as c (prefix)
  union all select substring(t.topic from '[^:]*$'), 'no prefix' from topics as t
    where t.name = 'a run'
  union all select t.topic || ':more', 'more than an id: ' || t.name from topics as t
    where not t.is_shared
  union all select 'my-' || t.topic, 'another prefix: ' || t.name from topics as t
    where not t.is_shared
) as c (topic, description);
select is(pg_temp.may_join(t.topic, 'presence'), false, 'presence, which would tell who listens')
from topics as t;
select throws_ok(
  format('insert into realtime.messages (topic, extension) values (%L, %L)', t.topic, 'broadcast'),
  '42501', null, 'the owner does not speak: ' || t.name
)
from topics as t;
select tests.act_as_owner();
select tests.act_as(a.stranger) from actors as a;
select is(pg_temp.may_join(t.topic), t.is_shared, 'a stranger: ' || t.name) from topics as t;
select tests.act_as_owner();
select tests.act_as(a.visitor) from actors as a;
select is(pg_temp.may_join(t.topic), false, 'an anonymous sign-in: ' || t.name) from topics as t;
select is(pg_temp.may_join('executions:' || a.visitor), true, 'an anonymous sign-in: their own')
from actors as a;
select tests.act_as_owner();
select tests.act_as_anonymous();
select is(pg_temp.may_join(t.topic), false, 'nobody signed in: ' || t.name) from topics as t;
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.may_join(t.topic), true, 'the service: ' || t.name) from topics as t;

select * from finish();
rollback;
