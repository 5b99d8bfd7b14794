-- A workflow without an owner is public: everyone signed in reads it, only the service changes
-- it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

select set_config('t.workflow', tests.create_workflow(null, 'public')::text, true);
select tests.act_as(tests.create_user());
select is((select name from public.workflows), 'public', 'a user reads it');
with changed as (update public.workflows set name = 'defaced' returning 1)
select is(count(*), 0::bigint, 'a user''s update finds nothing') from changed;
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is((select name from public.workflows), 'public', 'an anonymous sign-in reads it');
with changed as (update public.workflows set archived_at = now() returning 1)
select is(count(*), 0::bigint, 'their update finds nothing') from changed;
select tests.act_as_owner();
select tests.act_as_service();
update public.workflows set name = 'still public';
select is((select name from public.workflows), 'still public', 'the service changes it');

select * from finish();
rollback;
