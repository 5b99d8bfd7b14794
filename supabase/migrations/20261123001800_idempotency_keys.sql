-- An idempotency key answers repeated requests for some days, not for ever: it and its fingerprint
-- are then removed from the execution, which stays. A create with that key makes a new execution.
--
-- Deliberately absent: a look at the key's age in create_execution(). A key is there or not, so
-- that functions, rpc() and direct inserts agree; it may outlive its time by as long as upkeep
-- takes.

-- Oldest key first. Partial, so that only those who use keys pay for it.
create index workflow_executions_idempotency
  on public.workflow_executions (created_at) where idempotency_key is not null;

create function private.tg_execution__key_expiry()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Nothing happened to the run: it is not listed as changed, and this is no sign of life.
  new.updated_at := old.updated_at;
  return new;
end
$$;
comment on function private.tg_execution__key_expiry() is
  'Keeps updated_at when an execution loses its idempotency key.';
revoke all on function private.tg_execution__key_expiry() from public;

-- After the state trigger, which sets updated_at.
create trigger _650_key_expiry
  before update of idempotency_key on public.workflow_executions
  for each row when (old.idempotency_key is not null and new.idempotency_key is null)
  execute function private.tg_execution__key_expiry();

create function private.expire_idempotency_keys(
  batch_size integer default 1000
)
returns integer
language plpgsql
volatile
-- definer because: it changes executions of every owner and may be run by a scheduler of any role.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := (
    select now() - s.idempotency_key_hours * interval '1 hour' from private.settings as s
  );
  v_expired uuid[];
begin
  -- A row that somebody holds is taken the next time. The update goes by ids: no plan for any size
  -- of table reads it all.
  v_expired := array(
    select e.execution_id
    from public.workflow_executions as e
    where e.idempotency_key is not null and e.created_at < v_before
    order by e.created_at
    limit greatest(coalesce(expire_idempotency_keys.batch_size, 1000), 1)
    for update of e skip locked
  );
  update public.workflow_executions as e
  set idempotency_key = null, idempotency_fingerprint = null
  where e.execution_id = any (v_expired);
  return cardinality(v_expired);
end
$$;
comment on function private.expire_idempotency_keys(integer) is
  'Removes idempotency keys that are older than private.settings.idempotency_key_hours, the oldest '
  'first, at most batch_size a call, and returns how many. Safe to run twice at once.';
revoke all on function private.expire_idempotency_keys(integer) from public;
