-- What upkeep did is kept for 30 days, and as long in pg_cron's records of our job, which are
-- trimmed once a day; records of other jobs stay.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

delete from private.maintenance_runs;
insert into private.maintenance_runs (started_at, seconds, outcome, work_left, errors, steps)
select now() - d.days * interval '1 day', 1, 'done', '{}', '{}', '{}'
from unnest(array[31, 29, 2]) as d (days);
insert into cron.job_run_details (runid, jobid, username, command, status, end_time)
select -d.n, 1, 'postgres', d.command, 'succeeded', now() - d.days * interval '1 day'
from (
  values
    (1, 'select private.maintain()', 31), (2, 'select private.maintain()', 29),
    (3, 'select 1', 31)
) as d (n, command, days);

select is(
  (select (r.steps #>> '{trim,done}')::integer >= 2 from tests.maintain() as r), true, 'it counts'
);
select results_eq(
  'select round(extract(epoch from now() - r.started_at) / 86400)::integer '
    'from private.maintenance_runs as r order by r.run_id',
  array[29, 2, 0],
  'a call more than 30 days ago is forgotten'
);
select results_eq(
  'select runid from cron.job_run_details where runid < 0 order by runid', array[-3::bigint, -2],
  'so is the record that pg_cron has of it'
);
insert into cron.job_run_details (runid, jobid, username, command, status, end_time)
values (-4, 1, 'postgres', 'select private.maintain()', 'succeeded', now() - interval '31 days');
do $$
begin
  perform tests.maintain();
end
$$;
select isnt_empty('select 1 from cron.job_run_details where runid = -4', 'once a day');

select * from finish();
rollback;
