-- Users make, read, change and delete policies of their own, for the account and for workflows that
-- they may run; an upsert replaces.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
select tests.act_as(f.owner) from fixture as f;
insert into public.retention_policies (completed_days) values (30);
insert into public.retention_policies (workflow_id, failed_days)
select f.workflow, 90 from fixture as f;
select tests.act_as_owner();
select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.act_as(f.owner) from fixture as f;
insert into public.retention_policies (workflow_id, visual_days)
values (current_setting('t.public')::uuid, 7);
select results_eq(
  $$
    select p.user_id, p.workflow_id, p.completed_days, p.failed_days, p.visual_days
    from public.retention_policies as p
    order by p.failed_days, p.visual_days
  $$,
  $$
    select f.owner, v.workflow_id, v.completed_days, v.failed_days, v.visual_days
    from fixture as f
    cross join lateral (
      values
        (f.workflow, null::integer, 90, null::integer),
        (current_setting('t.public')::uuid, null, null, 7), (null, 30, null, null)
    ) as v (workflow_id, completed_days, failed_days, visual_days)
  $$,
  'the account''s, a workflow''s, a public workflow''s'
);
select throws_ok('insert into public.retention_policies (completed_days) values (1)', '23505', null,
  'an account has one');
insert into public.retention_policies (workflow_id, completed_days)
values (null, 60)
on conflict (owner_key, workflow_id) do update
  set workflow_id = excluded.workflow_id, completed_days = excluded.completed_days;
select is(
  (select p.completed_days from public.retention_policies as p where p.workflow_id is null), 60,
  'an upsert replaces it'
);
select throws_ok(
  'insert into public.retention_policies (workflow_id) values (gen_random_uuid())', '42501',
  'new row violates row-level security policy for table "retention_policies"',
  'a workflow that is not there'
);
select tests.act_as_owner();
select set_config('t.other', tests.create_workflow(f.stranger)::text, true) from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  $$
    insert into public.retention_policies (workflow_id) values (current_setting('t.other')::uuid)
  $$,
  '42501', 'new row violates row-level security policy for table "retention_policies"',
  'nor one of somebody else''s'
);
select throws_ok(
  $$
    update public.retention_policies
    set workflow_id = current_setting('t.other')::uuid
    where workflow_id is null
  $$,
  '42501', 'new row violates row-level security policy for table "retention_policies"',
  'nor by a change'
);
select throws_ok('update public.retention_policies set user_id = null', '42501', null,
  'whose it is they do not say');
select throws_ok('insert into public.retention_policies (user_id) values (auth.uid())', '42501',
  null, 'at no time');
delete from public.retention_policies;
select is_empty('select 1 from public.retention_policies', 'and they delete it');

select * from finish();
rollback;
