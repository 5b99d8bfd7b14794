-- Removal takes at most batch_size executions a call, account by account, and returns 0 only when
-- nothing is left to do; a batch_size that makes no sense cannot stop it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner from generate_series(1, 2)) as u;
do $$
begin
  perform tests.create_execution(f.owner, f.workflow) from fixture as f, generate_series(1, 3);
end
$$;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;
update private.deleted_accounts set deleted_at = now() - interval '61 minutes';

create function pg_temp.remaining()
returns text
language sql
as $$
  select concat_ws(
    ', ',
    (select count(*) from public.workflow_executions as e join fixture as f on f.owner = e.user_id)
      || ' executions',
    (select count(*) from public.workflows as w join fixture as f on f.owner = w.owner_id)
      || ' workflows',
    (select count(*) from private.deleted_accounts) || ' accounts'
  )
$$;

select is(private.remove_deleted_accounts(2), 2::bigint, 'the first call removes 2');
select is(
  pg_temp.remaining(), '4 executions, 2 workflows, 2 accounts', 'the rest waits for the next call'
);
select is(
  private.remove_deleted_accounts(2), 2::bigint, 'the second call goes on with the next account'
);
select is(
  pg_temp.remaining(), '2 executions, 1 workflows, 1 accounts', 'the first account is done with'
);
select is(
  private.remove_deleted_accounts(2), 2::bigint, 'the third call removes the last executions'
);
select is(private.remove_deleted_accounts(2), 0::bigint, 'the fourth finds no execution');
select is(pg_temp.remaining(), '0 executions, 0 workflows, 0 accounts', 'and nothing is left');

insert into private.deleted_accounts (user_id, deleted_at)
values (gen_random_uuid(), now() - interval '61 minutes');
select private.remove_deleted_accounts(0);
select is(pg_temp.remaining(), '0 executions, 0 workflows, 0 accounts', 'batch_size 0 still works');

update fixture set owner = tests.create_user();
update fixture set workflow = tests.create_workflow(owner);
do $$
begin
  perform tests.create_execution(f.owner, f.workflow) from fixture as f;
end
$$;
delete from auth.users as u using fixture as f where u.id = f.owner;
update private.deleted_accounts set deleted_at = now() - interval '61 minutes';
select is(
  private.remove_deleted_accounts(null), 2::bigint, 'batch_size null: as many as by default'
);
select is(pg_temp.remaining(), '0 executions, 0 workflows, 0 accounts', 'and nothing is left');

select * from finish();
rollback;
