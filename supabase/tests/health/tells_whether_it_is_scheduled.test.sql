-- A schedule that is missing or switched off is critical, and failed calls by pg_cron are counted.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create function pg_temp.told(name text)
returns text
language sql
as $$
  select concat(h.status, ' ', floor(h.value)) from private.health() as h where h.name = told.name
$$;
select is(pg_temp.told('missing_schedule'), 'ok 0', 'it is scheduled');
select cron.alter_job(j.jobid, active => false)
from cron.job as j where j.jobname = 'runtrail-maintain';
select is(pg_temp.told('missing_schedule'), 'critical 1', 'switched off');
select cron.schedule('upkeep', '10 seconds', 'select private.maintain(2)');
select is(pg_temp.told('missing_schedule'), 'ok 0', 'under another name, with another budget');

delete from cron.job_run_details where status = 'failed';
select is(pg_temp.told('failed_jobs'), 'ok 0', 'no call failed');
insert into cron.job_run_details
  (runid, jobid, username, command, status, return_message, start_time, end_time)
select
  1000000000 + row_number() over (), 1, 'postgres', c.command, c.status, c.message, now() - c.ago,
  now()
from (
  values
    ('select private.maintain()', 'failed', 'ERROR: too slow', interval '2 minutes'),
    ('select private.maintain()', 'failed', 'ERROR: long ago', '2 hours'),
    ('select private.maintain()', 'succeeded', '1 row', '1 minute'),
    ('select something_else()', 'failed', 'ERROR: other', '1 minute')
) as c (command, status, message, ago);
select is(pg_temp.told('failed_jobs'), 'warn 1', 'a call failed within the hour');
select matches(
  (select h.hint from private.health() as h where h.name = 'failed_jobs'),
  'Newest message: ERROR: too slow\.', 'the hint shows what was said'
);
insert into cron.job_run_details (runid, jobid, username, command, status, start_time)
select 2000000000 + n, 1, 'postgres', 'select private.maintain()', 'failed', now()
from generate_series(1, 10) as n;
select is(pg_temp.told('failed_jobs'), 'critical 11', 'many failed');

select * from finish();
rollback;
