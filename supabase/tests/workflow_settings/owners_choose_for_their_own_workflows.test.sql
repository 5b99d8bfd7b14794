-- The owner of a workflow reads, makes and changes its settings; a stranger and an anonymous
-- sign-in have none of it; nobody but the service sets those of a public workflow.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
select set_config('t.public', tests.create_workflow(null)::text, true);
prepare choose (uuid, integer) as
  insert into public.workflow_settings (workflow_id, heartbeat_timeout_seconds) values ($1, $2)
  on conflict (workflow_id) do update
    set heartbeat_timeout_seconds = excluded.heartbeat_timeout_seconds;
prepare shown as
  select workflow_id, heartbeat_timeout_seconds, ends_stuck_runs from public.workflow_settings;
prepare expected as values (current_setting('t.workflow')::uuid, 20, true);

select tests.act_as(current_setting('t.owner')::uuid);
select lives_ok(format('execute choose(%L, 10)', current_setting('t.workflow')), 'the owner sets');
select lives_ok(format('execute choose(%L, 20)', current_setting('t.workflow')), 'and changes');
select results_eq('shown', 'expected', 'and reads');
select throws_ok(
  format('execute choose(%L, 10)', current_setting('t.public')), '42501', null,
  'a public workflow is not the owner''s'
);
select throws_ok(
  format('update public.workflow_settings set workflow_id = %L', current_setting('t.public')),
  '42501', null, 'settings are not moved to a workflow that is not one''s own'
);

create function pg_temp.changes() returns bigint language plpgsql as $$
declare
  v_rows bigint;
begin
  update public.workflow_settings set heartbeat_timeout_seconds = 99;
  get diagnostics v_rows = row_count;
  return v_rows;
end
$$;
select tests.act_as_owner();
select set_config('t.stranger', tests.create_user()::text, true);
select tests.act_as(current_setting('t.stranger')::uuid);
select is_empty('shown', 'a stranger reads none');
select is(pg_temp.changes(), 0::bigint, 'changes none');
select throws_ok(
  format('execute choose(%L, 10)', current_setting('t.workflow')), '42501', null, 'and sets none'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is_empty('shown', 'nor does an anonymous sign-in');
select throws_ok(
  format('execute choose(%L, 10)', current_setting('t.workflow')), '42501', null, 'which sets none'
);
select tests.act_as_owner();
select tests.act_as_service();
select results_eq('shown', 'expected', 'the service reads all');
select lives_ok(
  format('execute choose(%L, 10)', current_setting('t.public')), 'and sets a public workflow''s'
);
select lives_ok('delete from public.workflow_settings', 'and removes them');

select * from finish();
rollback;
