-- Both workflows are named, and a window begins before it ends; the service says for whom it asks.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
create function pg_temp.calling(arguments text) returns text language sql as $$
  select format('select public.compare_workflows(' || calling.arguments || ')',
    current_setting('t.workflow'))
$$;
select tests.act_as(tests.create_user());
select throws_ok(pg_temp.calling('null, %L'), 'PT400', 'invalid_parameter', 'no a');
select throws_ok(pg_temp.calling('%L, null'), 'PT400', 'invalid_parameter', 'no b');
select throws_ok(
  pg_temp.calling('%1$L, %1$L, since => ''2026-01-02'', until => ''2026-01-02'''),
  'PT400', 'invalid_parameter', 'an empty window'
);
select throws_ok(
  pg_temp.calling('%1$L, %1$L, user_id => gen_random_uuid()'),
  'PT400', 'user_id_not_allowed', 'another user'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(pg_temp.calling('%1$L, %1$L'), 'PT400', 'user_id_required', 'the service: nobody');
select throws_ok(
  pg_temp.calling('%1$L, %1$L, user_id => gen_random_uuid()'), 'PT404', 'user_not_found',
  'the service: a user who is not there'
);

select * from finish();
rollback;
