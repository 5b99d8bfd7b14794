-- create_execution() for up to 500 runs at once: see batches.

create type public.created_item as (
  index integer,
  status integer,
  execution public.created_execution,
  error public.batch_error
);
comment on type public.created_item is
  'What became of an item of create_executions(). index: its place in the list, from 0. status: '
  'the HTTP status of the single call: 201 for a new execution, 200 for a replayed one. Either '
  'execution or error is null.';

create type public.created_executions as (
  results public.created_item[],
  succeeded integer,
  failed integer
);
comment on type public.created_executions is
  'Answer of create_executions(): one result per item in the order of the items, and how many '
  'have a status below 400, and above.';

create function private.insert_executions(
  asked public.workflow_executions[]
)
returns private.batch_outcome[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_outcomes private.batch_outcome[];
begin
  -- MERGE, because it alone tells which item became which row. It raises where a single insert
  -- does nothing: for a key or session that came into use meanwhile. user_id as in
  -- insert_execution().
  execute format(
    $sql$
      with asked as materialized (
        select
          a.place,
          a.execution,
          case when (a.execution).idempotency_key is not null
            then (private.execution_of_idempotency_key(a.execution)).execution_id end as earlier
        from (
          select generate_subscripts($1, 1) as place, unnest($1) as execution
        ) as a
      ),
      made as (
        merge into public.workflow_executions as e
        using (select a.place, (a.execution).* from asked as a where a.earlier is null) as a
        on false
        when not matched then insert (
          %1$s workflow_id, inputs, mode, visual_enabled, visual_streaming_enabled, visual_quality,
          session_id, metadata, tags, timeout_seconds, idempotency_key
        )
        values (
          %2$s a.workflow_id, a.inputs, a.mode, a.visual_enabled, a.visual_streaming_enabled,
          a.visual_quality, a.session_id, a.metadata, a.tags, a.timeout_seconds, a.idempotency_key
        )
        returning a.place, e.execution_id
      )
      select array_agg(
        row(
          case when a.earlier is null then 201 else 200 end, coalesce(a.earlier, m.execution_id),
          a.earlier is not null, null
        )::private.batch_outcome
        order by a.place
      )
      from asked as a
      left join made as m on m.place = a.place
    $sql$,
    case when not private.caller_is_user() then 'user_id,' end,
    case when not private.caller_is_user() then 'a.user_id,' end
  )
  into v_outcomes
  using insert_executions.asked;
  return v_outcomes;
end
$$;
comment on function private.insert_executions(public.workflow_executions[]) is
  'Makes what is asked by one statement, or finds what earlier requests with the same keys made. '
  'Raises what create_execution() raises, and unique_violation.';
revoke all on function private.insert_executions(public.workflow_executions[]) from public;
grant execute on function private.insert_executions(public.workflow_executions[])
  to authenticated, service_role;

create function private.create_items(
  items jsonb[]
)
returns private.batch_outcome[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_items private.new_execution[];
  v_created public.created_execution;
begin
  perform private.refuse_misshapen_items(create_items.items, 'private.new_execution');
  v_items := array(
    select jsonb_populate_record(null::private.new_execution, i.item)
    from unnest(create_items.items) with ordinality as i (item, place)
    order by i.place
  );
  if cardinality(v_items) > 1 then
    return private.insert_executions(array(
      select private.asked_execution(i.item)
      from (select unnest(v_items) as item, generate_subscripts(v_items, 1) as place) as i
      order by i.place
    ));
  end if;
  select c.* into v_created
  from unnest(v_items) as i
  cross join lateral public.create_execution(
    i.workflow_id, i.inputs, i.mode, i.visual_enabled, i.visual_streaming_enabled,
    i.visual_quality, i.user_id, i.idempotency_key, i.metadata, i.tags, i.timeout_seconds,
    i.session_id
  ) as c;
  return array[row(
    case when v_created.replayed then 200 else 201 end, v_created.execution_id,
    v_created.replayed, null
  )::private.batch_outcome];
end
$$;
comment on function private.create_items(jsonb[]) is
  'Makes the executions of a batch, all or none; a single one as create_execution() does.';
revoke all on function private.create_items(jsonb[]) from public;
grant execute on function private.create_items(jsonb[]) to authenticated, service_role;

create function private.lock_keys_of_items(
  items jsonb[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Two batches with the same keys or sessions in another order would wait for each other. Batches
  -- with keys take turns by owner (a lock per key could exhaust the lock table); sessions are
  -- locked as the insert trigger does, in one order, before the first row is written.
  perform pg_advisory_xact_lock(l.key)
  from (
    select distinct hashtextextended(concat(o.owner_key, s.suffix), 0) as key
    from unnest(lock_keys_of_items.items) as i (item)
    cross join lateral (
      select case
        when private.caller_is_user() then auth.uid()
        when pg_input_is_valid(i.item ->> 'user_id', 'uuid') then (i.item ->> 'user_id')::uuid
        else '00000000-0000-0000-0000-000000000000'
      end as owner_key
    ) as o
    cross join lateral (
      values (i.item ->> 'session_id'), (case when i.item ? 'idempotency_key' then '' end)
    ) as s (suffix)
    where s.suffix is not null
    order by 1
  ) as l;
end
$$;
comment on function private.lock_keys_of_items(jsonb[]) is
  'Makes sure that no two batches of create_executions() wait for each other.';
revoke all on function private.lock_keys_of_items(jsonb[]) from public;
grant execute on function private.lock_keys_of_items(jsonb[]) to authenticated, service_role;

create function public.create_executions(
  executions jsonb
)
returns public.created_executions
language plpgsql
volatile
security invoker
set search_path = ''
-- As in private.apply_report().
set enable_seqscan = off
set cpu_index_tuple_cost = 10000
as $$
declare
  v_items jsonb[] := private.batch_items(create_executions.executions);
  v_outcomes private.batch_outcome[];
  v_answer public.created_executions;
begin
  -- Who is nobody is told so once, not item by item.
  if private.caller_is_user() then
    perform private.owner_keys(null);
  end if;
  perform private.lock_keys_of_items(v_items);
  v_outcomes := private.item_by_item('private.create_items', v_items);
  select
    array_agg(
      row(
        o.place - 1, o.status,
        case when e.execution_id is not null
          then private.created_execution(e.execution, o.repeated) end,
        o.error
      )::public.created_item
      order by o.place
    ),
    count(*) filter (where o.status < 400),
    count(*) filter (where o.status >= 400)
  into v_answer
  from unnest(v_outcomes) with ordinality as o (status, execution_id, repeated, error, place)
  -- One by one, by key: the planner takes every owner to have few executions, and would read all.
  left join lateral (
    select x.execution_id, x as execution
    from public.workflow_executions as x
    where x.execution_id = o.execution_id
    offset 0
  ) as e on true;
  return v_answer;
end
$$;
comment on function public.create_executions(jsonb) is
  'Records that up to 500 workflows start to run. executions: a list of objects with the '
  'parameters of create_execution(). Answers item by item: the execution or the error that the '
  'single call would have given; what fails takes nothing from the others. Errors of the whole '
  'request: invalid_parameter, payload_too_large, authentication_required.';
revoke all on function public.create_executions(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.create_executions(jsonb) to authenticated, service_role;
