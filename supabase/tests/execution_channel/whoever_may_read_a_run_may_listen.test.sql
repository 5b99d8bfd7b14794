-- The private channels execution:<id> and visual:<id> may be joined by who may read the execution,
-- and by nobody else; nobody may speak there, and other topics are not opened by it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(18);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, current_setting('t.public')::uuid)::text,
  true
);
select set_config(
  't.shared', tests.create_execution(null, current_setting('t.public')::uuid)::text, true
);
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
prepare own as select pg_temp.may_join('execution:' || current_setting('t.execution'));
prepare shared as select pg_temp.may_join('execution:' || current_setting('t.shared'));
prepare own_visual as select pg_temp.may_join('visual:' || current_setting('t.execution'));
prepare shared_visual as select pg_temp.may_join('visual:' || current_setting('t.shared'));

select tests.act_as(current_setting('t.owner')::uuid);
select results_eq('own', 'values (true)', 'the owner');
select results_eq('shared', 'values (true)', 'a user: a shared one');
select results_eq('own_visual', 'values (true)', 'the owner: visual');
select results_eq('shared_visual', 'values (true)', 'a user: a shared one, visual');
select results_eq(
  format('select pg_temp.may_join(%L)', c.topic), 'values (false)', c.description
)
from (
  values
    ('execution:' || gen_random_uuid(), 'one that is not there'),
    ('execution:', 'no id'),
    ('execution:x', 'no UUID'),
    ('visual:' || gen_random_uuid(), 'one that is not there, visual'),
    (current_setting('t.execution'), 'no topic of ours'),
    ('execution:' || current_setting('t.execution') || ':more', 'more than an id')
) as c (topic, description);
select is(
  pg_temp.may_join('execution:' || current_setting('t.execution'), 'presence'), false,
  'presence, which would tell who listens'
);
select throws_ok(
  format(
    'insert into realtime.messages (topic, extension) values (%L, %L)',
    'execution:' || current_setting('t.execution'), 'broadcast'
  ),
  '42501', null, 'the owner does not speak'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user());
select results_eq('own', 'values (false)', 'a stranger');
select results_eq('own_visual', 'values (false)', 'a stranger: visual');
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select results_eq('shared', 'values (false)', 'an anonymous sign-in: a shared one');
select results_eq('shared_visual', 'values (false)', 'an anonymous sign-in: a shared one, visual');
select tests.act_as_owner();
select tests.act_as_anonymous();
select results_eq('own', 'values (false)', 'nobody signed in');
select results_eq('own_visual', 'values (false)', 'nobody signed in: visual');

select * from finish();
rollback;
