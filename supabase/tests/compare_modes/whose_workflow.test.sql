-- The modes of a workflow of one's own or of a public one are compared; another user's is not
-- found, as one that never was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select
  u.owner, tests.create_user() as stranger, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(null) as public
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
create function pg_temp.calling(workflow_id uuid, more text default '') returns text
language sql as $$
  select format('select public.compare_modes(%L%s)', calling.workflow_id, calling.more)
$$;

select tests.act_as(f.stranger) from fixture as f;
select throws_ok(pg_temp.calling(gen_random_uuid()), 'PT404', 'workflow_not_found', 'not there');
select throws_ok(pg_temp.calling(f.workflow), 'PT404', 'workflow_not_found', 'another user''s')
from fixture as f;
select lives_ok(pg_temp.calling(f.public), 'a public one') from fixture as f;
select throws_ok(pg_temp.calling(null), 'PT400', 'invalid_parameter', 'none');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  pg_temp.calling(gen_random_uuid()), '42501', 'permission denied for function compare_modes',
  'nobody signed in'
);
select tests.act_as_owner();
select tests.act_as(f.owner) from fixture as f;
select lives_ok(pg_temp.calling(f.workflow), 'the owner') from fixture as f;
select tests.act_as_owner();
select tests.act_as_service();
select lives_ok(
  pg_temp.calling(f.workflow, format(', user_id => %L', f.owner)), 'the service for the owner'
) from fixture as f;

select * from finish();
rollback;
