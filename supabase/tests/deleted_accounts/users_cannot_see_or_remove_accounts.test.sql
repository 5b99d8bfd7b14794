-- The queue of deleted accounts is closed to every API role, and none of them can run the removal.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as select tests.create_user() as owner;
grant select on fixture to public;

select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  'select * from private.deleted_accounts',
  '42501', 'permission denied for table deleted_accounts', 'a user cannot read the queue'
);
select throws_ok(
  'insert into private.deleted_accounts (user_id) values (gen_random_uuid())',
  '42501', 'permission denied for table deleted_accounts', 'a user cannot queue an account'
);
select throws_ok(
  'select private.remove_deleted_accounts()',
  '42501', 'permission denied for function remove_deleted_accounts', 'a user cannot run the removal'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  'select private.remove_deleted_accounts()',
  '42501', 'permission denied for schema private', 'anonymous cannot run the removal'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  'insert into private.deleted_accounts (user_id) values (gen_random_uuid())',
  '42501', 'permission denied for table deleted_accounts', 'the service cannot queue an account'
);
select throws_ok(
  'select private.remove_deleted_accounts()',
  '42501', 'permission denied for function remove_deleted_accounts',
  'the service cannot run the removal'
);

select * from finish();
rollback;
