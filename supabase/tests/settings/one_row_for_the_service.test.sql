-- There is one row of settings: everyone signed in reads it, the service changes it, nobody adds
-- or removes it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

select is((select count(*) from private.settings), 1::bigint, 'one row');
select throws_ok('insert into private.settings default values', '23505', null, 'not a second');
select throws_ok(
  'insert into private.settings values (false)', '23514', null, 'not of another kind'
);
select tests.act_as(tests.create_user());
select is((select api_url from private.settings), null, 'a user reads it');
select throws_ok(
  s.statement, '42501', 'permission denied for table settings', 'a user: ' || s.statement
)
from unnest(array[
  'update private.settings set api_url = ''https://evil.example''',
  'insert into private.settings default values', 'delete from private.settings'
]) as s (statement);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(s.statement, '42501', 'permission denied for table settings',
  'the service: ' || s.statement)
from unnest(array['insert into private.settings default values', 'delete from private.settings'])
  as s (statement);
update private.settings set api_url = 'https://abc.supabase.co';
select is(
  (select api_url from private.settings), 'https://abc.supabase.co', 'the service changes it'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select * from private.settings', '42501', 'permission denied for schema private',
  'nobody signed in reads nothing');

select * from finish();
rollback;
