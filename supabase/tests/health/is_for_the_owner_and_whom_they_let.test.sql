-- Health is told to the database's owner, and to a role they grant the function to, which needs no
-- table for it; to no role of the API.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as select tests.create_user() as owner;
select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  'select * from private.health()', '42501', 'permission denied for function health', 'no user'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  'select * from private.health()', '42501', 'permission denied for function health',
  'not the service'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  'select * from private.health()', '42501', 'permission denied for schema private',
  'nobody who is not signed in'
);
select tests.act_as_owner();
create role watcher;
grant watcher to current_user;
grant usage on schema private, extensions to watcher;
grant execute on function private.health() to watcher;
set local role watcher;
select isnt_empty('select 1 from private.health()', 'a role that may');
select throws_ok(
  'select * from private.maintenance_runs', '42501',
  'permission denied for table maintenance_runs', 'which reads no table'
);
set local role none;

select * from finish();
rollback;
