-- Removal takes a deleted account's retention policies and the record of its purges.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select tests.create_user() as owner, tests.create_user() as stranger;
insert into public.retention_policies (user_id, failed_days)
select u.user_id, 30
from fixture as f
cross join lateral (values (f.owner), (f.stranger)) as u (user_id);
insert into public.purges (
  owner_key, workflow_id, part, reason, executions, bytes, oldest_created_at, newest_created_at
)
select u.user_id, gen_random_uuid(), 'rows', 'request', 1, 1, now(), now()
from fixture as f
cross join lateral (values (f.owner), (f.stranger)) as u (user_id);
delete from auth.users as u using fixture as f where u.id = f.owner;
select private.remove_deleted_accounts();
select results_eq(
  'select p.user_id from public.retention_policies as p join fixture as f '
    'on p.user_id in (f.owner, f.stranger)',
  'select f.stranger from fixture as f', 'policies of others stay'
);
select results_eq(
  'select p.owner_key from public.purges as p join fixture as f '
    'on p.owner_key in (f.owner, f.stranger)',
  'select f.stranger from fixture as f', 'and so do their purges'
);

select * from finish();
rollback;
