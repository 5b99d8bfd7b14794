-- What a watcher asks after each interruption. Messages may be lost, so whoever has joined a
-- channel asks where executions stand that run now or have begun since it last asked, then for
-- those that it knew to run and that are not among them.

create type public.execution_state as (
  execution_id uuid,
  workflow_id uuid,
  status text,
  progress numeric,
  created_at timestamptz,
  updated_at timestamptz,
  completed_at timestamptz
);
comment on type public.execution_state is
  'Where an execution stands: what the messages execution_changed of the private channels tell.';

create type public.execution_states_page as (
  states public.execution_state[],
  topics text[],
  as_of timestamptz,
  next_cursor text
);
comment on type public.execution_states_page is
  'Answer of execution_states(). topics: the private channels that tell of further changes, none '
  'where the installation does not. as_of: what to send as since the next time. next_cursor: null, '
  'or where to go on.';

create function private.state_ids(
  filter private.execution_filter,
  start private.execution_cursor,
  row_count integer
)
returns private.execution_scan
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_running private.execution_filter := filter;
  v_has_position constant boolean := start.execution_id is not null;
  v_scan private.execution_scan;
begin
  v_running.statuses := array['running'];
  v_running.created_after := null;
  execute format(
    'select coalesce(array_agg(p.execution_id order by p.sort_key, p.execution_id), ''{}''),'
    ' array_agg(to_jsonb(p.sort_key) #>> ''{}'' order by p.sort_key, p.execution_id)'
    ' from (%s order by sort_key, execution_id limit $4) as p',
    concat_ws(
      ' union ',
      format(
        'select r.* from (%s) as r',
        private.execution_branches(
          v_running, 'created_at.asc', false, v_has_position, state_ids.row_count
        )
      ),
      case when filter.created_after is not null then format(
        'select n.* from (%s) as n',
        private.execution_branches(
          filter, 'created_at.asc', false, v_has_position, state_ids.row_count
        )
      ) end
    )
  )
  into v_scan.execution_ids, v_scan.sort_keys
  using filter, start.sort_key, start.execution_id, state_ids.row_count;
  return v_scan;
end
$$;
comment on function private.state_ids(
  private.execution_filter, private.execution_cursor, integer
) is
  'The executions of a filter''s owners and workflow that run, and those that were created at its '
  'created_after or later, the oldest first, from a position on.';
revoke all on function private.state_ids(
  private.execution_filter, private.execution_cursor, integer
) from public;
grant execute on function private.state_ids(
  private.execution_filter, private.execution_cursor, integer
) to authenticated, service_role;

create function private.states_of(
  execution_ids uuid[],
  owner_keys uuid[]
)
returns public.execution_state[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(
      array_agg(
        (
          e.execution_id, e.workflow_id, e.status, e.progress, e.created_at, e.updated_at,
          e.completed_at
        )::public.execution_state order by e.created_at, e.execution_id
      ), '{}'
    )
    from (select distinct unnest(states_of.execution_ids) as execution_id) as p
    -- "limit" keeps this a look-up of single rows by their key.
    cross join lateral (
      select o.*
      from public.workflow_executions as o
      where o.execution_id = p.execution_id
        and (states_of.owner_keys is null or o.owner_key = any (states_of.owner_keys))
      limit 1
    ) as e
  );
end
$$;
comment on function private.states_of(uuid[], uuid[]) is
  'The states of those of these executions that the caller may see and that belong to one of the '
  'owner keys (null: any), the oldest first.';
revoke all on function private.states_of(uuid[], uuid[]) from public;
grant execute on function private.states_of(uuid[], uuid[]) to authenticated, service_role;

create function public.execution_states(
  execution_ids uuid[] default null,
  workflow_id uuid default null,
  since timestamptz default null,
  user_id uuid default null,
  cursor text default null
)
returns public.execution_states_page
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_page_size constant integer := 1000;
  v_is_told constant boolean := (select s.broadcasts_changes from private.settings as s);
  v_owner_keys uuid[];
  v_filter private.execution_filter;
  v_from private.execution_cursor;
  v_scan private.execution_scan;
  v_answer public.execution_states_page;
  v_problem text := case
    when array_ndims(execution_states.execution_ids) > 1
      then 'execution_ids is a list of ids, not of lists.'
    when cardinality(execution_states.execution_ids) not between 1 and 1000
      then 'execution_ids has 1 to 1000 ids.'
    when array_position(execution_states.execution_ids, null) is not null
      then 'execution_ids is a list of ids.'
    when execution_states.execution_ids is not null and num_nonnulls(
      execution_states.workflow_id, execution_states.since, execution_states.cursor
    ) > 0 then 'execution_ids excludes workflow_id, since and cursor.'
    when not isfinite(execution_states.since)
      then 'since is a moment; leave it out to ask only for what runs.'
  end;
begin
  if v_problem is not null then
    perform private.refuse(400, 'invalid_parameter', v_problem, 'Correct it and send it again.');
  end if;
  -- The service sees all that it names, as in execution_detail().
  if execution_states.execution_ids is null
    or private.caller_is_user()
    or execution_states.user_id is not null then
    v_owner_keys := private.owner_keys(execution_states.user_id);
  end if;
  v_answer.as_of := now();
  if execution_states.execution_ids is not null then
    v_answer.states := private.states_of(execution_states.execution_ids, v_owner_keys);
    v_answer.topics := array(
      select 'execution:' || s.execution_id from unnest(v_answer.states) as s where v_is_told
    );
    return v_answer;
  end if;

  v_filter.own_key := v_owner_keys[1];
  v_filter.shared_key := v_owner_keys[2];
  v_filter.workflow_id := execution_states.workflow_id;
  -- created_at is when a transaction began; one that began earlier may be committed later.
  -- Requests take 8 seconds at most.
  v_filter.created_after := execution_states.since - interval '30 seconds';
  if execution_states.cursor is not null then
    v_from := private.decode_cursor(execution_states.cursor, 'created_at.asc');
  end if;
  v_scan := private.state_ids(v_filter, v_from, v_page_size + 1);
  v_answer.states := private.states_of(v_scan.execution_ids[:v_page_size], v_owner_keys);
  v_answer.topics := array(
    select 'executions:' || k.key from unnest(v_owner_keys) as k (key)
    where k.key is not null and v_is_told
  );
  if cardinality(v_scan.execution_ids) > v_page_size then
    v_answer.next_cursor := private.cursor_at(
      'created_at.asc', false, v_scan.sort_keys[v_page_size], v_scan.execution_ids[v_page_size]
    );
  end if;
  return v_answer;
end
$$;
comment on function public.execution_states(uuid[], uuid, timestamptz, uuid, text) is
  'Where executions stand, without content: of execution_ids, 1 to 1 000 of them, those that the '
  'caller may see; else all that run (in workflow_id), and with since (as_of of an answer before) '
  'all that were created after it or up to 30 seconds before, the oldest first, at most 1 000 an '
  'answer; go on by sending its next_cursor as cursor. With the private channels to join to hear '
  'of changes. user_id: the service says for whom it asks; with execution_ids it need not. Errors: '
  'invalid_parameter, invalid_cursor, user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.execution_states(uuid[], uuid, timestamptz, uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.execution_states(uuid[], uuid, timestamptz, uuid, text)
  to authenticated, service_role;
