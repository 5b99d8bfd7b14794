-- Fixtures for the tests. "supabase start", "supabase db reset" and the local stack apply this
-- file; "supabase db push" does not, so a hosted project never gets the schema "tests".
--
-- A test acts as one of four: owner and stranger (users), anonymous, and service. It makes users
-- and rows as the database's owner, then switches with tests.act_as…(), then goes back with
-- tests.act_as_owner().

create schema if not exists tests;
grant usage on schema tests to anon, authenticated, service_role;
comment on schema tests is 'Fixtures of the test suite; not part of Runtrail.';

create or replace function tests.create_user(
  email text default null,
  is_anonymous boolean default false
)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_user_id uuid := gen_random_uuid();
begin
  insert into auth.users (id, email, is_anonymous)
  values (
    v_user_id,
    case when not create_user.is_anonymous
      then coalesce(create_user.email, v_user_id || '@example.com') end,
    create_user.is_anonymous
  );
  return v_user_id;
end
$$;
comment on function tests.create_user(text, boolean) is 'Makes a user and returns their id.';

create or replace function tests.act_as(
  user_id uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_is_anonymous boolean := coalesce(
    (select u.is_anonymous from auth.users as u where u.id = act_as.user_id), false
  );
begin
  perform set_config(
    'request.jwt.claims',
    json_build_object(
      'sub', act_as.user_id, 'role', 'authenticated', 'is_anonymous', v_is_anonymous
    )::text,
    true
  );
  perform set_config('role', 'authenticated', true);
end
$$;
comment on function tests.act_as(uuid) is
  'From here on the transaction acts as this signed-in user, as PostgREST does it. Call it as the '
  'database''s owner.';

create or replace function tests.act_as_anonymous()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform set_config('request.jwt.claims', '{"role": "anon"}', true);
  perform set_config('role', 'anon', true);
end
$$;
comment on function tests.act_as_anonymous() is 'From here on: nobody is signed in.';

create or replace function tests.act_as_service()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform set_config('request.jwt.claims', '{"role": "service_role"}', true);
  perform set_config('role', 'service_role', true);
end
$$;
comment on function tests.act_as_service() is 'From here on: the secret key''s role.';

create or replace function tests.act_as_owner()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform set_config('role', 'none', true);
  perform set_config('request.jwt.claims', '', true);
end
$$;
comment on function tests.act_as_owner() is 'Back to the role that the test connected as.';

create or replace function tests.create_workflow(
  owner_id uuid,
  name text default 'a workflow'
)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  insert into public.workflows (owner_id, name)
  values (create_workflow.owner_id, create_workflow.name)
  returning workflow_id
$$;
comment on function tests.create_workflow(uuid, text) is
  'Makes a workflow of this owner (null: public) and returns its id.';

create or replace function tests.create_execution(
  user_id uuid,
  workflow_id uuid,
  columns jsonb default '{}'
)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_columns text;
  v_execution_id uuid;
begin
  select string_agg(format('%I', k.name), ', ') into v_columns
  from jsonb_object_keys(
    create_execution.columns || '{"user_id": 0, "workflow_id": 0}'
  ) as k (name);
  execute format(
    'insert into public.workflow_executions (%1$s) '
    'select %1$s from jsonb_populate_record(null::public.workflow_executions, $1) '
    'returning execution_id',
    v_columns
  )
  into v_execution_id
  using create_execution.columns || jsonb_build_object(
    'user_id', create_execution.user_id, 'workflow_id', create_execution.workflow_id
  );
  return v_execution_id;
end
$$;
comment on function tests.create_execution(uuid, uuid, jsonb) is
  'Inserts an execution with any columns set, as an import would, and returns its id.';

grant execute on all functions in schema tests to anon, authenticated, service_role;
