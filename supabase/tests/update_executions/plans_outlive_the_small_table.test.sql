-- What a session planned while there were few executions still finds them by key when there are
-- many, for a single report and for a batch.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create function pg_temp.make(runs integer) returns void language sql as $$
  insert into public.workflow_executions (user_id, workflow_id)
  select current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
  from generate_series(1, runs);
  select set_config('t.items', jsonb_agg(jsonb_build_object(
    'execution_id', e.execution_id, 'progress', 50
  ))::text, true)
  from (
    select x.execution_id
    from public.workflow_executions as x
    where x.user_id = current_setting('t.owner')::uuid
    limit 40
  ) as e;
$$;
-- How many rows 8 reports read, by which time plans are kept.
create function pg_temp.rows_read(statement text) returns bigint language plpgsql as $$
declare
  v_before bigint;
  v_after bigint;
begin
  perform set_config('role', 'none', true);
  select t.seq_tup_read + t.idx_tup_fetch into v_before
  from pg_catalog.pg_stat_xact_user_tables as t
  where t.relid = 'public.workflow_executions'::regclass;
  perform tests.act_as(current_setting('t.owner')::uuid);
  for v_time in 1 .. 8 loop
    execute statement;
  end loop;
  perform set_config('role', 'none', true);
  select t.seq_tup_read + t.idx_tup_fetch into v_after
  from pg_catalog.pg_stat_xact_user_tables as t
  where t.relid = 'public.workflow_executions'::regclass;
  return v_after - v_before;
end
$$;
create function pg_temp.single() returns bigint language sql as $$
  select pg_temp.rows_read($s$
    select public.update_execution(
      (current_setting('t.items')::jsonb #>> '{0,execution_id}')::uuid, progress => 60
    )
  $s$)
$$;
create function pg_temp.batch() returns bigint language sql as $$
  select pg_temp.rows_read($s$
    select public.update_executions(current_setting('t.items')::jsonb)
  $s$)
$$;

select pg_temp.make(1);
select pg_temp.single(), pg_temp.batch();
select pg_temp.make(3000);
select cmp_ok(pg_temp.single(), '<=', 8 * 6::bigint, 'a single report');
select cmp_ok(pg_temp.batch(), '<=', 8 * 40 * 6::bigint, '40 reports');

select * from finish();
rollback;
