-- What belongs to a deleted account goes too, but not in the transaction that deletes it: a heavy
-- user's rows would hold it up. The account is queued, and upkeep removes its rows in batches.

create table private.deleted_accounts (
  user_id uuid primary key,
  deleted_at timestamptz not null default now()
);
alter table private.deleted_accounts enable row level security;
revoke all on table private.deleted_accounts from anon, authenticated, service_role;
comment on table private.deleted_accounts is
  'Accounts deleted from auth.users in the last hour, and those whose rows '
  'private.remove_deleted_accounts() has yet to remove.';
comment on column private.deleted_accounts.user_id is 'The id the account had.';
comment on column private.deleted_accounts.deleted_at is 'When it was deleted.';

create function private.tg_user__deleted()
returns trigger
language plpgsql
volatile
-- definer because: Auth deletes users as a role that may write neither to private nor to our
-- tables.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into private.deleted_accounts (user_id) values (old.id) on conflict do nothing;
  return null;
end
$$;
comment on function private.tg_user__deleted() is
  'Queues a deleted account for removal of its rows.';
revoke all on function private.tg_user__deleted() from public;

create trigger runtrail_queue_deleted_account
  after delete on auth.users
  for each row execute function private.tg_user__deleted();

create function private.remove_purged_counts(
  owner_key uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  delete from private.execution_deltas as d
  where d.owner_key = remove_purged_counts.owner_key and d.purged;
  delete from private.execution_days as d
  where d.owner_key = remove_purged_counts.owner_key and d.purged;
  delete from private.execution_totals as t
  where t.owner_key = remove_purged_counts.owner_key and t.purged;
  delete from private.execution_durations as h
  where h.owner_key = remove_purged_counts.owner_key and h.purged;
end
$$;
comment on function private.remove_purged_counts(uuid) is
  'Forgets the counts that an owner kept of runs removed by retention. Call it with '
  'private.lock_rollups() held.';
revoke all on function private.remove_purged_counts(uuid) from public;

create function private.remove_workflows_of(
  owner_id uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- A run of the workflow by somebody else (it was public once) keeps it, without an owner's data.
  update public.workflows as w
  set name = 'deleted workflow', definition = '{}', archived_at = coalesce(w.archived_at, now())
  where w.owner_id = remove_workflows_of.owner_id
    and (w.name <> 'deleted workflow' or w.definition <> '{}' or w.archived_at is null)
    and exists (
      select 1 from public.workflow_executions as e where e.workflow_id = w.workflow_id
    );
  delete from public.workflows as w
  where w.workflow_id in (
    select u.workflow_id
    from public.workflows as u
    where u.owner_id = remove_workflows_of.owner_id
      and not exists (
        select 1 from public.workflow_executions as e where e.workflow_id = u.workflow_id
      )
    for update skip locked
  );
end
$$;
comment on function private.remove_workflows_of(uuid) is
  'Removes a deleted account''s workflows; of those that somebody else has run, what is in them.';
revoke all on function private.remove_workflows_of(uuid) from public;

create function private.remove_quotas_of(
  user_id uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  delete from private.quotas as q where q.owner_key = remove_quotas_of.user_id;
  delete from private.quota_counters as c where c.owner_key = remove_quotas_of.user_id;
  delete from private.visual_rates as r where r.owner_key = remove_quotas_of.user_id;
  delete from private.stored_measures as m where m.owner_key = remove_quotas_of.user_id;
  delete from private.stored_deltas as d where d.owner_key = remove_quotas_of.user_id;
end
$$;
comment on function private.remove_quotas_of(uuid) is
  'Removes a deleted account''s quotas and what was counted for them.';
revoke all on function private.remove_quotas_of(uuid) from public;

create function private.remove_deleted_accounts(
  batch_size integer default 1000
)
returns bigint
language plpgsql
volatile
-- definer because: it deletes rows of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_batch_size constant integer := greatest(coalesce(remove_deleted_accounts.batch_size, 1000), 1);
  v_user_id uuid;
  v_found uuid[];
  v_taken uuid[];
  v_removed bigint := 0;
begin
  -- skip locked: two runs at once take different accounts, and rows that somebody holds are taken
  -- the next time. Nothing here waits, so nothing can wait for it in a circle.
  for v_user_id in
    select d.user_id
    from private.deleted_accounts as d
    order by d.deleted_at
    for update skip locked
  loop
    -- By ids: no plan for any number of rows reads the whole table.
    v_found := array(
      select e.execution_id
      from public.workflow_executions as e
      where e.owner_key = v_user_id
      limit v_batch_size - v_removed
      for update skip locked
    );
    v_taken := private.within_reach(v_found);
    delete from public.workflow_executions as e where e.execution_id = any (v_taken);
    v_removed := v_removed + cardinality(v_taken);
    exit when v_removed >= v_batch_size or v_taken <> v_found;
    perform private.remove_workflows_of(v_user_id);
    delete from public.retention_policies as p where p.owner_key = v_user_id;
    delete from public.purges as p where p.owner_key = v_user_id;
    perform private.remove_quotas_of(v_user_id);
    -- Live counts went with the executions, once folded; those of purged runs have no rows left.
    continue when not private.lock_rollups();
    perform private.remove_purged_counts(v_user_id);
    -- What was being written when the account was deleted may appear after this: look again for an
    -- hour, longer than any request lasts. (Locking the account on every insert costs more.)
    delete from private.deleted_accounts as d
    where d.user_id = v_user_id
      and d.deleted_at < now() - interval '1 hour'
      and not exists (
        select 1 from public.workflow_executions as e where e.owner_key = v_user_id
      )
      and not exists (
        select 1
        from public.workflows as w
        where w.owner_id = v_user_id
          and not exists (
            select 1 from public.workflow_executions as e where e.workflow_id = w.workflow_id
          )
      );
  end loop;
  return v_removed;
end
$$;
comment on function private.remove_deleted_accounts(integer) is
  'Removes executions (with their events and recordings), workflows, counts, retention policies, '
  'quotas and records of '
  'purges of deleted accounts, at most batch_size executions a call; returns how many. Call it '
  'until it returns 0. Rows that somebody holds are left for the next time. An account leaves the '
  'queue an hour after its deletion, when nothing of it is left. Safe to run twice at once.';
revoke all on function private.remove_deleted_accounts(integer) from public;
