-- Where pg_cron is there, as on every Supabase project, upkeep is called each minute.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

select results_eq(
  $$
    select j.jobname::text, j.schedule::text, j.active
    from cron.job as j
    where j.command = 'select private.maintain()'
  $$,
  $$values ('runtrail-maintain', '* * * * *', true)$$,
  'one active job'
);

select * from finish();
rollback;
