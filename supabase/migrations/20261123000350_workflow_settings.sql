-- What the owner of a workflow chooses for its runs. A table of its own, so that a project whose
-- table workflows existed before needs no columns in it. A workflow without a row, and a null in
-- it, means the installation's defaults (private.settings).

create table public.workflow_settings (
  workflow_id uuid primary key references public.workflows (workflow_id) on delete cascade,
  heartbeat_timeout_seconds integer
    constraint heartbeat_timeout_is_10_seconds_to_30_days
    check (heartbeat_timeout_seconds between 10 and 2592000),
  cancel_grace_seconds integer
    constraint cancel_grace_is_0_seconds_to_1_day check (cancel_grace_seconds between 0 and 86400),
  default_timeout_seconds integer
    constraint default_timeout_is_1_second_to_30_days
    check (default_timeout_seconds between 1 and 2592000),
  ends_stuck_runs boolean not null default true
);

alter table public.workflow_settings enable row level security;
create policy "users read settings of their own workflows"
  on public.workflow_settings for select to authenticated
  using (exists (
    select 1 from public.workflows as w
    where w.workflow_id = workflow_settings.workflow_id and w.owner_id = (select auth.uid())
  ));
create policy "users create settings of their own workflows"
  on public.workflow_settings for insert to authenticated
  with check (exists (
    select 1 from public.workflows as w
    where w.workflow_id = workflow_settings.workflow_id and w.owner_id = (select auth.uid())
  ));
create policy "users change settings of their own workflows"
  on public.workflow_settings for update to authenticated
  using (exists (
    select 1 from public.workflows as w
    where w.workflow_id = workflow_settings.workflow_id and w.owner_id = (select auth.uid())
  ))
  with check (exists (
    select 1 from public.workflows as w
    where w.workflow_id = workflow_settings.workflow_id and w.owner_id = (select auth.uid())
  ));

revoke all on table public.workflow_settings from public, anon, authenticated, service_role;
-- The key too: an upsert over REST sets every column it is sent.
grant select, insert, update on table public.workflow_settings to authenticated;
grant select, insert, update, delete on table public.workflow_settings to service_role;

comment on table public.workflow_settings is
  'What the owner of a workflow chooses for its runs; no row, or null, means the defaults of the '
  'installation. For the owner of the workflow and the service only.';
comment on column public.workflow_settings.workflow_id is 'The workflow.';
comment on column public.workflow_settings.heartbeat_timeout_seconds is
  'How long a run that has sent a heartbeat may be silent, 10 seconds to 30 days; null: 300, '
  'unless the installation says otherwise.';
comment on column public.workflow_settings.cancel_grace_seconds is
  'How long a run that was asked to stop has for it, 0 seconds to 1 day; null: 60, unless the '
  'installation says otherwise.';
comment on column public.workflow_settings.default_timeout_seconds is
  'How long a run without timeout_seconds may take, 1 second to 30 days; null: no limit, unless '
  'the installation says otherwise.';
comment on column public.workflow_settings.ends_stuck_runs is
  'Whether the database ends runs of this workflow: silent ones, those past their limit, and those '
  'that do not stop when asked to.';
