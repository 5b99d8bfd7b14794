-- What a hosted Supabase project has before the first migration, as far as this product relies on
-- it: roles, schemas, grants, default privileges, Realtime's table and functions. Applied once to
-- an empty cluster by its superuser supabase_admin; the schema auth follows (auth.ts).
--
-- Deliberately absent: storage, vault, graphql, pg_net, and the extension supautils, which on
-- hosted projects lets postgres do a few things only superusers may. Where a grant below stands in
-- for supautils, a comment says so.

-- 1. Roles ---------------------------------------------------------------------------------------

create role postgres login createdb createrole replication bypassrls;
alter database postgres owner to postgres;

create role anon nologin;
create role authenticated nologin;
create role service_role nologin bypassrls;
create role authenticator login noinherit;
create role supabase_auth_admin login noinherit;
create role supabase_realtime_admin login noinherit createrole replication;

grant anon, authenticated, service_role to authenticator, supabase_realtime_admin;
grant anon, authenticated, service_role to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend, pg_create_subscription to postgres;

-- Stands in for supautils: lets migrations write policies on realtime.messages.
grant supabase_realtime_admin to postgres;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role postgres set search_path = "$user", public, extensions;
alter role supabase_admin set search_path = "$user", public, auth, extensions;
alter role supabase_auth_admin set search_path = auth;
alter role supabase_realtime_admin set search_path = public, extensions, realtime;
alter database postgres set search_path = "$user", public, extensions;

-- 2. Schemas -------------------------------------------------------------------------------------

grant all on database postgres to postgres;
grant create on database postgres to supabase_realtime_admin;

create schema extensions authorization postgres;
grant usage on schema extensions to anon, authenticated, service_role, supabase_realtime_admin;
create extension pgcrypto with schema extensions;
create extension "uuid-ossp" with schema extensions;
create extension pg_stat_statements with schema extensions;
grant all on all tables in schema extensions to postgres;
grant all on all routines in schema extensions to postgres;

create schema auth;
grant usage on schema auth
  to postgres, anon, authenticated, service_role, supabase_realtime_admin;
grant all on schema auth to supabase_auth_admin;

grant usage on schema public to postgres, anon, authenticated, service_role;
grant create, usage on schema public to supabase_realtime_admin;

-- The generous defaults of existing hosted projects; what a migration does not revoke is open here
-- too, so a forgotten revoke shows in the tests.
do $defaults$
declare
  v_owner text;
  v_kind text;
begin
  foreach v_owner in array array['postgres', 'supabase_admin'] loop
    foreach v_kind in array array['tables', 'functions', 'sequences'] loop
      execute format(
        'alter default privileges for role %I in schema public '
          'grant all on %s to postgres, anon, authenticated, service_role',
        v_owner,
        v_kind
      );
    end loop;
  end loop;
end
$defaults$;

create publication supabase_realtime;
alter publication supabase_realtime owner to postgres;

-- 3. Realtime: private broadcast -----------------------------------------------------------------

create schema realtime;
grant usage on schema realtime to anon, authenticated, service_role;
grant usage on schema realtime to postgres with grant option;
grant all on schema realtime to supabase_realtime_admin with grant option;

create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  broadcasted_at timestamp,
  primary key (id, inserted_at)
) partition by range (inserted_at);

-- Hosted projects add a partition a day and drop those older than three; the default one serves a
-- development database for as long as it lives.
create table realtime.messages_default partition of realtime.messages default;

create index messages_inserted_at_topic_index
  on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private;

alter table realtime.messages enable row level security;
alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages_default owner to supabase_realtime_admin;
grant all on realtime.messages to postgres;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

create function realtime.topic()
returns text
language sql
stable
as $$
  select nullif(current_setting('realtime.topic', true), '')
$$;

-- Like the hosted one it runs with its caller's rights, and reports a failure as a warning rather
-- than fail the caller's transaction.
create function realtime.send(
  payload jsonb,
  event text,
  topic text,
  private boolean default true
)
returns void
language plpgsql
as $$
declare
  v_id uuid := gen_random_uuid();
begin
  perform set_config('realtime.topic', send.topic, true);
  insert into realtime.messages (id, payload, event, topic, private, extension)
  values (
    v_id,
    case
      when send.payload ? 'id' then send.payload
      else jsonb_set(send.payload, '{id}', to_jsonb(v_id))
    end,
    send.event,
    send.topic,
    send.private,
    'broadcast'
  );
exception
  when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end
$$;

create function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
)
returns void
language plpgsql
as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  elsif operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(
    jsonb_build_object(
      'old_record', old,
      'record', new,
      'operation', operation,
      'table', table_name,
      'schema', table_schema
    ),
    event_name,
    topic_name
  );
exception
  when others then
    raise exception 'Failed to process the row: %', sqlerrm;
end
$$;

alter function realtime.topic() owner to supabase_realtime_admin;
alter function realtime.send(jsonb, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.broadcast_changes(text, text, text, text, text, record, record, text)
  owner to supabase_realtime_admin;

-- 4. The API learns of new tables and functions --------------------------------------------------

create function extensions.pgrst_ddl_watch()
returns event_trigger
language plpgsql
as $$
begin
  if exists (
    select 1
    from pg_event_trigger_ddl_commands() as command
    where coalesce(command.schema_name, '') not in ('pg_temp', 'auth', 'realtime')
  ) then
    notify pgrst, 'reload schema';
  end if;
end
$$;

create function extensions.pgrst_drop_watch()
returns event_trigger
language plpgsql
as $$
begin
  if exists (
    select 1
    from pg_event_trigger_dropped_objects() as dropped
    where not dropped.is_temporary
      and coalesce(dropped.schema_name, '') not in ('auth', 'realtime')
  ) then
    notify pgrst, 'reload schema';
  end if;
end
$$;

create event trigger pgrst_ddl_watch on ddl_command_end
  execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop
  execute function extensions.pgrst_drop_watch();
