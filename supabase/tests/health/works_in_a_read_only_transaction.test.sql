-- Health can be asked for on a read replica.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

set transaction read only;
select throws_ok(
  'select private.maintain()', '25006', 'cannot execute INSERT in a read-only transaction',
  'the transaction is read-only: upkeep cannot run in it'
);
select isnt_empty('select 1 from private.health()', 'health() can');

select * from finish();
rollback;
