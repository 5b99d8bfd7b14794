-- A batch reads the executions it names and not all others of their owner, however many those are
-- and however few most owners have.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
insert into public.workflow_executions (user_id, workflow_id)
select tests.create_user(), current_setting('t.workflow')::uuid
from generate_series(1, 1500);
insert into public.workflow_executions (user_id, workflow_id)
select current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid
from generate_series(1, 3000);
analyze public.workflow_executions;
select set_config('t.items', jsonb_agg(jsonb_build_object(
  'execution_id', e.execution_id, 'progress', 50
))::text, true)
from (
  select x.execution_id
  from public.workflow_executions as x
  where x.user_id = current_setting('t.owner')::uuid
  limit 40
) as e;
create function pg_temp.rows_read() returns bigint language sql as $$
  select t.seq_tup_read + t.idx_tup_fetch
  from pg_catalog.pg_stat_xact_user_tables as t
  where t.relid = 'public.workflow_executions'::regclass
$$;
create function pg_temp.read_by_batches(times integer) returns bigint language plpgsql as $$
declare
  v_before bigint := pg_temp.rows_read();
begin
  for v_time in 1 .. times loop
    perform public.update_executions(current_setting('t.items')::jsonb);
  end loop;
  return pg_temp.rows_read() - v_before;
end
$$;

select tests.act_as(current_setting('t.owner')::uuid);
select is(
  (public.update_executions(current_setting('t.items')::jsonb)).succeeded, 40, '40 reports'
);
-- Locked, updated (also through its new version) and shown.
select cmp_ok(pg_temp.read_by_batches(1), '<=', 40 * 6::bigint, 'read 40 executions');
-- The first ones are planned anew each time.
select cmp_ok(pg_temp.read_by_batches(10), '<=', 10 * 40 * 6::bigint, 'so with the plan kept');

select * from finish();
rollback;
