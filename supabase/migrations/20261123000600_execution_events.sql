-- What a run reports while it runs, append-only. Appending a line to a jsonb column rewrites the
-- column (measured: 556 us for the 1000th line, growing); a row here costs 7 us whatever came
-- before.
--
-- Deliberately absent: events for created and finished. The execution's own row tells both, and
-- writing them here too would double the cost of every run.

create table public.execution_events (
  execution_id uuid not null references public.workflow_executions (execution_id) on delete cascade,
  seq bigint generated always as identity,
  owner_key uuid not null,
  at timestamptz not null default now() constraint at_is_a_moment check (isfinite(at)),
  kind varchar(20) not null default 'log'
    constraint kind_is_known
    check (kind in ('log', 'step_started', 'step_finished', 'status', 'late_report')),
  level varchar(10) not null default 'info'
    constraint level_is_known check (level in ('debug', 'info', 'warn', 'error')),
  step varchar(200),
  message text,
  data jsonb,
  entry_id varchar(64),
  step_id varchar(64),
  primary key (execution_id, seq),
  constraint step_events_name_their_step check (kind not like 'step%' or step is not null)
);

-- A report that is sent again, because its answer was lost, adds nothing twice. Only what carries
-- an id is indexed.
create unique index entry_id_is_unique_per_execution
  on public.execution_events (execution_id, entry_id)
  where entry_id is not null;

alter table public.execution_events enable row level security;
create policy "users read events of executions they may read"
  on public.execution_events for select to authenticated
  using (owner_key in ((select auth.uid()), (select private.shared_key())));
create policy "users append logs and steps to their own executions"
  on public.execution_events for insert to authenticated
  with check (
    owner_key = (select auth.uid()) and kind in ('log', 'step_started', 'step_finished')
  );

revoke all on table public.execution_events from public, anon, authenticated, service_role;
grant select on table public.execution_events to authenticated;
grant insert (execution_id, at, kind, level, step, message, data, entry_id, step_id)
  on table public.execution_events to authenticated;
grant select, insert, delete on table public.execution_events to service_role;
-- An identity column needs no privilege on its sequence, and hosted projects grant all of them.
revoke all on sequence public.execution_events_seq_seq
  from public, anon, authenticated, service_role;

comment on table public.execution_events is
  'Log lines and steps of an execution in the order they arrived, append-only: at most 20 000 '
  'events and 16 MiB per execution.';
comment on column public.execution_events.execution_id is 'The execution it belongs to.';
comment on column public.execution_events.seq is 'Order of arrival; grows, with gaps.';
comment on column public.execution_events.owner_key is
  'The execution''s owner_key, copied by a trigger so that reading needs no second lookup.';
comment on column public.execution_events.at is
  'When it happened, as the runner says; else on arrival.';
comment on column public.execution_events.kind is
  'log, step_started, step_finished; the database adds status and late_report.';
comment on column public.execution_events.level is 'debug, info, warn or error.';
comment on column public.execution_events.step is 'Name of the step it belongs to.';
comment on column public.execution_events.message is 'The line, as text.';
comment on column public.execution_events.data is 'Anything structured that belongs to it.';
comment on column public.execution_events.entry_id is
  'The runner''s own id of it, unique per execution: append_logs takes an entry once, however '
  'often it is sent. Null: none.';
comment on column public.execution_events.step_id is
  'entry_id of a step_started: of a step_finished, the step that ends; of anything else, the step '
  'that it happened in. Null: none, or told by the name in step.';

-- How much each execution has reported; the limit is held against it.
create table private.execution_event_totals (
  -- No foreign key: the event that is counted has one, and a trigger below removes what belongs to
  -- deleted executions, of many at once.
  execution_id uuid primary key,
  events integer not null,
  bytes bigint not null,
  last_arrival_at timestamptz not null default now()
) with (fillfactor = 70);
alter table private.execution_event_totals enable row level security;
revoke all on table private.execution_event_totals from anon, authenticated, service_role;
comment on table private.execution_event_totals is
  'Number and bytes of an execution''s events, kept by a trigger.';
comment on column private.execution_event_totals.execution_id is 'The execution.';
comment on column private.execution_event_totals.events is 'How many events were ever added to it.';
comment on column private.execution_event_totals.bytes is
  'Their size: bytes of message and data as text.';
comment on column private.execution_event_totals.last_arrival_at is
  'When the newest of them arrived: a sign of life. (Their own at is what the runner says.)';

create function private.tg_execution_event__owner()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_is_late boolean;
  v_payloads_expired_at timestamptz;
begin
  select
    e.owner_key, e.error_code is not null and e.status <> 'running', e.payloads_expired_at
  into new.owner_key, v_is_late, v_payloads_expired_at
  from public.workflow_executions as e
  where e.execution_id = new.execution_id;
  if not found then
    perform private.refuse(
      404,
      'execution_not_found',
      format('There is no execution %s.', new.execution_id),
      'Check execution_id and whose token you use.'
    );
  elsif v_is_late then
    perform private.answer_late(new.execution_id);
  elsif v_payloads_expired_at is not null then
    perform private.refuse(
      409,
      'payloads_expired',
      format('Retention has removed the events of execution %s; it takes no new ones.',
        new.execution_id),
      'Leave append_logs out.'
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution_event__owner() is
  'Gives an event its execution''s owner; refuses one for an execution the caller cannot see (404 '
  'execution_not_found) or whose events have expired (409 payloads_expired). One for a run that '
  'the database ended is kept in any case, as a late report.';
revoke all on function private.tg_execution_event__owner() from public;

create trigger _100_owner
  before insert on public.execution_events
  for each row execute function private.tg_execution_event__owner();

create function private.tg_execution_events__limits()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.execution_event_totals, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_total private.execution_event_totals;
begin
  for v_total in
    insert into private.execution_event_totals as t (execution_id, events, bytes)
    select
      e.execution_id,
      count(*),
      sum(coalesce(octet_length(e.message), 0) + coalesce(octet_length(e.data::text), 0))
    from added as e
    group by e.execution_id
    order by e.execution_id
    on conflict (execution_id) do update
      set
        events = t.events + excluded.events,
        bytes = t.bytes + excluded.bytes,
        last_arrival_at = excluded.last_arrival_at
    returning *
  loop
    if v_total.events > 20000 then
      perform private.refuse(
        413,
        'payload_too_large',
        format('Execution %s would have %s events; the limit is 20000.',
          v_total.execution_id, v_total.events),
        'Log less, or keep the full log in your own storage and record a reference to it.'
      );
    elsif v_total.bytes > 16777216 then
      perform private.refuse(
        413,
        'payload_too_large',
        format('The events of execution %s would take %s bytes; the limit is 16777216.',
          v_total.execution_id, v_total.bytes),
        'Log less, or keep the full log in your own storage and record a reference to it.'
      );
    end if;
  end loop;
  return null;
end
$$;
comment on function private.tg_execution_events__limits() is
  'Counts events and refuses what exceeds 20 000 events or 16 MiB per execution: 413 '
  'payload_too_large.';
revoke all on function private.tg_execution_events__limits() from public;

create trigger _200_limits
  after insert on public.execution_events
  referencing new table as added
  for each statement execute function private.tg_execution_events__limits();

create function private.tg_executions__forget_events()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.execution_event_totals, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from private.execution_event_totals as t
  using removed as r
  where t.execution_id = r.execution_id;
  return null;
end
$$;
comment on function private.tg_executions__forget_events() is
  'Removes the event totals of deleted executions.';
revoke all on function private.tg_executions__forget_events() from public;

create trigger _900_forget_events
  after delete on public.workflow_executions
  referencing old table as removed
  for each statement execute function private.tg_executions__forget_events();

create function private.append_logs(
  execution_ids uuid[],
  entries jsonb[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if exists (
    select 1
    from unnest(append_logs.entries) as e (list)
    cross join lateral jsonb_array_elements(
      case when jsonb_typeof(e.list) = 'array' then e.list else '[null]' end
    ) as l (line)
    where jsonb_typeof(l.line) <> 'string'
      and (
        jsonb_typeof(l.line) <> 'object'
        or jsonb_typeof(l.line -> 'message') is distinct from 'string'
          and (l.line ->> 'message' is not null or coalesce(l.line ->> 'kind', '') not like 'step%')
      )
  ) then
    perform private.refuse(
      400,
      'invalid_parameter',
      'append_logs is a list whose entries are strings or objects with a message.',
      'Send for example [{"message": "signed in", "level": "info"}].'
    );
  elsif exists (
    select 1
    from unnest(append_logs.entries) as e (list)
    cross join lateral jsonb_array_elements(e.list) as l (line)
    where l.line ->> 'level' not in ('debug', 'info', 'warn', 'error')
      or l.line ->> 'kind' not in ('log', 'step_started', 'step_finished')
      or l.line ->> 'kind' <> 'log' and l.line ->> 'step' is null
      or char_length(l.line ->> 'step') > 200
      or char_length(l.line ->> 'id') not between 1 and 64
      or char_length(l.line ->> 'step_id') not between 1 and 64
      or not pg_input_is_valid(l.line ->> 'at', 'timestamptz')
      or l.line ->> 'at' ~* 'infinity'
  ) then
    perform private.refuse(
      400,
      'invalid_parameter',
      'append_logs: level is debug, info, warn or error; kind is log, or step_started or '
      'step_finished with a step; step has at most 200 characters, id and step_id 1 to 64; at is a '
      'time.',
      'Send for example [{"message": "signed in", "at": "2026-01-02T03:04:05Z"}].'
    );
  end if;
  insert into public.execution_events (
    execution_id, at, kind, level, step, message, data, entry_id, step_id
  )
  select
    e.execution_id,
    coalesce((l.line ->> 'at')::timestamptz, now()),
    coalesce(l.line ->> 'kind', 'log'),
    coalesce(l.line ->> 'level', 'info'),
    l.line ->> 'step',
    case jsonb_typeof(l.line) when 'string' then l.line #>> '{}' else l.line ->> 'message' end,
    l.line -> 'data',
    l.line ->> 'id',
    l.line ->> 'step_id'
  from unnest(append_logs.execution_ids, append_logs.entries)
    with ordinality as e (execution_id, list, place)
  cross join lateral jsonb_array_elements(e.list) with ordinality as l (line, place)
  order by e.place, l.place
  on conflict (execution_id, entry_id) where entry_id is not null do nothing;
end
$$;
comment on function private.append_logs(uuid[], jsonb[]) is
  'Appends log lines and steps to executions, to each a list: strings, or objects {message, at?, '
  'kind?, level?, step?, data?, id?, step_id?}; a step needs no message. What has an id that the '
  'execution has already is left out. Raises invalid_parameter, execution_not_found, '
  'payload_too_large.';
revoke all on function private.append_logs(uuid[], jsonb[]) from public;
grant execute on function private.append_logs(uuid[], jsonb[]) to authenticated, service_role;

create function private.appended_logs(
  execution_id uuid
)
returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select jsonb_agg(
    jsonb_strip_nulls(jsonb_build_object(
      'at', e.at, 'level', e.level, 'step', e.step, 'message', e.message
    )) || case when e.data is null then '{}' else jsonb_build_object('data', e.data) end
    order by e.seq
  )
  from public.execution_events as e
  where e.execution_id = appended_logs.execution_id and e.kind = 'log'
$$;
comment on function private.appended_logs(uuid) is
  'The log lines of an execution reported while it ran, as a list in order of arrival; null if '
  'none.';
revoke all on function private.appended_logs(uuid) from public;
grant execute on function private.appended_logs(uuid) to authenticated, service_role;
