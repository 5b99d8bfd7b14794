-- Where pg_cron is there, as on every Supabase project, the removal runs each minute.
begin;
create extension if not exists pgtap with schema extensions;
select plan(1);

select results_eq(
  $$
    select j.schedule::text, j.command::text, j.active
    from cron.job as j
    where j.jobname = 'runtrail-remove-deleted-accounts'
  $$,
  $$values ('* * * * *', 'select private.remove_deleted_accounts()', true)$$,
  'one active job runs the removal each minute'
);

select * from finish();
rollback;
