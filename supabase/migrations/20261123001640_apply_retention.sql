-- The job that applies retention policies. Owners are looked at once an hour, sooner when a policy
-- changed; in between a call costs two look-ups in small tables, however many runs there are.
--
-- Removing works in batches of rows that nobody else has locked. Nothing waits for it but who
-- changes one of the very runs that it removes. What is one owner's is one job's: an advisory lock,
-- held until the transaction ends, keeps two jobs apart.

create table private.retention_sweeps (
  owner_key uuid primary key,
  next_at timestamptz not null
);
create index retention_sweeps_next_at on private.retention_sweeps (next_at);
-- With the shared runs, owners without a policy of their own are found.
insert into private.retention_sweeps values ('00000000-0000-0000-0000-000000000000', now());
alter table private.retention_sweeps enable row level security;
revoke all on table private.retention_sweeps from anon, authenticated, service_role;
comment on table private.retention_sweeps is
  'When private.apply_retention() looks at an owner''s executions next.';
comment on column private.retention_sweeps.owner_key is
  'Whose executions: user_id, or the zero UUID of shared ones.';
comment on column private.retention_sweeps.next_at is 'The earliest time of the next look.';

create type private.retention_progress as (
  executions_deleted bigint,
  payloads_expired bigint,
  visuals_expired bigint,
  more boolean,
  error text
);
comment on type private.retention_progress is
  'Answer of private.apply_retention(): how many executions were deleted, lost their payloads and '
  'their recordings; more: whether the deadline came before all was done; error: what was raised '
  'for the last owner for whom something was, null if nothing.';

create function private.expire_payloads(
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into public.purges as p (
    owner_key, workflow_id, part, reason, executions, bytes, oldest_created_at, newest_created_at
  )
  select
    e.owner_key, e.workflow_id, 'payloads', 'retention', count(*),
    sum(private.stored_bytes(e.result, e.logs, t.bytes)), min(e.created_at), max(e.created_at)
  from public.workflow_executions as e
  left join private.execution_event_totals as t on t.execution_id = e.execution_id
  where e.execution_id = any (expire_payloads.execution_ids)
  group by e.owner_key, e.workflow_id
  on conflict (owner_key, at, workflow_id, part, reason) do update set
    executions = p.executions + excluded.executions,
    bytes = p.bytes + excluded.bytes,
    oldest_created_at = least(p.oldest_created_at, excluded.oldest_created_at),
    newest_created_at = greatest(p.newest_created_at, excluded.newest_created_at);
  delete from public.execution_events as v
  where v.execution_id = any (expire_payloads.execution_ids);
  delete from private.execution_event_totals as t
  where t.execution_id = any (expire_payloads.execution_ids);
  update public.workflow_executions as e
  set result = null, logs = null, payloads_expired_at = now()
  where e.execution_id = any (expire_payloads.execution_ids);
end
$$;
comment on function private.expire_payloads(uuid[]) is
  'Removes result, logs and events of finished executions whose rows the caller has locked.';
revoke all on function private.expire_payloads(uuid[]) from public;

create function private.empty_recordings(
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update public.visual_recordings as r
  set
    updated_at = now(),
    (
      first_event_at, last_event_at, streamed_seconds, chunks, tabs, blind_tabs, open_tabs,
      missing_chunks, tab_seconds, blind_seconds, gap_seconds, orphan_mutations, clock_jumps,
      events, lost_events, bytes, stored_bytes, replay_score, replay_reasons
    ) = (
      default, default, default, default, default, default, default, default, default, default,
      default, default, default, default, default, default, default, default, default
    )
  where r.execution_id = any (empty_recordings.execution_ids);
end
$$;
comment on function private.empty_recordings(uuid[]) is
  'Says of recordings that nothing is stored of them.';
revoke all on function private.empty_recordings(uuid[]) from public;

create function private.expire_visuals(
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into public.purges as p (
    owner_key, workflow_id, part, reason, executions, bytes, oldest_created_at, newest_created_at
  )
  select
    e.owner_key, e.workflow_id, 'visual', 'retention', count(*),
    coalesce(sum(r.stored_bytes), 0), min(e.created_at), max(e.created_at)
  from public.workflow_executions as e
  left join public.visual_recordings as r on r.execution_id = e.execution_id
  where e.execution_id = any (expire_visuals.execution_ids)
  group by e.owner_key, e.workflow_id
  on conflict (owner_key, at, workflow_id, part, reason) do update set
    executions = p.executions + excluded.executions,
    bytes = p.bytes + excluded.bytes,
    oldest_created_at = least(p.oldest_created_at, excluded.oldest_created_at),
    newest_created_at = greatest(p.newest_created_at, excluded.newest_created_at);
  delete from public.visual_chunks as c
  where c.execution_id = any (expire_visuals.execution_ids);
  delete from private.visual_tabs as t
  where t.execution_id = any (expire_visuals.execution_ids);
  perform private.empty_recordings(expire_visuals.execution_ids);
  update public.workflow_executions as e
  set visual_expired_at = now()
  where e.execution_id = any (expire_visuals.execution_ids);
end
$$;
comment on function private.expire_visuals(uuid[]) is
  'Removes the chunks of finished executions whose rows the caller has locked. What the run says '
  'of its recording stays, the recording itself has none of it any more.';
revoke all on function private.expire_visuals(uuid[]) from public;

create function private.purge_executions(
  execution_ids uuid[],
  part text,
  progress private.retention_progress
)
returns private.retention_progress
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_locked uuid[];
  v_reached uuid[];
  v_purged integer;
begin
  -- A row that somebody holds may just be getting a hold: it is left for the next time. What
  -- changed since it was found is judged again.
  v_locked := array(
    select e.execution_id
    from public.workflow_executions as e
    where e.execution_id = any (purge_executions.execution_ids)
      and not e.held
      and e.status <> 'running'
    order by e.execution_id
    for update skip locked
  );
  v_reached := case
    when purge_executions.part = 'payloads' then v_locked else private.within_reach(v_locked)
  end;
  progress.more := cardinality(v_reached) < cardinality(v_locked);
  v_locked := v_reached;
  v_purged := cardinality(v_locked);
  if v_purged = 0 then
    return progress;
  elsif purge_executions.part = 'visual' then
    perform private.expire_visuals(v_locked);
    progress.visuals_expired := progress.visuals_expired + v_purged;
  elsif purge_executions.part = 'payloads' then
    perform private.expire_payloads(v_locked);
    progress.payloads_expired := progress.payloads_expired + v_purged;
  else
    -- Retention moves what it removes from live to purged counts.
    perform set_config('runtrail.purging', 'on', true);
    delete from public.workflow_executions as e where e.execution_id = any (v_locked);
    perform set_config('runtrail.purging', '', true);
    progress.executions_deleted := progress.executions_deleted + v_purged;
  end if;
  return progress;
end
$$;
comment on function private.purge_executions(uuid[], text, private.retention_progress) is
  'Removes a part (visual, payloads or rows) of those of these executions that are finished, not '
  'held and not locked by anybody, and adds them to the progress; more: their recordings are too '
  'large to go at once.';
revoke all on function private.purge_executions(uuid[], text, private.retention_progress)
  from public;

create function private.sweep_owner(
  owner_key uuid,
  deadline timestamptz,
  batch_size integer
)
returns private.retention_progress
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_progress private.retention_progress := row(0, 0, 0, false, null);
  v_range private.retention_range;
  v_part text;
  v_batch uuid[] := '{}';
  v_found uuid[];
begin
  -- A batch is filled from as many ranges as it takes: those of most workflows are small.
  for v_range in select r.* from private.retention_ranges(sweep_owner.owner_key) as r loop
    if v_range.part <> v_part then
      v_progress := private.purge_executions(v_batch, v_part, v_progress);
      exit when v_progress.more;
      v_batch := '{}';
    end if;
    v_part := v_range.part;
    loop
      select
        coalesce(array_agg(d.execution_id order by d.created_at, d.execution_id), '{}'),
        max(d.created_at)
      into v_found, v_range.after_at
      from private.due_executions(v_range, sweep_owner.batch_size - cardinality(v_batch)) as d;
      v_batch := v_batch || v_found;
      exit when cardinality(v_batch) < sweep_owner.batch_size;
      v_range.after_id := v_found[cardinality(v_found)];
      v_progress := private.purge_executions(v_batch, v_part, v_progress);
      v_batch := '{}';
      -- Only here, so that every call gets on.
      if v_progress.more or clock_timestamp() >= sweep_owner.deadline then
        v_progress.more := true;
        return v_progress;
      end if;
    end loop;
  end loop;
  if v_progress.more then
    return v_progress;
  end if;
  return private.purge_executions(v_batch, v_part, v_progress);
end
$$;
comment on function private.sweep_owner(uuid, timestamptz, integer) is
  'Removes what is due of an owner''s executions, batch_size at a time, until the deadline.';
revoke all on function private.sweep_owner(uuid, timestamptz, integer) from public;

create function private.request_defaults()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if not exists (
    select 1
    from private.settings as d
    where num_nonnulls(
      d.retention_completed_days, d.retention_failed_days, d.retention_cancelled_days,
      d.retention_payload_days, d.retention_visual_days
    ) > 0
  ) then
    return;
  end if;
  -- From one owner to the next by the index.
  insert into private.retention_requests (owner_key)
  with recursive owners as (
    (
      select e.owner_key from public.workflow_executions as e order by e.owner_key limit 1
    )
    union all
    select n.owner_key
    from owners as o
    cross join lateral (
      select e.owner_key
      from public.workflow_executions as e
      where e.owner_key > o.owner_key
      order by e.owner_key
      limit 1
    ) as n
  )
  select o.owner_key
  from owners as o
  where not exists (select 1 from private.retention_sweeps as s where s.owner_key = o.owner_key);
end
$$;
comment on function private.request_defaults() is
  'Where the installation has days of its own, has the owners looked at that never were.';
revoke all on function private.request_defaults() from public;

create function private.finish_sweep(
  owner_key uuid,
  more boolean
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_shared_key constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  if finish_sweep.owner_key <> v_shared_key
    and not exists (
      select 1 from public.retention_policies as p where p.owner_key = finish_sweep.owner_key
    )
    and not exists (
      select 1 from public.workflow_executions as e where e.owner_key = finish_sweep.owner_key
    )
  then
    delete from private.retention_sweeps as s where s.owner_key = finish_sweep.owner_key;
    return;
  end if;
  insert into private.retention_sweeps (owner_key, next_at)
  values (
    finish_sweep.owner_key,
    case when finish_sweep.more then now() else clock_timestamp() + interval '1 hour' end
  )
  on conflict on constraint retention_sweeps_pkey do update set next_at = excluded.next_at;
end
$$;
comment on function private.finish_sweep(uuid, boolean) is
  'Says when an owner is looked at next: at once where there is more to do, else in an hour; never '
  'where there is nothing left of them.';
revoke all on function private.finish_sweep(uuid, boolean) from public;

create function private.apply_retention(
  deadline timestamptz default null,
  batch_size integer default 1000
)
returns private.retention_progress
language plpgsql
volatile
-- definer because: it removes rows of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_deadline constant timestamptz :=
    coalesce(apply_retention.deadline, clock_timestamp() + interval '5 seconds');
  v_batch_size constant integer :=
    least(greatest(coalesce(apply_retention.batch_size, 1000), 1), 10000);
  v_progress private.retention_progress := row(0, 0, 0, false, null);
  v_swept private.retention_progress;
  v_busy uuid[] := '{}';
  v_owner_key uuid;
begin
  delete from public.purges as p
  where p.at < now() - (select d.purge_log_days from private.settings as d) * interval '24 hours';
  loop
    select d.owner_key into v_owner_key
    from (
      select r.owner_key, r.requested_at as since from private.retention_requests as r
      union all
      select s.owner_key, s.next_at from private.retention_sweeps as s where s.next_at <= now()
    ) as d
    where d.owner_key <> all (v_busy)
    order by d.since, d.owner_key
    limit 1;
    exit when not found;
    if clock_timestamp() >= v_deadline then
      v_progress.more := true;
      exit;
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('runtrail: retention ' || v_owner_key, 0))
    then
      v_busy := v_busy || v_owner_key;
      continue;
    end if;
    delete from private.retention_requests as r where r.owner_key = v_owner_key;
    if v_owner_key = '00000000-0000-0000-0000-000000000000' then
      perform private.request_defaults();
    end if;
    begin
      v_swept := private.sweep_owner(v_owner_key, v_deadline, v_batch_size);
    exception when others then
      -- Undone for this owner, who has another turn in an hour; the others have theirs.
      v_swept := row(0, 0, 0, false, null);
      v_progress.error := concat(sqlstate, ' ', sqlerrm, ' (owner ', v_owner_key, ')');
    end;
    perform private.finish_sweep(v_owner_key, v_swept.more);
    v_progress.executions_deleted := v_progress.executions_deleted + v_swept.executions_deleted;
    v_progress.payloads_expired := v_progress.payloads_expired + v_swept.payloads_expired;
    v_progress.visuals_expired := v_progress.visuals_expired + v_swept.visuals_expired;
    v_progress.more := v_swept.more;
    exit when v_swept.more;
  end loop;
  return v_progress;
end
$$;
comment on function private.apply_retention(timestamptz, integer) is
  'Applies retention policies until the deadline (null: for 5 seconds), in batches of batch_size '
  '(1 to 10000): removes recordings, then payloads, then rows of what is old enough, finished, not '
  'held and not among the last that are kept. Returns how much it removed; call it until more is '
  'false. What fails for one owner does not stop the others, and is tried again in an hour. Safe '
  'to run twice at once; creating runs never waits for it.';
revoke all on function private.apply_retention(timestamptz, integer) from public;
