-- Events keep the order in which they arrived, carry their execution's owner, and say when they
-- happened.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text, true
);
select tests.act_as(current_setting('t.owner')::uuid);
insert into public.execution_events (execution_id, message)
select current_setting('t.execution')::uuid, m.message
from unnest(array['first', 'second']) as m (message);
insert into public.execution_events (execution_id, message, at)
values (current_setting('t.execution')::uuid, 'third', '2020-01-01');
select results_eq(
  $$
    select message, owner_key, at, kind::text, level::text
    from public.execution_events
    order by seq
  $$,
  $$
    select
      e.message, current_setting('t.owner')::uuid, e.at, 'log', 'info'
    from (
      values ('first', now()), ('second', now()), ('third', '2020-01-01')
    ) as e (message, at)
  $$,
  'the third came last, though it happened first'
);
select tests.act_as_owner();
insert into public.execution_events (execution_id, message, owner_key)
values (current_setting('t.execution')::uuid, 'forged', gen_random_uuid());
select is(
  (select count(*) from public.execution_events where owner_key = current_setting('t.owner')::uuid),
  4::bigint, 'owner_key is the execution''s, whatever an insert says'
);

select * from finish();
rollback;
