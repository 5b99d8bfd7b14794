-- Events are read by who may read their execution, and by nobody else.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.passer_by', tests.create_user(is_anonymous => true)::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
insert into public.execution_events (execution_id, message)
select tests.create_execution(u.id::uuid, current_setting('t.public')::uuid), u.message
from (
  values
    (current_setting('t.owner'), 'of the owner'), (null, 'shared'),
    (current_setting('t.passer_by'), 'of an anonymous sign-in')
) as u (id, message);
prepare visible as select message from public.execution_events;

select tests.act_as(current_setting('t.owner')::uuid);
select set_eq('visible', array['of the owner', 'shared'], 'the owner');
select tests.act_as_owner();
select tests.act_as(tests.create_user());
select set_eq('visible', array['shared'], 'a stranger');
select tests.act_as_owner();
select tests.act_as(current_setting('t.passer_by')::uuid);
select set_eq('visible', array['of an anonymous sign-in'], 'an anonymous sign-in');
select tests.act_as_owner();
select tests.act_as_service();
select is((select count(*) from public.execution_events), 3::bigint, 'the service');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(s.statement, '42501', 'permission denied for table execution_events', s.statement)
from unnest(array[
  'select * from public.execution_events',
  'insert into public.execution_events (execution_id) values (gen_random_uuid())',
  'update public.execution_events set message = ''other''',
  'delete from public.execution_events',
  'truncate public.execution_events'
]) as s (statement);

select * from finish();
rollback;
