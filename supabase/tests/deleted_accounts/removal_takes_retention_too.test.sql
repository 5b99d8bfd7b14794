-- With an account go its retention policies and the records of what retention removed; those of
-- others stay.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_workflow(null) as public_workflow;
insert into public.retention_policies (user_id, completed_days)
select u.id, 1 from fixture as f cross join lateral (values (f.owner), (f.stranger)) as u (id);
do $$
begin
  perform tests.create_execution(
    u.id, f.public_workflow,
    jsonb_build_object('status', 'completed', 'created_at', now() - n * interval '2 days')
  )
  from fixture as f
  cross join lateral (values (f.owner), (f.stranger)) as u (id)
  cross join generate_series(1, 3) as n;
  perform private.apply_retention();
end
$$;
create function pg_temp.left_of(owner uuid)
returns text
language sql
as $$
  select
    (select count(*) from public.retention_policies as p where p.owner_key = owner) || ' policies, '
      || (select count(*) from public.purges as p where p.owner_key = owner) || ' purges'
$$;
delete from auth.users as u using fixture as f where u.id = f.owner;
do $$
begin
  perform private.remove_deleted_accounts();
end
$$;

select is(
  (select pg_temp.left_of(f.owner) from fixture as f), '0 policies, 0 purges', 'the account''s'
);
select is(
  (select pg_temp.left_of(f.stranger) from fixture as f), '1 policies, 1 purges', 'another user''s'
);

select * from finish();
rollback;
