-- What is run. A workflow belongs to one user, or to nobody: then it is public, and every signed-in
-- user may run it. Deliberately absent: delete. An archived workflow cannot be run any more and
-- keeps its executions, its name and its statistics.

create table public.workflows (
  workflow_id uuid primary key default gen_random_uuid(),
  owner_id uuid default auth.uid()
    constraint owner_id_is_a_user_or_null
    check (owner_id <> '00000000-0000-0000-0000-000000000000'),
  name text not null
    constraint name_has_1_to_200_characters check (char_length(name) between 1 and 200),
  definition jsonb not null default '{}'
    constraint definition_is_an_object_of_at_most_1_mib
    check (jsonb_typeof(definition) = 'object' and octet_length(definition::text) <= 1048576),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);

-- Lists of one's own workflows, and the policies below.
create index workflows_owner_id on public.workflows (owner_id);

alter table public.workflows enable row level security;
create policy "users read their own and public workflows"
  on public.workflows for select to authenticated
  using (owner_id = (select auth.uid()) or owner_id is null);
create policy "users create workflows of their own"
  on public.workflows for insert to authenticated
  with check (owner_id = (select auth.uid()));
create policy "users change their own workflows"
  on public.workflows for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

revoke all on table public.workflows from public, anon, authenticated, service_role;
grant select on table public.workflows to authenticated;
grant insert (name, definition, archived_at) on table public.workflows to authenticated;
grant update (name, definition, archived_at) on table public.workflows to authenticated;
grant select, insert, update on table public.workflows to service_role;

comment on table public.workflows is
  'What is run. Owners make and change theirs under row level security; a workflow without an '
  'owner is public and changed by the service only.';
comment on column public.workflows.workflow_id is 'Identity; random.';
comment on column public.workflows.owner_id is
  'The user it belongs to; by default who inserts it. Null: public. Never changes.';
comment on column public.workflows.name is 'Shown in lists and searched by execution_history().';
comment on column public.workflows.definition is
  'What to run, in the runner''s own format: a JSON object.';
comment on column public.workflows.created_at is 'When it was made.';
comment on column public.workflows.updated_at is 'When it was last changed; kept by a trigger.';
comment on column public.workflows.archived_at is
  'Set to retire the workflow: from then on it cannot be run. Set to null to bring it back.';

create trigger _100_known_user
  before insert on public.workflows
  for each row when (new.owner_id is not null)
  execute function private.tg_owned_row__known_user();

create function private.tg_workflows__update()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- An owner set to null would publish the workflow; a new one would take over other people's
  -- history.
  if new.owner_id is distinct from old.owner_id or new.workflow_id <> old.workflow_id then
    perform private.refuse(
      409,
      'workflow_identity_is_fixed',
      'workflow_id and owner_id of a workflow never change.',
      'Create a new workflow for the other owner.'
    );
  end if;
  new.updated_at := now();
  return new;
end
$$;
comment on function private.tg_workflows__update() is
  'Keeps a workflow''s identity and owner fixed and its updated_at current.';
revoke all on function private.tg_workflows__update() from public;

create trigger _200_update
  before update on public.workflows
  for each row execute function private.tg_workflows__update();
