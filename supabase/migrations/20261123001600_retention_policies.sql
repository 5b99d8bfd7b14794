-- How long runs are kept, as their owner chooses: one policy for the account, and one for each
-- workflow that differs. What a policy leaves null is taken from the account's, then from the
-- installation (private.settings); what nobody sets is kept for ever.

create table public.retention_policies (
  policy_id uuid primary key default gen_random_uuid(),
  user_id uuid default auth.uid()
    constraint user_id_is_a_user_or_null check (user_id <> '00000000-0000-0000-0000-000000000000'),
  owner_key uuid not null
    generated always as (coalesce(user_id, '00000000-0000-0000-0000-000000000000')) stored,
  workflow_id uuid references public.workflows (workflow_id) on delete cascade,
  completed_days integer
    constraint completed_days_are_1_to_36500 check (completed_days between 1 and 36500),
  failed_days integer
    constraint failed_days_are_1_to_36500 check (failed_days between 1 and 36500),
  cancelled_days integer
    constraint cancelled_days_are_1_to_36500 check (cancelled_days between 1 and 36500),
  payload_days integer
    constraint payload_days_are_1_to_36500 check (payload_days between 1 and 36500),
  visual_days integer
    constraint visual_days_are_1_to_36500 check (visual_days between 1 and 36500),
  keep_last_failures integer
    constraint keep_last_failures_is_0_to_1000 check (keep_last_failures between 0 and 1000),
  keep_last_successes integer
    constraint keep_last_successes_is_0_to_1000 check (keep_last_successes between 0 and 1000),
  updated_at timestamptz not null default now(),
  -- Nulls are not distinct: an account has one policy of its own.
  constraint workflow_is_unique_per_owner unique nulls not distinct (owner_key, workflow_id)
);
create index retention_policies_workflow_id on public.retention_policies (workflow_id);

alter table public.retention_policies enable row level security;
create policy "users read retention policies of their own"
  on public.retention_policies for select to authenticated
  using (user_id = (select auth.uid()));
create policy "users create retention policies of their own for workflows they may run"
  on public.retention_policies for insert to authenticated
  with check (
    user_id = (select auth.uid())
    and (
      workflow_id is null
      or exists (
        select 1 from public.workflows as w
        where w.workflow_id = retention_policies.workflow_id
          and (w.owner_id = (select auth.uid()) or w.owner_id is null)
      )
    )
  );
create policy "users change retention policies of their own for workflows they may run"
  on public.retention_policies for update to authenticated
  using (user_id = (select auth.uid()))
  with check (
    user_id = (select auth.uid())
    and (
      workflow_id is null
      or exists (
        select 1 from public.workflows as w
        where w.workflow_id = retention_policies.workflow_id
          and (w.owner_id = (select auth.uid()) or w.owner_id is null)
      )
    )
  );
create policy "users delete retention policies of their own"
  on public.retention_policies for delete to authenticated
  using (user_id = (select auth.uid()));

revoke all on table public.retention_policies from public, anon, authenticated, service_role;
grant select, delete on table public.retention_policies to authenticated;
-- The workflow may be updated too: an upsert over REST sets every column it is sent.
grant insert (
  workflow_id, completed_days, failed_days, cancelled_days, payload_days, visual_days,
  keep_last_failures, keep_last_successes
) on table public.retention_policies to authenticated;
grant update (
  workflow_id, completed_days, failed_days, cancelled_days, payload_days, visual_days,
  keep_last_failures, keep_last_successes
) on table public.retention_policies to authenticated;
grant select, insert, update, delete on table public.retention_policies to service_role;

comment on table public.retention_policies is
  'How long runs are kept: a policy of the account (workflow_id null) and of single workflows. '
  'Null means what the account''s policy says, then the installation; what nobody sets is kept for '
  'ever. Days count from created_at, of finished runs only. The last failures and successes of a '
  'workflow and held runs lose nothing.';
comment on column public.retention_policies.policy_id is 'Identity; random.';
comment on column public.retention_policies.user_id is
  'Whose runs it is for; by default who inserts it. Null: shared runs, for the service to set.';
comment on column public.retention_policies.owner_key is
  'user_id, or the zero UUID for shared runs: what runs are found by.';
comment on column public.retention_policies.workflow_id is
  'The workflow whose runs it is for; null for all of the owner''s that have no policy of their '
  'own.';
comment on column public.retention_policies.completed_days is
  'Days to keep completed runs, 1 to 36500 (100 years).';
comment on column public.retention_policies.failed_days is
  'Days to keep failed runs, 1 to 36500.';
comment on column public.retention_policies.cancelled_days is
  'Days to keep cancelled runs, 1 to 36500.';
comment on column public.retention_policies.payload_days is
  'Days to keep result, logs and events of a run, 1 to 36500; inputs and error stay with the run.';
comment on column public.retention_policies.visual_days is
  'Days to keep the recording of a run, 1 to 36500.';
comment on column public.retention_policies.keep_last_failures is
  'How many of the last failed runs of each workflow are kept whole in any case, 0 to 1000; 10 '
  'unless the installation says otherwise. Held runs do not count.';
comment on column public.retention_policies.keep_last_successes is
  'How many of the last completed runs of each workflow are kept whole in any case, 0 to 1000; 1 '
  'unless the installation says otherwise. Held runs do not count.';
comment on column public.retention_policies.updated_at is
  'When it was last changed; kept by a trigger.';

create trigger _100_known_user
  before insert on public.retention_policies
  for each row when (new.user_id is not null)
  execute function private.tg_owned_row__known_user();

create function private.tg_retention_policy__update()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function private.tg_retention_policy__update() is
  'Keeps a policy''s updated_at current.';
revoke all on function private.tg_retention_policy__update() from public;

create trigger _200_update
  before update on public.retention_policies
  for each row execute function private.tg_retention_policy__update();

-- Whose runs are to be looked at before their next turn. A row is only ever added here and taken
-- out by the job: whoever changes a policy never waits for it.
create table private.retention_requests (
  owner_key uuid not null,
  requested_at timestamptz not null default now()
);
create index retention_requests_owner on private.retention_requests (owner_key);
alter table private.retention_requests enable row level security;
revoke all on table private.retention_requests from anon, authenticated, service_role;
comment on table private.retention_requests is
  'Owners whose runs private.apply_retention() has to look at out of turn.';
comment on column private.retention_requests.owner_key is
  'Whose runs: user_id, or the zero UUID of shared runs.';
comment on column private.retention_requests.requested_at is 'Since when.';

create function private.tg_retention_policy__requested()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.retention_requests, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into private.retention_requests (owner_key)
  values (case when tg_op = 'DELETE' then old.owner_key else new.owner_key end);
  return null;
end
$$;
comment on function private.tg_retention_policy__requested() is
  'Has a changed policy applied in the next run of retention.';
revoke all on function private.tg_retention_policy__requested() from public;

create trigger _300_requested
  after insert or update or delete on public.retention_policies
  for each row execute function private.tg_retention_policy__requested();

create function private.tg_settings__requested()
returns trigger
language plpgsql
volatile
-- definer because: it writes private.retention_requests, which nobody else may.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- With the shared runs, the owners without a policy of their own are found.
  insert into private.retention_requests (owner_key)
  values ('00000000-0000-0000-0000-000000000000');
  return null;
end
$$;
comment on function private.tg_settings__requested() is
  'Has changed defaults of retention applied in its next run.';
revoke all on function private.tg_settings__requested() from public;

create trigger _100_requested
  after update of
    retention_completed_days, retention_failed_days, retention_cancelled_days,
    retention_payload_days, retention_visual_days, retention_keep_last_failures,
    retention_keep_last_successes
  on private.settings
  for each row execute function private.tg_settings__requested();
