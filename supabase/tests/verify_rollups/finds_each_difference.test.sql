-- Whatever count is wrong is found and named, with what it should be; what was right before and is
-- put right again is not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(21);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
do $$
begin
  perform tests.create_execution(f.owner, f.workflow, jsonb_build_object(
    'status', v.status, 'execution_time_seconds', v.seconds, 'created_at', v.created_at
  ))
  from fixture as f, (
    values
      ('completed', 1, '2024-01-01T10:00:00Z'), ('failed', 2, '2024-01-01T11:00:00Z'),
      ('completed', 3, '2024-01-02T12:00:00Z')
  ) as v (status, seconds, created_at);
  perform tests.fold_rollups();
  -- One waits, on a day of its own.
  perform tests.create_execution(f.owner, f.workflow, '{
    "status": "cancelled", "execution_time_seconds": 4, "created_at": "2024-01-03T00:00:00Z"
  }')
  from fixture as f;
end
$$;

-- What is found once a statement has run; it is undone again.
create function pg_temp.found_after(statement text)
returns text
language plpgsql
as $$
declare
  v_found text;
begin
  begin
    execute replace(found_after.statement, 'OURS', (
      select format('owner_key = %L and workflow_id = %L', f.owner, f.workflow) from fixture as f
    ));
    v_found := (
      select string_agg(distinct d.what, ', ' order by d.what)
      from fixture as f cross join lateral tests.differences(f.owner) as d
    );
    raise exception 'undo';
  exception when raise_exception then
    return v_found;
  end;
end
$$;
create function pg_temp.bucket(seconds numeric)
returns text
language sql
as $$ select 'duration bucket ' || private.duration_bucket(bucket.seconds) $$;

select is(pg_temp.found_after('select 1'), null, 'nothing is wrong');
select is(
  pg_temp.found_after(format(
    'update private.execution_days set %1$s = %1$s + 1 where OURS and day = ''2024-01-02''', c.name
  )),
  'day, total', 'a day: ' || c.name
)
from unnest(array[
  'completed', 'failed', 'cancelled', 'cloud_runs', 'visual_runs', 'high_quality_runs',
  'events_captured', 'streaming_events', 'stream_seconds'
]) as c (name);
select is(
  pg_temp.found_after('update private.execution_totals set seconds = seconds + 0.001 where OURS'),
  'total', 'a total'
);
select is(
  pg_temp.found_after('update private.execution_totals set min_seconds = 0 where OURS'), 'total',
  'the extremes of a total'
);
select is(
  pg_temp.found_after('delete from private.execution_totals where OURS'), 'total', 'a total is lost'
);
select is(
  pg_temp.found_after(
    'delete from private.execution_durations where OURS and bucket = private.duration_bucket(2)'
  ),
  pg_temp.bucket(2), 'a bucket is lost'
);
select is(
  pg_temp.found_after(
    'update private.execution_durations set runs = runs + 1 '
    'where OURS and bucket = private.duration_bucket(1)'
  ),
  pg_temp.bucket(1), 'a bucket'
);
select is(
  pg_temp.found_after(
    'update private.execution_days set duration_counts[1] = 7 where OURS and day = ''2024-01-02'''
  ),
  pg_temp.bucket(3), 'a bucket of a day'
);
select is(
  pg_temp.found_after(
    'update private.execution_days set max_seconds = 9 where OURS and day = ''2024-01-02'''
  ),
  'extremes, total', 'the extremes of a day'
);
select is(
  pg_temp.found_after('delete from private.execution_days where OURS and day = ''2024-01-02'''),
  'day, ' || pg_temp.bucket(3) || ', total', 'a day is lost'
);
select is(
  pg_temp.found_after('delete from private.execution_deltas where OURS'),
  'day, ' || pg_temp.bucket(4), 'a delta is lost'
);
select is(
  pg_temp.found_after(
    'insert into private.execution_deltas select * from private.execution_deltas where OURS'
  ),
  'day, ' || pg_temp.bucket(4), 'a delta is there twice'
);
select is(
  pg_temp.found_after(
    'alter table public.workflow_executions disable trigger user; '
    'delete from public.workflow_executions where OURS and execution_time_seconds = 3'
  ),
  'day, ' || pg_temp.bucket(3) || ', extremes', 'a run is gone that is still counted'
);

select * from finish();
rollback;
