-- Batches: many calls in one request, answered item by item. What one item does wrong takes nothing
-- from the others.
--
-- The good items of a batch are written by one statement, under the same policies and triggers as a
-- single call. When the statement raises, both halves are tried by themselves, and so on, until
-- what fails stands alone and goes the way of a single call, whose error is its result. So no rule
-- is known to batches, and k items that fail cost about k * log2(n) statements more.

create type public.batch_error as (
  code text,
  message text,
  hint text
);
comment on type public.batch_error is
  'Why an item of a batch failed, as the single call would have said: code for programs, what '
  'happened, what to do.';

create type private.batch_outcome as (
  status integer,
  execution_id uuid,
  repeated boolean,
  error public.batch_error
);
comment on type private.batch_outcome is
  'What became of an item of a batch: HTTP status, and the execution or the error. repeated: a '
  'creation that was replayed, or a report that came too late.';

create function private.batch_items(
  executions jsonb
)
returns jsonb[]
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_count integer;
begin
  if jsonb_typeof(batch_items.executions) is distinct from 'array'
    or batch_items.executions = '[]'
  then
    perform private.refuse(
      400,
      'invalid_parameter',
      'executions is a list of 1 to 500 items.',
      'Send at least one item, with the parameters of the single call.'
    );
  end if;
  v_count := jsonb_array_length(batch_items.executions);
  if v_count > 500 then
    perform private.refuse(
      413,
      'payload_too_large',
      format('executions has %s items; the limit is 500.', v_count),
      'Send several batches.'
    );
  end if;
  return array(
    select i.item
    from jsonb_array_elements(batch_items.executions) with ordinality as i (item, place)
    order by i.place
  );
end
$$;
comment on function private.batch_items(jsonb) is
  'The items of a batch, 1 to 500. Raises invalid_parameter, payload_too_large.';
revoke all on function private.batch_items(jsonb) from public;
grant execute on function private.batch_items(jsonb) to authenticated, service_role;

create function private.refuse_misshapen_items(
  items jsonb[],
  shape regtype
)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_problem record;
begin
  -- What PostgREST does for a single call: unknown names and wrong types are refused. A list of
  -- texts is looked into, because converting a list of lists would raise something else.
  with fields as materialized (
    select a.attname::text as name, format_type(a.atttypid, null) as type
    from pg_catalog.pg_type as t
    join pg_catalog.pg_attribute as a on a.attrelid = t.typrelid and a.attnum > 0
    where t.oid = refuse_misshapen_items.shape
  )
  select jsonb_typeof(i.item) as kind, k.key as name, f.type into v_problem
  from unnest(refuse_misshapen_items.items) as i (item)
  cross join lateral jsonb_each(
    case when jsonb_typeof(i.item) = 'object' then i.item else '{"": 0}' end
  ) as k
  left join fields as f on f.name = k.key
  where f.name is null
    or jsonb_typeof(k.value) <> 'null' and not case f.type
      when 'jsonb' then true
      when 'text' then jsonb_typeof(k.value) = 'string'
      when 'boolean' then jsonb_typeof(k.value) = 'boolean'
      when 'numeric' then jsonb_typeof(k.value) = 'number'
      when 'text[]' then jsonb_typeof(k.value) = 'array'
        and not jsonb_path_exists(k.value, 'strict $[*] ? (@.type() != "string")')
      else jsonb_typeof(k.value) = case
          when f.type in ('uuid', 'timestamp with time zone') then 'string' else 'number'
        end
        and pg_input_is_valid(k.value #>> '{}', f.type)
    end
  limit 1;
  if v_problem.kind <> 'object' then
    perform private.refuse(
      400, 'invalid_parameter', 'An item is a JSON object.',
      'Send the parameters of the single call by name.'
    );
  elsif found and v_problem.type is null then
    perform private.refuse(
      400, 'unknown_parameter', format('%s is not a parameter.', left(v_problem.name, 80)),
      'Leave it out; an item takes the parameters of the single call.'
    );
  elsif found then
    perform private.refuse(
      400,
      'invalid_parameter',
      format('%s is %s.', v_problem.name, case v_problem.type
        when 'uuid' then 'a UUID'
        when 'text' then 'text'
        when 'boolean' then 'true or false'
        when 'numeric' then 'a number'
        when 'integer' then 'an integer'
        when 'timestamp with time zone'
          then 'a time in ISO 8601, or in seconds since 1970 where it is imported'
        else 'a list of texts'
      end),
      'Correct it and send it again.'
    );
  end if;
end
$$;
comment on function private.refuse_misshapen_items(jsonb[], regtype) is
  'Refuses items that are no objects, or have keys or types that the composite type does not: '
  'unknown_parameter, invalid_parameter, naming the first.';
revoke all on function private.refuse_misshapen_items(jsonb[], regtype) from public;
grant execute on function private.refuse_misshapen_items(jsonb[], regtype)
  to authenticated, service_role;

create function private.failed_outcome(
  sqlstate_code text,
  message text,
  detail text,
  hint text
)
returns private.batch_outcome
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_raised jsonb;
begin
  if failed_outcome.sqlstate_code like 'PT___' then
    return row(
      right(failed_outcome.sqlstate_code, 3)::integer, null, null,
      row(failed_outcome.message, failed_outcome.detail, failed_outcome.hint)::public.batch_error
    )::private.batch_outcome;
  elsif failed_outcome.sqlstate_code = 'PGRST' then
    -- Raised with headers, which an item has none of: its hint says when to try again.
    v_raised := failed_outcome.message;
    return row(
      failed_outcome.detail::jsonb ->> 'status', null, null,
      row(
        v_raised ->> 'message', v_raised ->> 'details', v_raised ->> 'hint'
      )::public.batch_error
    )::private.batch_outcome;
  elsif failed_outcome.sqlstate_code ~ '^(22|2350[23]|23514)' then
    -- A value that Postgres itself refuses; the functions word a single call's so too.
    return row(
      400, null, null,
      row(
        'invalid_parameter', failed_outcome.message || '.', 'Correct the value and send it again.'
      )::public.batch_error
    )::private.batch_outcome;
  end if;
  return null;
end
$$;
comment on function private.failed_outcome(text, text, text, text) is
  'An error as the outcome of the item that raised it; null when no item is at fault (a lost '
  'connection, a deadlock, a timeout), which ends the whole batch.';
revoke all on function private.failed_outcome(text, text, text, text) from public;
grant execute on function private.failed_outcome(text, text, text, text)
  to authenticated, service_role;

create function private.item_by_item(
  step regproc,
  items jsonb[]
)
returns private.batch_outcome[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_outcomes private.batch_outcome[];
  v_half integer := cardinality(item_by_item.items) / 2;
  v_state text;
  v_message text;
  v_detail text;
  v_hint text;
  v_failed private.batch_outcome;
begin
  begin
    execute format('select %s($1)', item_by_item.step) into v_outcomes using item_by_item.items;
    return v_outcomes;
  exception when others then
    get stacked diagnostics
      v_state = returned_sqlstate,
      v_message = message_text,
      v_detail = pg_exception_detail,
      v_hint = pg_exception_hint;
    v_failed := private.failed_outcome(v_state, v_message, v_detail, v_hint);
    -- Two items with the same key or session: the second must see the first.
    if v_failed is null and (v_state <> '23505' or v_half = 0) then
      raise;
    end if;
  end;
  if v_half = 0 then
    return array[v_failed];
  end if;
  return private.item_by_item(item_by_item.step, item_by_item.items[:v_half])
    || private.item_by_item(item_by_item.step, item_by_item.items[v_half + 1:]);
end
$$;
comment on function private.item_by_item(regproc, jsonb[]) is
  'The outcomes of items, in their order: those of step(items), a function that raises when one of '
  'them fails, or of both halves by themselves.';
revoke all on function private.item_by_item(regproc, jsonb[]) from public;
grant execute on function private.item_by_item(regproc, jsonb[]) to authenticated, service_role;
