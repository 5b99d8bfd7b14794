-- Runtrail keeps the history of workflow runs in Postgres. Read the migrations in order: each file
-- is one concept, and in it: table, indexes, row level security, grants, comments, functions.
--
--   workflows            what is run; owned by one user, or by nobody (public)
--   workflow_executions  one run of a workflow: running -> completed, failed or cancelled
--   execution_events     what a run reported while it ran, append-only
--   visual_recordings    what is stored of a run's visual session, in numbers
--   visual_chunks        the recorded page events, compressed, append-only
--
-- Three ways lead in, and all obey the same rules because the rules live here: edge functions,
-- rpc() and the tables themselves. Hosted Supabase grants new objects in public to the API roles by
-- default; every object below is therefore revoked first and then granted by name.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

-- Not exposed through the API. Its tables have row level security all the same.
create schema private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;
comment on schema private is
  'Runtrail''s internals: settings, counters and helpers. Not exposed through the API.';

create function private.refuse(
  http_status integer,
  slug text,
  sentence text,
  next_step text
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'PT' || refuse.http_status,
    message = refuse.slug,
    detail = refuse.sentence,
    hint = refuse.next_step;
end
$$;
comment on function private.refuse(integer, text, text, text) is
  'Raises an error that PostgREST answers with http_status: the slug as message (stable, for '
  'programs), what happened as detail, what to do as hint.';
revoke all on function private.refuse(integer, text, text, text) from public;
grant execute on function private.refuse(integer, text, text, text) to authenticated, service_role;

create function private.refuse_larger_than(
  field text,
  size_limit integer,
  value text
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if octet_length(refuse_larger_than.value) > refuse_larger_than.size_limit then
    perform private.refuse(
      413,
      'payload_too_large',
      format(
        '%s is %s bytes; the limit is %s.',
        refuse_larger_than.field,
        octet_length(refuse_larger_than.value),
        refuse_larger_than.size_limit
      ),
      'Shorten it, or keep the large part in your own storage and record a reference to it.'
    );
  end if;
end
$$;
comment on function private.refuse_larger_than(text, integer, text) is
  'Raises 413 payload_too_large when value has more than size_limit bytes. Sizes are measured '
  'here, on the text form that Postgres stores, so that every way in agrees.';
revoke all on function private.refuse_larger_than(text, integer, text) from public;
grant execute on function private.refuse_larger_than(text, integer, text)
  to authenticated, service_role;

-- One row: the origin of links, when runs count as stuck where their workflow says nothing, and how
-- long idempotency keys hold; how long runs are kept where no policy of their owner says so; how
-- long recordings may arrive after the end; whether changes are broadcast.
create table private.settings (
  singleton boolean primary key default true constraint there_is_one_row check (singleton),
  api_url text constraint api_url_is_an_origin check (api_url ~ '^https?://[^/?#[:space:]]+$'),
  heartbeat_timeout_seconds integer not null default 300
    constraint heartbeat_timeout_is_10_seconds_to_30_days
    check (heartbeat_timeout_seconds between 10 and 2592000),
  cancel_grace_seconds integer not null default 60
    constraint cancel_grace_is_0_seconds_to_1_day check (cancel_grace_seconds between 0 and 86400),
  default_timeout_seconds integer
    constraint default_timeout_is_1_second_to_30_days
    check (default_timeout_seconds between 1 and 2592000),
  unheard_timeout_seconds integer not null default 86400
    constraint unheard_timeout_is_1_minute_to_1_year
    check (unheard_timeout_seconds between 60 and 31536000),
  idempotency_key_hours integer default 168
    constraint idempotency_keys_are_kept_1_hour_to_10_years
    check (idempotency_key_hours between 1 and 87600),
  retention_completed_days integer
    constraint retention_completed_days_are_1_to_36500
    check (retention_completed_days between 1 and 36500),
  retention_failed_days integer
    constraint retention_failed_days_are_1_to_36500
    check (retention_failed_days between 1 and 36500),
  retention_cancelled_days integer
    constraint retention_cancelled_days_are_1_to_36500
    check (retention_cancelled_days between 1 and 36500),
  retention_payload_days integer
    constraint retention_payload_days_are_1_to_36500
    check (retention_payload_days between 1 and 36500),
  retention_visual_days integer
    constraint retention_visual_days_are_1_to_36500
    check (retention_visual_days between 1 and 36500),
  retention_keep_last_failures integer not null default 10
    constraint retention_keep_last_failures_is_0_to_1000
    check (retention_keep_last_failures between 0 and 1000),
  retention_keep_last_successes integer not null default 1
    constraint retention_keep_last_successes_is_0_to_1000
    check (retention_keep_last_successes between 0 and 1000),
  purge_log_days integer not null default 400
    constraint purge_log_days_are_1_to_36500 check (purge_log_days between 1 and 36500),
  visual_grace_seconds integer not null default 600
    constraint visual_grace_is_0_seconds_to_1_day check (visual_grace_seconds between 0 and 86400),
  broadcasts_changes boolean not null default true
);
insert into private.settings default values;
alter table private.settings enable row level security;
create policy "everyone signed in reads the settings"
  on private.settings for select to authenticated using (true);
revoke all on table private.settings from anon, authenticated, service_role;
grant select on table private.settings to authenticated;
grant select, update on table private.settings to service_role;
comment on table private.settings is 'Settings of this installation: one row.';
comment on column private.settings.singleton is 'Always true: there is one row.';
comment on column private.settings.api_url is
  'Origin of the API in the links handed out, for example https://abc.supabase.co. Null: taken '
  'from the request, which is right unless a proxy hides the public host name.';
comment on column private.settings.heartbeat_timeout_seconds is
  'How long a run that has sent a heartbeat may be silent, where its workflow sets nothing.';
comment on column private.settings.cancel_grace_seconds is
  'How long a run that was asked to stop has for it, where its workflow sets nothing.';
comment on column private.settings.default_timeout_seconds is
  'How long a run without timeout_seconds may take, where its workflow sets nothing; null for no '
  'limit.';
comment on column private.settings.unheard_timeout_seconds is
  'After how long a run is ended that never sent a heartbeat and has no other limit.';
comment on column private.settings.idempotency_key_hours is
  'How long an idempotency key answers repeated requests; null: as long as its execution is there.';
comment on column private.settings.retention_completed_days is
  'Days to keep completed runs where no policy says so; null: for ever.';
comment on column private.settings.retention_failed_days is
  'Days to keep failed runs where no policy says so; null: for ever.';
comment on column private.settings.retention_cancelled_days is
  'Days to keep cancelled runs where no policy says so; null: for ever.';
comment on column private.settings.retention_payload_days is
  'Days to keep result, logs and events where no policy says so; null: as long as the run.';
comment on column private.settings.retention_visual_days is
  'Days to keep recordings where no policy says so; null: as long as the run.';
comment on column private.settings.retention_keep_last_failures is
  'How many of the last failed runs of each workflow are kept in any case where no policy says so.';
comment on column private.settings.retention_keep_last_successes is
  'How many of the last completed runs of each workflow are kept in any case where no policy says '
  'so.';
comment on column private.settings.purge_log_days is 'Days to keep the rows of public.purges.';
comment on column private.settings.visual_grace_seconds is
  'How long after the end of a run what was recorded of it is still taken.';
comment on column private.settings.broadcasts_changes is
  'Whether beginnings, ends, progress and deletions of runs are told on the private channels.';

create function private.visual_url(
  session_id text,
  resource text
)
returns text
language sql
stable
security invoker
set search_path = ''
as $$
  select coalesce(s.api_url, origin.of_request, '')
    || '/functions/v1/workflows/visual/' || visual_url.session_id || '/' || visual_url.resource
  from private.settings as s
  cross join (
    select nullif(current_setting('request.headers', true), '')::json as headers
  ) as r
  cross join lateral (
    select
      coalesce(r.headers ->> 'x-forwarded-host', r.headers ->> 'host') as host,
      substring(r.headers ->> 'x-forwarded-proto' from '^https?$') as scheme,
      -- A gateway may name the port apart from the host.
      ':' || substring(r.headers ->> 'x-forwarded-port' from '^[0-9]+$') as port
  ) as f
  cross join lateral (
    select coalesce(
      f.scheme,
      case when f.host ~ '^(localhost|127\.0\.0\.1|\[::1\])(:|$)' then 'http' else 'https' end
    ) as scheme
  ) as h
  left join lateral (
    -- What a request says of its host is only ever echoed to the caller who sent it.
    select h.scheme || '://' || f.host || case
      when f.host !~ ':[0-9]+$' and h.scheme || f.port not in ('http:80', 'https:443') then f.port
      else ''
    end as of_request
    where f.host ~ '^[A-Za-z0-9.:\[\]-]+$'
  ) as origin on true
  where visual_url.session_id is not null
$$;
comment on function private.visual_url(text, text) is
  'Link to a resource (stream or viewer) of a visual session; null without a session. It carries '
  'no secret: who opens it must be signed in. Starts with a slash when the origin is unknown '
  '(plain SQL).';
revoke all on function private.visual_url(text, text) from public;
grant execute on function private.visual_url(text, text) to authenticated, service_role;
