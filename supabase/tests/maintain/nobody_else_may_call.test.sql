-- Upkeep is called by the database's owner (and its scheduler) only, who alone reads what it did.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as select tests.create_user() as owner;
grant select on fixture to public;
create temp table statements as
select * from (values
  ('maintain', 'select private.maintain()', 'function maintain'),
  ('expire keys', 'select private.expire_idempotency_keys()', 'function expire_idempotency_keys'),
  ('read runs', 'select * from private.maintenance_runs', 'table maintenance_runs')
) as s (name, statement, object);
grant select on statements to public;

select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  s.statement, '42501', 'permission denied for ' || s.object, 'a user: ' || s.name
)
from statements as s;
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  s.statement, '42501', 'permission denied for ' || s.object, 'the service: ' || s.name
)
from statements as s;
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  s.statement, '42501', 'permission denied for schema private', 'nobody signed in: ' || s.name
)
from statements as s;

select * from finish();
rollback;
