-- Fixtures for the tests. "supabase start", "supabase db reset" and the local stack apply this
-- file; "supabase db push" does not, so a hosted project never gets the schema "tests".
--
-- A test acts as one of four: owner and stranger (users), anonymous, and service. It makes users
-- and rows as the database's owner, then switches with tests.act_as…(), then goes back with
-- tests.act_as_owner().

create schema if not exists tests;
grant usage on schema tests to anon, authenticated, service_role;
comment on schema tests is 'Fixtures of the test suite; not part of Runtrail.';

create or replace function tests.create_user(
  email text default null,
  is_anonymous boolean default false
)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_user_id uuid := gen_random_uuid();
begin
  insert into auth.users (id, email, is_anonymous)
  values (
    v_user_id,
    case when not create_user.is_anonymous
      then coalesce(create_user.email, v_user_id || '@example.com') end,
    create_user.is_anonymous
  );
  return v_user_id;
end
$$;
comment on function tests.create_user(text, boolean) is 'Makes a user and returns their id.';

create or replace function tests.act_as(
  user_id uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_is_anonymous boolean := coalesce(
    (select u.is_anonymous from auth.users as u where u.id = act_as.user_id), false
  );
begin
  perform set_config(
    'request.jwt.claims',
    json_build_object(
      'sub', act_as.user_id, 'role', 'authenticated', 'is_anonymous', v_is_anonymous
    )::text,
    true
  );
  perform set_config('role', 'authenticated', true);
end
$$;
comment on function tests.act_as(uuid) is
  'From here on the transaction acts as this signed-in user, as PostgREST does it. Call it as the '
  'database''s owner.';

create or replace function tests.act_as_anonymous()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform set_config('request.jwt.claims', '{"role": "anon"}', true);
  perform set_config('role', 'anon', true);
end
$$;
comment on function tests.act_as_anonymous() is 'From here on: nobody is signed in.';

create or replace function tests.act_as_service()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform set_config('request.jwt.claims', '{"role": "service_role"}', true);
  perform set_config('role', 'service_role', true);
end
$$;
comment on function tests.act_as_service() is 'From here on: the secret key''s role.';

create or replace function tests.act_as_owner()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform set_config('role', 'none', true);
  perform set_config('request.jwt.claims', '', true);
end
$$;
comment on function tests.act_as_owner() is 'Back to the role that the test connected as.';

create or replace function tests.create_workflow(
  owner_id uuid,
  name text default 'a workflow'
)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  insert into public.workflows (owner_id, name)
  values (create_workflow.owner_id, create_workflow.name)
  returning workflow_id
$$;
comment on function tests.create_workflow(uuid, text) is
  'Makes a workflow of this owner (null: public) and returns its id.';

create or replace function tests.create_execution(
  user_id uuid,
  workflow_id uuid,
  columns jsonb default '{}'
)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_columns text;
  v_execution_id uuid;
begin
  select string_agg(format('%I', k.name), ', ') into v_columns
  from jsonb_object_keys(
    create_execution.columns || '{"user_id": 0, "workflow_id": 0}'
  ) as k (name);
  execute format(
    'insert into public.workflow_executions (%1$s) '
    'select %1$s from jsonb_populate_record(null::public.workflow_executions, $1) '
    'returning execution_id',
    v_columns
  )
  into v_execution_id
  using create_execution.columns || jsonb_build_object(
    'user_id', create_execution.user_id, 'workflow_id', create_execution.workflow_id
  );
  return v_execution_id;
end
$$;
comment on function tests.create_execution(uuid, uuid, jsonb) is
  'Inserts an execution with any columns set, as an import would, and returns its id.';

create or replace function tests.create_run(
  user_id uuid,
  workflow_id uuid,
  status text,
  days_ago numeric,
  columns jsonb default '{}'
)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  select tests.create_execution(
    create_run.user_id, create_run.workflow_id,
    jsonb_build_object(
      'status', create_run.status, 'created_at', now() - create_run.days_ago * interval '24 hours'
    ) || create_run.columns
  )
$$;
comment on function tests.create_run(uuid, uuid, text, numeric, jsonb) is
  'Inserts an execution that began some days ago, with any columns set, and returns its id.';

create or replace function tests.apply_retention(
  batch_size integer default 1000
)
returns private.retention_progress
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_progress private.retention_progress;
begin
  -- Waits where the job itself would leave the shared runs to whoever looks at them, the scheduler
  -- say.
  perform pg_advisory_xact_lock(
    hashtextextended('runtrail: retention 00000000-0000-0000-0000-000000000000', 0)
  );
  update private.retention_sweeps set next_at = now();
  v_progress := private.apply_retention('infinity', apply_retention.batch_size);
  return v_progress;
end
$$;
comment on function tests.apply_retention(integer) is
  'Applies retention to all owners, whether or not it is their turn. Call it as the database''s '
  'owner.';

create or replace function tests.page_problems(
  filter private.execution_filter,
  sort text,
  sort_key text,
  most_rows numeric
)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_plan jsonb;
  v_read numeric;
  v_sorted numeric;
  v_unindexed bigint;
  v_looked_up constant text := case
    when (private.looked_up_conditions(page_problems.filter))[1] is not null
      then private.looked_up_branches(page_problems.filter, page_problems.sort, 10001)
  end;
begin
  -- As private.look_up_executions() has them.
  perform
    set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
    set_config('enable_indexonlyscan', 'off', true)
  where v_looked_up is not null;
  execute 'explain (analyze, format json, costs off, timing off) ' || coalesce(
    v_looked_up,
    private.execution_branches(
      page_problems.filter, page_problems.sort, false, page_problems.sort_key is not null, 51
    )
  )
  into v_plan using page_problems.filter, page_problems.sort_key, gen_random_uuid();
  select
    sum(
      (
        (n.node ->> 'Actual Rows')::numeric
        + coalesce((n.node ->> 'Rows Removed by Filter')::numeric, 0)
        + coalesce((n.node ->> 'Rows Removed by Index Recheck')::numeric, 0)
      ) * (n.node ->> 'Actual Loops')::numeric
    ) filter (where n.kind like '%Scan' and n.kind not in ('Subquery Scan', 'Function Scan')),
    max((n.node #>> '{Plans,0,Actual Rows}')::numeric) filter (where n.kind like '%Sort'),
    count(*) filter (where n.kind = 'Seq Scan')
  into v_read, v_sorted, v_unindexed
  from (
    select p.node, p.node ->> 'Node Type' as kind
    from jsonb_path_query(
      v_plan, 'strict $.** ? (@.type() == "object" && exists(@."Node Type"))'
    ) as p (node)
  ) as n;
  perform
    set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true),
    set_config('enable_indexonlyscan', 'on', true);
  return nullif(concat_ws(
    ', ',
    case when v_read is null then 'nothing is read' end,
    case when v_unindexed > 0 then 'the whole table is read' end,
    case when v_read > page_problems.most_rows then v_read || ' rows read' end,
    case when v_sorted > page_problems.most_rows then v_sorted || ' rows sorted' end
  ), '');
end
$$;
comment on function tests.page_problems(private.execution_filter, text, text, numeric) is
  'What is wrong with the plan of a page of 50 (or of what its filter looks up), if anything: it '
  'must read by an index, and neither read nor sort more than most_rows. sort_key: where the page '
  'begins, null for the first.';

create or replace function tests.rows_read_by(
  statement text
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_relations constant oid[] := array(
    select 'public.workflow_executions'::regclass::oid
    union all
    select i.indexrelid from pg_index as i where i.indrelid = 'public.workflow_executions'::regclass
  );
  v_before bigint;
begin
  -- What an index-only scan reads counts with the index, what any other reads with the table and,
  -- where it used one, with the index too.
  v_before := (
    select sum(pg_stat_get_xact_tuples_returned(r.id)) from unnest(v_relations) as r (id)
  );
  execute rows_read_by.statement;
  return (
    select sum(pg_stat_get_xact_tuples_returned(r.id)) from unnest(v_relations) as r (id)
  ) - v_before;
end
$$;
comment on function tests.rows_read_by(text) is
  'How many rows of executions, or entries of their indexes, a statement reads, in whatever it '
  'calls.';

create or replace function tests.answer_to(
  statement text,
  id uuid
)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_answer text;
  v_message text;
  v_detail text;
  v_hint text;
begin
  execute answer_to.statement into v_answer;
  return v_answer;
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return replace(
    concat_ws(' | ', sqlstate, v_message, v_detail, v_hint), answer_to.id::text, '(id)'
  );
end
$$;
comment on function tests.answer_to(text, uuid) is
  'The one text that a statement gives, or the whole error that it raises, with the id that was '
  'asked for taken out of it.';

create or replace function tests.fold_rollups(
  batch_size integer default 10000
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_folded integer;
  v_all integer := 0;
begin
  -- Waits where the fold itself would leave the work to whoever holds the lock, the scheduler say.
  perform pg_advisory_xact_lock(hashtextextended('runtrail: rollups', 0));
  loop
    v_folded := private.fold_rollups(fold_rollups.batch_size);
    exit when v_folded = 0;
    v_all := v_all + v_folded;
  end loop;
  return v_all;
end
$$;
comment on function tests.fold_rollups(integer) is
  'Folds all pending deltas, batch_size at a time, and returns how many there were. Call it as the '
  'database''s owner.';

create or replace function tests.maintain(
  budget_seconds numeric default 10
)
returns private.maintenance_runs
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Waits where upkeep itself would leave the work to whoever holds the lock, the scheduler say.
  perform pg_advisory_xact_lock(hashtextextended('runtrail: maintenance', 0));
  perform pg_advisory_xact_lock(hashtextextended('runtrail: rollups', 0));
  return private.maintain(maintain.budget_seconds);
end
$$;
comment on function tests.maintain(numeric) is
  'Runs upkeep, waiting for one that is at work. Call it as the database''s owner.';

create or replace function tests.purge(
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform set_config('runtrail.purging', 'on', true);
  delete from public.workflow_executions as e where e.execution_id = any (purge.execution_ids);
  perform set_config('runtrail.purging', '', true);
end
$$;
comment on function tests.purge(uuid[]) is 'Removes executions as retention does.';

create or replace function tests.counted(
  owner_key uuid,
  workflow_id uuid default '00000000-0000-0000-0000-000000000000',
  purged boolean default false
)
returns private.run_counts
language sql
stable
security invoker
set search_path = ''
as $$
  select row(
    coalesce(sum(c.completed), 0), coalesce(sum(c.failed), 0), coalesce(sum(c.cancelled), 0),
    coalesce(sum(c.cloud_runs), 0), coalesce(sum(c.visual_runs), 0),
    coalesce(sum(c.low_quality_runs), 0), coalesce(sum(c.standard_quality_runs), 0),
    coalesce(sum(c.high_quality_runs), 0), coalesce(sum(c.events_runs), 0),
    coalesce(sum(c.stream_runs), 0), coalesce(sum(c.events_captured), 0),
    coalesce(sum(c.seconds), 0), coalesce(sum(c.stream_seconds), 0)
  )::private.run_counts
  from (
    select
      t.completed, t.failed, t.cancelled, t.cloud_runs, t.visual_runs, t.low_quality_runs,
      t.standard_quality_runs, t.high_quality_runs, t.events_runs, t.stream_runs,
      t.events_captured, t.seconds, t.stream_seconds
    from private.execution_totals as t
    where t.owner_key = counted.owner_key and t.workflow_id = counted.workflow_id
      and t.purged = counted.purged
    union all
    select
      d.completed, d.failed, d.cancelled, d.cloud_runs, d.visual_runs, d.low_quality_runs,
      d.standard_quality_runs, d.high_quality_runs, d.events_runs, d.stream_runs,
      d.events_captured, d.seconds, d.stream_seconds
    from private.execution_deltas as d
    where d.owner_key = counted.owner_key
      and counted.workflow_id in (d.workflow_id, '00000000-0000-0000-0000-000000000000')
      and d.purged = counted.purged
  ) as c
$$;
comment on function tests.counted(uuid, uuid, boolean) is
  'What is counted of an owner, folded and pending, over all time: live or purged.';

create or replace function tests.rollups_of(
  owner_key uuid
)
returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select jsonb_build_object(
    'days', (
      select jsonb_agg(to_jsonb(d) order by d.workflow_id, d.day, d.purged)
      from private.execution_days as d
      where d.owner_key = rollups_of.owner_key
    ),
    'totals', (
      select jsonb_agg(to_jsonb(t) order by t.workflow_id, t.purged)
      from private.execution_totals as t
      where t.owner_key = rollups_of.owner_key
    ),
    'durations', (
      select jsonb_agg(to_jsonb(h) order by h.workflow_id, h.purged, h.bucket)
      from private.execution_durations as h
      where h.owner_key = rollups_of.owner_key
    )
  )
$$;
comment on function tests.rollups_of(uuid) is 'All folded counts of an owner, to be compared.';

create or replace function tests.differences(
  owner_key uuid
)
returns table (what text, counted jsonb, kept jsonb)
language sql
stable
security invoker
set search_path = ''
as $$
  select d.what, d.counted, d.kept
  from private.verify_rollups() as d
  where d.owner_key = differences.owner_key
$$;
comment on function tests.differences(uuid) is 'What private.verify_rollups() finds of an owner.';

grant execute on all functions in schema tests to anon, authenticated, service_role;

create or replace function tests.gzip(
  bytes integer,
  stored_bytes integer default 20
)
returns bytea
language sql
immutable
security invoker
set search_path = ''
as $$
  select '\x1f8b0800000000000003'::bytea
    || decode(repeat('00', gzip.stored_bytes - 14), 'hex')
    || decode(reverse_bytes.hex, 'hex')
  from (
    select string_agg(lpad(to_hex((gzip.bytes >> (8 * n)) & 255), 2, '0'), '' order by n) as hex
    from generate_series(0, 3) as n
  ) as reverse_bytes
$$;
comment on function tests.gzip(integer, integer) is
  'What begins and ends as gzip of so many bytes does, with nothing sensible between.';

create or replace function tests.record_batch(
  session_id text,
  sequence integer,
  given jsonb default '{}'
)
returns public.visual_batch
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- Ten events, one each 100 ms, of 100 bytes; where nothing else is given.
  v_first timestamptz := coalesce(
    (record_batch.given ->> 'first_event_at')::timestamptz, now()
  ) + case
    when record_batch.given ? 'first_event_at' then interval '0'
    else record_batch.sequence * interval '1 second'
  end;
  v_events integer := coalesce((record_batch.given ->> 'events')::integer, 10);
  v_bytes integer := coalesce((record_batch.given ->> 'bytes')::integer, 100 * v_events);
  v_snapshot boolean := coalesce(
    (record_batch.given ->> 'snapshot')::boolean, record_batch.sequence = 0
  );
begin
  if v_events = 0 then
    v_first := null;
  end if;
  return public.record_visual_events(
    session_id => record_batch.session_id,
    tab => coalesce(record_batch.given ->> 'tab', 'main'),
    sequence => record_batch.sequence,
    content => encode(
      tests.gzip(v_bytes, coalesce((record_batch.given ->> 'stored_bytes')::integer, 20)), 'base64'
    ),
    digest => encode(
      sha256(convert_to(concat(record_batch.sequence, record_batch.given), 'UTF8')), 'hex'
    ),
    events => v_events,
    bytes => v_bytes,
    first_event_at => v_first,
    last_event_at => v_first + (v_events - 1) * interval '100 milliseconds',
    snapshot_at => case when v_snapshot then v_first end,
    orphan_mutations => coalesce((record_batch.given ->> 'orphan_mutations')::integer, 0),
    clock_jumps => coalesce((record_batch.given ->> 'clock_jumps')::integer, 0),
    event_offset => (record_batch.given ->> 'event_offset')::bigint,
    is_final => coalesce((record_batch.given ->> 'is_final')::boolean, false),
    user_id => (record_batch.given ->> 'user_id')::uuid
  );
end
$$;
comment on function tests.record_batch(text, integer, jsonb) is
  'Uploads a batch of a visual session: of the tab main, with ten events of 100 bytes in a second, '
  'the first batch with a full snapshot, unless given says otherwise.';
