-- update_execution() for up to 500 reports at once: see batches.

create type public.updated_execution as (
  execution_id uuid,
  workflow_id uuid,
  workflow_name text,
  user_id uuid,
  status text,
  mode text,
  visual_enabled boolean,
  visual_streaming_enabled boolean,
  visual_quality text,
  session_id text,
  error text,
  error_code text,
  execution_time_seconds numeric,
  visual_events_captured integer,
  visual_stream_duration numeric,
  progress numeric,
  metadata jsonb,
  tags text[],
  timeout_seconds integer,
  last_heartbeat_at timestamptz,
  cancel_requested_at timestamptz,
  cancel_reason text,
  held boolean,
  payloads_expired_at timestamptz,
  visual_expired_at timestamptz,
  created_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz,
  late boolean
);
comment on type public.updated_execution is
  'public.reported_execution without inputs, result and logs, and error cut to 500 characters: '
  '500 of them could be a gigabyte that the caller has or does not need.';

create type public.updated_item as (
  index integer,
  status integer,
  execution public.updated_execution,
  error public.batch_error
);
comment on type public.updated_item is
  'What became of an item of update_executions(). index: its place in the list, from 0. status: '
  'the HTTP status of the single call: 200, or 409 with late = true for a report on a run that '
  'the database had ended. Either execution or error is null.';

create type public.updated_executions as (
  results public.updated_item[],
  succeeded integer,
  failed integer
);
comment on type public.updated_executions is
  'Answer of update_executions(): one result per item in the order of the items, and how many '
  'have a status below 400, and above.';

create function private.apply_reports(
  reports private.execution_report[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_report private.execution_report;
  v_assignments text;
  v_applied integer;
begin
  foreach v_report in array apply_reports.reports loop
    perform private.check_report(v_report);
  end loop;
  -- What apply_report() assigns: each field of a report to the column of its name.
  select string_agg(format('%1$I = coalesce(r.%2$I, e.%1$I)', c.attname, f.attname), ', ')
  into v_assignments
  from pg_catalog.pg_type as t
  join pg_catalog.pg_attribute as f on f.attrelid = t.typrelid and f.attname <> 'execution_id'
  join pg_catalog.pg_attribute as c
    on c.attrelid = 'public.workflow_executions'::regclass
    and c.attname = case f.attname when 'hold' then 'held' else f.attname end
  where t.oid = 'private.execution_report'::regtype;
  perform set_config('runtrail.late_reports', '', true);
  -- Planned anew for each batch. The last two conditions always hold; the planner expects each of
  -- one report in 200, so one report in all, and finds executions by key. Else it would read all of
  -- the owner's, whom it takes to have few.
  execute format(
    $sql$
      update public.workflow_executions as e
      set %s
      from unnest($1) as r
      where e.execution_id = r.execution_id
        and num_nonnulls(r.execution_id) = 1
        and num_nulls(r.execution_id) = 0
    $sql$,
    v_assignments
  )
  using apply_reports.reports;
  get diagnostics v_applied = row_count;
  if v_applied < cardinality(apply_reports.reports) then
    perform private.refuse(
      404, 'execution_not_found', 'At least one of the executions is not there.',
      'Ask for each by itself.'
    );
  end if;
  perform private.append_logs(
    array_agg(r.execution_id order by r.execution_id),
    array_agg(r.append_logs order by r.execution_id)
  )
  from unnest(apply_reports.reports) as r
  where r.append_logs is not null
  having count(*) > 0;
end
$$;
comment on function private.apply_reports(private.execution_report[]) is
  'Does what apply_report() does for several executions, all or none, by one statement. No two '
  'reports may name the same execution.';
revoke all on function private.apply_reports(private.execution_report[]) from public;
grant execute on function private.apply_reports(private.execution_report[])
  to authenticated, service_role;

create function private.report_items(
  items jsonb[]
)
returns private.batch_outcome[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_reports private.execution_report[];
  v_late uuid[];
begin
  perform private.refuse_misshapen_items(report_items.items, 'private.execution_report');
  v_reports := array(
    select jsonb_populate_record(null::private.execution_report, i.item)
    from unnest(report_items.items) with ordinality as i (item, place)
    order by i.place
  );
  if cardinality(v_reports) > 1 then
    perform private.apply_reports(v_reports);
  else
    perform private.apply_report(v_reports[1]);
  end if;
  v_late := private.late_reports();
  return array(
    select row(
      case when l.late then 409 else 200 end, r.execution_id, l.late, null
    )::private.batch_outcome
    from unnest(report_items.items) with ordinality as i (item, place)
    cross join lateral (select (i.item ->> 'execution_id')::uuid as execution_id) as r
    cross join lateral (select r.execution_id = any (v_late) as late) as l
    order by i.place
  );
end
$$;
comment on function private.report_items(jsonb[]) is
  'Reports what a batch reports, all or none. No two items may name the same execution.';
revoke all on function private.report_items(jsonb[]) from public;
grant execute on function private.report_items(jsonb[]) to authenticated, service_role;

create function private.lock_executions_of_items(
  items jsonb[]
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Rows first, then sessions, as in a single update; each in one order for all batches.
  perform pg_advisory_xact_lock(l.key)
  from (
    with locked as materialized (
      select i.session_id, e.owner_key
      from (
        select
          (i.item ->> 'execution_id')::uuid as execution_id, i.item ->> 'session_id' as session_id
        from unnest(lock_executions_of_items.items) as i (item)
        where pg_input_is_valid(i.item ->> 'execution_id', 'uuid')
        order by 1
      ) as i
      cross join lateral (
        select x.owner_key
        from public.workflow_executions as x
        where x.execution_id = i.execution_id
        for no key update
      ) as e
    )
    select distinct hashtextextended(concat(l.owner_key, l.session_id), 0) as key
    from locked as l
    where l.session_id is not null
    order by 1
  ) as l;
end
$$;
comment on function private.lock_executions_of_items(jsonb[]) is
  'Makes sure that no two batches of update_executions() wait for each other.';
revoke all on function private.lock_executions_of_items(jsonb[]) from public;
grant execute on function private.lock_executions_of_items(jsonb[]) to authenticated, service_role;

create function private.report_in_rounds(
  items jsonb[]
)
returns private.batch_outcome[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_outcomes private.batch_outcome[] := array_fill(
    null::private.batch_outcome, array[cardinality(report_in_rounds.items)]
  );
  v_rounds integer[];
  v_places integer[];
  v_found private.batch_outcome[];
begin
  -- Several reports on one execution are applied one after the other: the first ones of all
  -- executions, then the second ones, and so on.
  select array_agg(r.round order by r.place) into v_rounds
  from (
    select
      i.place,
      row_number() over (
        partition by case
          when pg_input_is_valid(i.item ->> 'execution_id', 'uuid')
            then (i.item ->> 'execution_id')::uuid::text
          else 'item ' || i.place
        end
        order by i.place
      ) as round
    from unnest(report_in_rounds.items) with ordinality as i (item, place)
  ) as r;
  for v_round in 1 .. (select max(r.round) from unnest(v_rounds) as r (round)) loop
    v_places := array_positions(v_rounds, v_round);
    v_found := private.item_by_item(
      'private.report_items',
      array(
        select report_in_rounds.items[p.place]
        from unnest(v_places) with ordinality as p (place, nth)
        order by p.nth
      )
    );
    for v_nth in 1 .. cardinality(v_places) loop
      v_outcomes[v_places[v_nth]] := v_found[v_nth];
    end loop;
  end loop;
  return v_outcomes;
end
$$;
comment on function private.report_in_rounds(jsonb[]) is
  'The outcomes of a batch of reports, in the order of the items.';
revoke all on function private.report_in_rounds(jsonb[]) from public;
grant execute on function private.report_in_rounds(jsonb[]) to authenticated, service_role;

create function public.update_executions(
  executions jsonb
)
returns public.updated_executions
language plpgsql
volatile
security invoker
set search_path = ''
-- As in private.apply_report().
set enable_seqscan = off
set cpu_index_tuple_cost = 10000
as $$
declare
  v_items jsonb[] := private.batch_items(update_executions.executions);
  v_outcomes private.batch_outcome[];
  v_answer public.updated_executions;
begin
  perform private.lock_executions_of_items(v_items);
  v_outcomes := private.report_in_rounds(v_items);
  -- A late report asks for status 409; here its item has it.
  perform set_config('response.status', '200', true);
  select
    array_agg(
      row(
        o.place - 1, o.status,
        case when e.execution_id is not null then row(
          e.execution_id, e.workflow_id, w.name, e.user_id, e.status::text, e.mode::text,
          e.visual_enabled, e.visual_streaming_enabled, e.visual_quality::text,
          e.session_id::text, left(e.error, 500), e.error_code::text, e.execution_time_seconds,
          e.visual_events_captured, e.visual_stream_duration, e.progress, e.metadata, e.tags,
          e.timeout_seconds, e.last_heartbeat_at, e.cancel_requested_at, e.cancel_reason::text,
          e.held, e.payloads_expired_at, e.visual_expired_at, e.created_at, e.completed_at,
          e.updated_at, o.repeated
        )::public.updated_execution end,
        o.error
      )::public.updated_item
      order by o.place
    ),
    count(*) filter (where o.status < 400),
    count(*) filter (where o.status >= 400)
  into v_answer
  from unnest(v_outcomes) with ordinality as o (status, execution_id, repeated, error, place)
  -- One by one, by key: the planner takes every owner to have few executions, and would read all.
  left join lateral (
    select x.* from public.workflow_executions as x where x.execution_id = o.execution_id offset 0
  ) as e on true
  left join public.workflows as w on w.workflow_id = e.workflow_id;
  return v_answer;
end
$$;
comment on function public.update_executions(jsonb) is
  'Reports on up to 500 executions. executions: a list of objects with the parameters of '
  'update_execution(). Answers item by item: the execution as the batch left it, without inputs, '
  'result and logs, or the error that the single call would have given; what fails takes nothing '
  'from the others. Several reports on one execution are applied in their order. Errors of the '
  'whole request: invalid_parameter, payload_too_large.';
revoke all on function public.update_executions(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.update_executions(jsonb) to authenticated, service_role;
