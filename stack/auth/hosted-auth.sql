-- Turns the auth schema that Lite creates into what migrations find on a hosted project: who owns
-- it, what others may do with it, and the functions policies call. Runs as the superuser, once.

create or replace function auth.uid()
returns uuid
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
  )::uuid
$$;

create or replace function auth.role()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
  )::text
$$;

create or replace function auth.email()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
  )::text
$$;

create or replace function auth.jwt()
returns jsonb
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

comment on function auth.uid() is 'Deprecated. Use auth.jwt() -> ''sub'' instead.';
comment on function auth.role() is 'Deprecated. Use auth.jwt() -> ''role'' instead.';
comment on function auth.email() is 'Deprecated. Use auth.jwt() -> ''email'' instead.';

do $owner$
declare
  v_table text;
  v_function text;
begin
  for v_table in
    select c.oid::regclass::text
    from pg_catalog.pg_class as c
    where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r'
  loop
    execute format('alter table %s owner to supabase_auth_admin', v_table);
    execute format('alter table %s enable row level security', v_table);
  end loop;
  for v_function in
    select p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'auth'::regnamespace
  loop
    execute format('alter function %s owner to supabase_auth_admin', v_function);
  end loop;
end
$owner$;

-- The owner is not bound by row level security; nobody else has a policy. As on hosted projects
-- postgres reads and writes all of it and may put triggers on it, but not own it.
grant all on all tables in schema auth to postgres;
grant execute on all functions in schema auth
  to postgres, anon, authenticated, service_role, supabase_auth_admin;

-- The users that auth.admin creates get their password hashed in the database.
grant usage on schema extensions to supabase_auth_admin;
