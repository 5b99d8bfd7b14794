-- A window begins before it ends, filters can match, and the service says for whom it asks.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create function pg_temp.calling(arguments text) returns text language sql as $$
  select 'select public.executions_timeline(' || calling.arguments || ')'
$$;
select tests.act_as(tests.create_user());
select throws_ok(
  pg_temp.calling('since => ''2026-01-02Z'', until => ''2026-01-02Z'''),
  'PT400', 'invalid_parameter', 'an empty window'
);
select throws_ok(
  pg_temp.calling('status_filter => ''{done}'''), 'PT400', 'invalid_parameter', 'no status'
);
select throws_ok(
  pg_temp.calling('mode_filter => ''remote'''), 'PT400', 'invalid_parameter', 'no mode'
);
select throws_ok(
  pg_temp.calling('user_id => gen_random_uuid()'), 'PT400', 'user_id_not_allowed', 'another user'
);
select lives_ok(
  pg_temp.calling('since => now() + interval ''1 day'''), 'a window that has not begun'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(pg_temp.calling(''), 'PT400', 'user_id_required', 'the service: nobody');

select * from finish();
rollback;
