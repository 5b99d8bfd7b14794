-- In the total of a list what runs is counted up to 1 000 where more than 10 000 are finished, and
-- up to 10 000 where not: beyond, total_is_exact = false means "at least".
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user(is_anonymous => true) as owner) as u;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (user_id, workflow_id, created_at)
select f.owner, f.workflow, now() - n * interval '1 second'
from fixture as f, generate_series(1, 1000) as n;
alter table public.workflow_executions enable trigger user;

create function pg_temp.finished(runs integer)
returns void
language sql
as $$
  delete from private.execution_deltas as d using fixture as f where d.owner_key = f.owner;
  insert into private.execution_deltas (
    owner_key, workflow_id, day, purged, bucket, bucket_runs, completed, failed, cancelled,
    cloud_runs, visual_runs, low_quality_runs, standard_quality_runs, high_quality_runs,
    events_runs, stream_runs, events_captured, seconds, stream_seconds
  )
  select
    f.owner, f.workflow, current_date, false, 1, $1, $1, 0, 0, $1, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fixture as f
$$;
create function pg_temp.total()
returns text
language sql
as $$
  select concat(h.total_executions, case when h.total_is_exact then ' exactly' end)
  from public.execution_history(page_size => 1) as h
$$;

select pg_temp.finished(10001);
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total(), '11001 exactly', '1 000 are counted');
select tests.act_as_owner();
select tests.create_execution(f.owner, f.workflow) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total(), '11001', 'with one more there are at least so many');
select is((public.active_executions()).total_active, 1001::bigint, 'the active list has them all');
select tests.act_as_owner();
select pg_temp.finished(10000);
select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.total(), '11001 exactly', 'beside 10 000 that are finished all are counted');

select * from finish();
rollback;
