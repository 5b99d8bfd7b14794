-- Days, totals and buckets without runs are not kept, whether they were folded before the runs were
-- removed or not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
do $$
begin
  for v_seconds in 1..3 loop
    perform tests.create_execution(f.owner, f.workflow, jsonb_build_object(
      'status', 'failed', 'execution_time_seconds', v_seconds
    ))
    from fixture as f;
    if v_seconds = 2 then
      perform tests.fold_rollups();
    end if;
  end loop;
end
$$;
delete from public.workflow_executions as e using fixture as f
where e.user_id = f.owner and e.execution_time_seconds = 2;
select tests.fold_rollups();
select results_eq(
  $$
    select h.bucket, h.runs
    from private.execution_durations as h
    join fixture as f on h.owner_key = f.owner and h.workflow_id = f.workflow
    order by h.bucket
  $$,
  $$
    select private.duration_bucket(s.seconds), 1::bigint
    from (values (1.0), (3.0)) as s (seconds)
  $$,
  'the empty bucket is gone'
);
select is(d.duration_counts, '{1,1}', 'in the day too')
from private.execution_days as d
join fixture as f on d.owner_key = f.owner and d.workflow_id = f.workflow;
delete from public.workflow_executions as e using fixture as f where e.user_id = f.owner;
select tests.fold_rollups();
select is(
  tests.rollups_of(f.owner), '{"days": null, "totals": null, "durations": null}', 'all are gone'
) from fixture as f;
do $$
begin
  perform tests.create_execution(f.owner, f.workflow, '{"status": "failed"}') from fixture as f;
end
$$;
delete from public.workflow_executions as e using fixture as f where e.user_id = f.owner;
select tests.fold_rollups();
select is(
  tests.rollups_of(f.owner), '{"days": null, "totals": null, "durations": null}',
  'nothing comes of what was removed before it was folded'
) from fixture as f;
select is_empty(
  'select d.* from private.execution_deltas as d join fixture as f on d.owner_key = f.owner',
  'and nothing waits'
);

select * from finish();
rollback;
