-- The last good run is found by an index: however many have failed since, they are not read, nor
-- are good ones before it, and of runs of the other mode at most 10 000 are passed over. The first
-- time as the 6th and the 12th in a session.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_workflow(null) as failing,
  tests.create_workflow(null) as cloudy;
-- 40 000 runs of one user: of one workflow the first completed and some 25 000 have failed since;
-- of the other the first was local and some 15 000 in the cloud completed since. Each ends with a
-- local failure.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, mode, status, completed_at, execution_time_seconds
)
select
  f.owner, case when n % 8 < 3 then f.cloudy else f.failing end,
  now() - (40010 - n) * interval '1 minute',
  case when n < 8 then 'local-run' else 'cloud-run' end,
  case when n % 8 < 3 or n = 3 then 'completed' else 'failed' end,
  now(), 1
from fixture as f, generate_series(0, 39999) as n
where n = 0 or n = 3 or n > 7;
create temp table bad as
with added as (
  insert into public.workflow_executions (
    user_id, workflow_id, mode, status, completed_at, execution_time_seconds
  )
  select f.owner, w.workflow_id, w.mode, 'failed', now(), 1
  from fixture as f
  cross join lateral (
    values (f.failing, 'local-run'), (f.cloudy, 'local-run'), (f.cloudy, 'cloud-run')
  ) as w (workflow_id, mode)
  returning workflow_id, mode, execution_id
)
select
  a.execution_id,
  case
    when a.workflow_id = f.failing then 'failing' when a.mode = 'local-run' then 'cloudy'
    else 'plenty'
  end as workflow
from added as a, fixture as f;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;
grant select on fixture, bad to public;

create function pg_temp.rows_read(workflow text)
returns bigint
language plpgsql
as $$
declare
  v_execution_id constant uuid := (
    select b.execution_id from bad as b where b.workflow = rows_read.workflow
  );
  v_rows bigint[];
begin
  for n in 1..12 loop
    v_rows[n] := tests.rows_read_by(
      format('select public.last_good_execution(%L)', v_execution_id)
    );
  end loop;
  return greatest(v_rows[1], v_rows[6], v_rows[12]);
end
$$;
prepare found(text) as
select (l.last_good).seconds_before is not null, l.search_limited
from bad as b
cross join lateral public.last_good_execution(b.execution_id) as l
where b.workflow = $1;

select tests.act_as(f.owner) from fixture as f;
select results_eq('execute found(''failing'')', 'values (true, false)', 'the first of 25 000');
select cmp_ok(pg_temp.rows_read('failing'), '<=', 20::bigint, 'a user: after 25 000 failures');
select results_eq('execute found(''cloudy'')', 'values (false, true)', 'not beyond 10 000');
select cmp_ok(pg_temp.rows_read('cloudy'), '<=', 20100::bigint, 'a user: among 15 000 others');
select results_eq('execute found(''plenty'')', 'values (true, false)', 'the last of 15 000');
select cmp_ok(pg_temp.rows_read('plenty'), '<=', 20::bigint, 'a user: after 15 000 successes');
select tests.act_as_owner();
select tests.act_as_service();
select results_eq('execute found(''failing'')', 'values (true, false)', 'the first of 25 000');
select cmp_ok(pg_temp.rows_read('failing'), '<=', 20::bigint, 'the service: after 25 000 failures');
select results_eq('execute found(''cloudy'')', 'values (false, true)', 'not beyond 10 000');
select cmp_ok(pg_temp.rows_read('cloudy'), '<=', 20100::bigint, 'the service: among 15 000 others');
select results_eq('execute found(''plenty'')', 'values (true, false)', 'the last of 15 000');
select cmp_ok(pg_temp.rows_read('plenty'), '<=', 20::bigint, 'the service: after 15 000 successes');

select * from finish();
rollback;
