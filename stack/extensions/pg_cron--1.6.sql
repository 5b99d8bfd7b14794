-- The tables and functions of pg_cron 1.6 for the local stack. The real extension is a library that
-- the server must preload, which the Postgres from npm does not contain; here the jobs are rows
-- that stack/cron.ts reads and runs.
--
-- The functions run with their caller's rights, because the caller is the user that the job will
-- run as. So everyone may write cron.job, as far as row level security shows them their own jobs,
-- and a trigger turns away those who come past the functions: on hosted projects they fail too.

create schema cron;

create sequence cron.jobid_seq;

create table cron.job (
  jobid bigint primary key default nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport int not null default inet_server_port(),
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);

alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);
grant select, insert, update, delete on cron.job to public;
grant usage on sequence cron.jobid_seq to public;

create sequence cron.runid_seq;

create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default nextval('cron.runid_seq'),
  job_pid int,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);

alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);
grant select on cron.job_run_details to public;

select pg_extension_config_dump('cron.job', '');
select pg_extension_config_dump('cron.jobid_seq', '');
select pg_extension_config_dump('cron.job_run_details', '');
select pg_extension_config_dump('cron.runid_seq', '');

-- Schedules --------------------------------------------------------------------------------------

-- One field of a cron expression: a list of *, n, n-m, with /step after * and n-m.
create function cron.is_valid_field(
  field text,
  lowest int,
  highest int,
  names text[]
)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_part text;
  v_match text[];
  v_value text;
  v_first int;
  v_number int;
begin
  foreach v_part in array string_to_array(lower(field), ',') loop
    v_match := regexp_match(v_part, '^(?:\*|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:/([0-9]{1,4}))?$');
    if v_match is null or v_match[3]::int = 0 then
      return false;
    elsif v_match[3] is not null and v_match[1] is not null and v_match[2] is null then
      return false;
    end if;
    v_first := lowest;
    foreach v_value in array v_match[1:2] loop
      continue when v_value is null;
      v_number := array_position(names, v_value) - 1 + lowest;
      if v_number is null and v_value ~ '^[0-9]{1,4}$' then
        v_number := v_value::int;
      end if;
      if v_number is null or v_number < v_first or v_number > highest then
        return false;
      end if;
      v_first := v_number;
    end loop;
  end loop;
  return field <> '';
end
$$;

create function cron.is_valid_schedule(schedule text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_fields text[] := regexp_split_to_array(btrim(schedule, E' \t'), '[ \t]+');
begin
  if schedule ~* '^\s*0*([1-9]|[1-5][0-9])\s+seconds?\s*$' then
    return true;
  elsif v_fields[1] like '@%' then
    return v_fields[1] in (
      '@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly', '@reboot'
    ) and cardinality(v_fields) = 1;
  end if;
  return cardinality(v_fields) = 5
    and cron.is_valid_field(v_fields[1], 0, 59, '{}')
    and cron.is_valid_field(v_fields[2], 0, 23, '{}')
    and (v_fields[3] = '$' or cron.is_valid_field(v_fields[3], 1, 31, '{}'))
    and cron.is_valid_field(
      v_fields[4], 1, 12, '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}'
    )
    and cron.is_valid_field(v_fields[5], 0, 7, '{sun,mon,tue,wed,thu,fri,sat,sun}');
end
$$;

create function cron.check_job()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(current_setting('cron.writing', true), '') <> 'yes'
    and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
  then
    raise exception 'permission denied for table job' using errcode = '42501';
  elsif tg_op = 'DELETE' then
    return old;
  elsif not cron.is_valid_schedule(new.schedule) then
    raise exception 'invalid schedule: %', new.schedule
      using errcode = '22023',
        hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
  end if;
  return new;
end
$$;

create trigger check_job
  before insert or update or delete on cron.job
  for each row execute function cron.check_job();

-- Functions --------------------------------------------------------------------------------------

create function cron.put_job(
  job_name text,
  schedule text,
  command text,
  database text,
  username text,
  active boolean
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_jobid bigint;
begin
  if put_job.username <> current_user
    and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
  then
    raise exception 'must be superuser to create a job for another role' using errcode = '42501';
  end if;
  perform set_config('cron.writing', 'yes', true);
  insert into cron.job (jobname, schedule, command, database, username, active)
  values (
    put_job.job_name,
    put_job.schedule,
    put_job.command,
    put_job.database,
    put_job.username,
    put_job.active
  )
  on conflict on constraint jobname_username_uniq
    do update set schedule = excluded.schedule, command = excluded.command
  returning jobid into v_jobid;
  perform set_config('cron.writing', '', true);
  return v_jobid;
end
$$;

create function cron.schedule(
  schedule text,
  command text
)
returns bigint
language sql
strict
set search_path = ''
as $$
  select cron.put_job(null, schedule, command, current_database(), current_user, true)
$$;

create function cron.schedule(
  job_name text,
  schedule text,
  command text
)
returns bigint
language plpgsql
set search_path = ''
as $$
begin
  if schedule.job_name is null then
    raise exception 'job_name can not be NULL' using errcode = '22004';
  elsif schedule.schedule is null then
    raise exception 'schedule can not be NULL' using errcode = '22004';
  elsif schedule.command is null then
    raise exception 'command can not be NULL' using errcode = '22004';
  end if;
  return cron.put_job(
    schedule.job_name,
    schedule.schedule,
    schedule.command,
    current_database(),
    current_user,
    true
  );
end
$$;

create function cron.schedule_in_database(
  job_name text,
  schedule text,
  command text,
  database text,
  username text default null,
  active boolean default true
)
returns bigint
language sql
set search_path = ''
as $$
  select cron.put_job(
    job_name, schedule, command, database, coalesce(username, current_user), active
  )
$$;

create function cron.alter_job(
  job_id bigint,
  schedule text default null,
  command text default null,
  database text default null,
  username text default null,
  active boolean default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if alter_job.username is not null
    and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
  then
    raise exception 'must be superuser to alter username' using errcode = '42501';
  end if;
  perform set_config('cron.writing', 'yes', true);
  update cron.job
  set
    schedule = coalesce(alter_job.schedule, job.schedule),
    command = coalesce(alter_job.command, job.command),
    database = coalesce(alter_job.database, job.database),
    username = coalesce(alter_job.username, job.username),
    active = coalesce(alter_job.active, job.active)
  where job.jobid = alter_job.job_id;
  if not found then
    raise exception 'Job % does not exist or you don''t own it', alter_job.job_id;
  end if;
  perform set_config('cron.writing', '', true);
end
$$;

create function cron.unschedule(job_id bigint)
returns boolean
language plpgsql
strict
set search_path = ''
as $$
begin
  perform set_config('cron.writing', 'yes', true);
  delete from cron.job where jobid = unschedule.job_id;
  if not found then
    raise exception 'could not find valid entry for job ''%''', unschedule.job_id
      using errcode = 'XX000';
  end if;
  perform set_config('cron.writing', '', true);
  return true;
end
$$;

create function cron.unschedule(job_name text)
returns boolean
language plpgsql
strict
set search_path = ''
as $$
begin
  perform set_config('cron.writing', 'yes', true);
  delete from cron.job where jobname = unschedule.job_name and username = current_user;
  if not found then
    raise exception 'could not find valid entry for job ''%''', unschedule.job_name
      using errcode = 'XX000';
  end if;
  perform set_config('cron.writing', '', true);
  return true;
end
$$;

-- As pg_cron: who may use the schema may schedule; these two are granted by name.
revoke all on function cron.alter_job(bigint, text, text, text, text, boolean) from public;
revoke all on function cron.schedule_in_database(text, text, text, text, text, boolean) from public;

-- As on hosted projects, whoever creates the extension.
grant usage on schema cron to postgres with grant option;
grant all on all functions in schema cron to postgres with grant option;
grant select on cron.job to postgres with grant option;
grant all on cron.job_run_details to postgres with grant option;
