-- updated_at is the time of the last change, whatever the change says.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

insert into public.workflows (owner_id, name, created_at, updated_at)
values (tests.create_user(), 'old', now() - interval '1 year', now() - interval '1 year');
select is((select updated_at from public.workflows), now() - interval '1 year', 'as it was made');
update public.workflows set name = 'new', updated_at = '2000-01-01';
select is((select updated_at from public.workflows), now(), 'as it was changed');
select is((select created_at from public.workflows), now() - interval '1 year', 'created_at stays');

select * from finish();
rollback;
