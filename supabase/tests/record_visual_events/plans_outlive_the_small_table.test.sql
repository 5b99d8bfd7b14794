-- What a session planned while there were few chunks still finds them by key when there are many:
-- a batch costs the same however many came before, in whatever order they come.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
);
create function pg_temp.rows_read(first integer, last integer, step integer) returns bigint
language plpgsql as $$
declare
  v_relations constant oid[] := array(
    select r.name::regclass::oid
    from unnest(array[
      'public.visual_chunks', 'public.visual_recordings', 'private.visual_tabs',
      'public.workflow_executions'
    ]) as r (name)
    union all
    select i.indexrelid from pg_index as i where i.indrelid = 'public.visual_chunks'::regclass
  );
  v_before bigint;
begin
  v_before := (
    select sum(pg_stat_get_xact_tuples_returned(r.id)) from unnest(v_relations) as r (id)
  );
  perform tests.record_batch('s', n, jsonb_build_object('snapshot', n % 50 = 0))
  from generate_series(rows_read.first, rows_read.last, rows_read.step) as n;
  return (
    select sum(pg_stat_get_xact_tuples_returned(r.id)) from unnest(v_relations) as r (id)
  ) - v_before;
end
$$;
select tests.record_batch('s', n, jsonb_build_object('snapshot', n % 50 = 0))
from generate_series(0, 1000) as n;
select cmp_ok(pg_temp.rows_read(1001, 1100, 1), '<', 2500::bigint, 'in order');
select cmp_ok(pg_temp.rows_read(2000, 1901, -1), '<', 2500::bigint, 'in the reverse order');
select is_empty('select * from private.verify_recordings()', 'all of it is counted');

select * from finish();
rollback;
