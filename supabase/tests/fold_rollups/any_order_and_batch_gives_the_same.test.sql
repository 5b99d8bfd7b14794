-- In whatever order and batches deltas are folded, the counts are the same in the end, and right at
-- every step; also where runs were removed that had not been folded.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow, tests.create_workflow(u.owner) as other
from (select tests.create_user() as owner) as u;
-- Nothing else waits, so that a batch holds deltas of this test.
select tests.fold_rollups();
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select
  f.owner, case when i % 3 = 0 then f.other else f.workflow end,
  case when i % 4 = 0 then 'failed' else 'completed' end,
  timestamptz '2024-01-01 00:00Z' + i * interval '5 hours', 1 + (i * 7) % 11
from fixture as f, generate_series(1, 24) as i;
-- The shortest, the longest and the last go, some by retention.
delete from public.workflow_executions as e using fixture as f
where e.user_id = f.owner and e.execution_time_seconds in (1, 11);
select tests.purge(array(
  select e.execution_id
  from public.workflow_executions as e join fixture as f on e.user_id = f.owner
  where e.execution_time_seconds in (2, 10) or e.created_at > '2024-01-05 20:00Z'
));
create temp table waiting as
select row_number() over () as place, d.*
from private.execution_deltas as d join fixture as f on d.owner_key = f.owner;

create temp table results (name text, differences bigint, rollups jsonb);

-- Folds all that was waiting, from the beginning again; counts the differences on the way.
create function pg_temp.fold(name text, batch_size integer, sort_key text)
returns void
language plpgsql
as $$
declare
  v_differences bigint := 0;
begin
  delete from private.execution_deltas as d using fixture as f where d.owner_key = f.owner;
  delete from private.execution_days as d using fixture as f where d.owner_key = f.owner;
  delete from private.execution_totals as d using fixture as f where d.owner_key = f.owner;
  delete from private.execution_durations as d using fixture as f where d.owner_key = f.owner;
  execute format(
    'insert into private.execution_deltas select %s from waiting as w order by %s',
    (
      select string_agg(format('w.%I', a.attname), ', ' order by a.attnum)
      from pg_catalog.pg_attribute as a
      where a.attrelid = 'private.execution_deltas'::regclass and a.attnum > 0
        and not a.attisdropped
    ),
    fold.sort_key
  );
  loop
    v_differences := v_differences + (
      select count(*) from fixture as f cross join lateral tests.differences(f.owner)
    );
    exit when private.fold_rollups(fold.batch_size) = 0;
  end loop;
  insert into results
  select fold.name, v_differences, tests.rollups_of(f.owner) from fixture as f;
end
$$;
select pg_temp.fold('all at once', 10000, 'w.place');
select pg_temp.fold('one by one', 1, 'w.place');
select pg_temp.fold('backwards', 1, 'w.place desc');
select pg_temp.fold('shuffled, seven at a time', 7, 'md5(w.place::text)');

select ok(count(*) > 24, 'runs and removals wait') from waiting;
select is(r.differences, 0::bigint, 'right at every step: ' || r.name) from results as r;
select is(count(distinct r.rollups), 1::bigint, 'the same in the end') from results as r;

select * from finish();
rollback;
