-- What retention would remove now. apply_retention() removes what these functions find and
-- preview_retention() counts it: they cannot disagree.
--
-- Each workflow is looked at by status, by an index in which the runs of a status lie in order of
-- time. Of most there is nothing to read but the oldest run. What is protected (the last failures
-- and successes) is what lies above a position in that order; held and running ones are not in it.
--
-- What is to lose its row is not first deprived of its parts.

create type private.retention_range as (
  owner_key uuid,
  workflow_id uuid,
  part text,
  status text,
  has_payloads boolean,
  after_at timestamptz,
  after_id uuid,
  before_at timestamptz,
  before_id uuid
);
comment on type private.retention_range is
  'Runs of one workflow and status that are to lose a part (visual, payloads or rows): those '
  'between two positions (created_at, execution_id), both excluded. has_payloads: whether those '
  'that have payloads or those that have lost them; null for visual.';

create function private.retention_ranges(
  owner_key uuid
)
returns setof private.retention_range
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with recursive account as materialized (
    select
      coalesce(p.completed_days, d.retention_completed_days) as completed_days,
      coalesce(p.failed_days, d.retention_failed_days) as failed_days,
      coalesce(p.cancelled_days, d.retention_cancelled_days) as cancelled_days,
      coalesce(p.payload_days, d.retention_payload_days) as payload_days,
      coalesce(p.visual_days, d.retention_visual_days) as visual_days,
      coalesce(p.keep_last_failures, d.retention_keep_last_failures) as keep_last_failures,
      coalesce(p.keep_last_successes, d.retention_keep_last_successes) as keep_last_successes
    from private.settings as d
    left join public.retention_policies as p
      on p.owner_key = retention_ranges.owner_key and p.workflow_id is null
  ),
  -- From one workflow to the next by the index; all of them only where all of them have a rule.
  ran as (
    (
      select e.workflow_id
      from public.workflow_executions as e
      where e.owner_key = retention_ranges.owner_key
        and e.status <> 'running'
        and not e.held
        and (
          select
            num_nonnulls(
              a.completed_days, a.failed_days, a.cancelled_days, a.payload_days, a.visual_days
            ) > 0
          from account as a
        )
      order by e.workflow_id
      limit 1
    )
    union all
    select n.workflow_id
    from ran as r
    cross join lateral (
      select e.workflow_id
      from public.workflow_executions as e
      where e.owner_key = retention_ranges.owner_key
        and e.workflow_id > r.workflow_id
        and e.status <> 'running'
        and not e.held
      order by e.workflow_id
      limit 1
    ) as n
  ),
  rules as materialized (
    select
      w.workflow_id,
      coalesce(p.completed_days, a.completed_days) as completed_days,
      coalesce(p.failed_days, a.failed_days) as failed_days,
      coalesce(p.cancelled_days, a.cancelled_days) as cancelled_days,
      coalesce(p.payload_days, a.payload_days) as payload_days,
      coalesce(p.visual_days, a.visual_days) as visual_days,
      coalesce(p.keep_last_failures, a.keep_last_failures) as keep_last_failures,
      coalesce(p.keep_last_successes, a.keep_last_successes) as keep_last_successes
    from (
      select r.workflow_id from ran as r
      union
      select p.workflow_id
      from public.retention_policies as p
      where p.owner_key = retention_ranges.owner_key and p.workflow_id is not null
    ) as w
    cross join account as a
    left join public.retention_policies as p
      on p.owner_key = retention_ranges.owner_key and p.workflow_id = w.workflow_id
  ),
  wanted as materialized (
    select
      r.workflow_id, p.place, p.part, s.status, p.has_payloads, p.after_at, p.before_at, s.keep_last
    from rules as r
    cross join lateral (
      values
        ('completed', r.completed_days, r.keep_last_successes),
        ('failed', r.failed_days, r.keep_last_failures),
        ('cancelled', r.cancelled_days, 0)
    ) as s (status, days, keep_last)
    cross join lateral (
      -- Days of 24 hours, whatever time zone the session has.
      select
        coalesce(now() - s.days * interval '24 hours', '-infinity') as rows_before,
        now() - r.payload_days * interval '24 hours' as payloads_before,
        now() - r.visual_days * interval '24 hours' as visual_before
    ) as c
    cross join lateral (
      values
        (1, 'visual', null, c.rows_before, c.visual_before),
        (2, 'payloads', true, c.rows_before, c.payloads_before),
        (3, 'rows', true, '-infinity', c.rows_before),
        (4, 'rows', false, '-infinity', c.rows_before)
    ) as p (place, part, has_payloads, after_at, before_at)
    where p.after_at < p.before_at
  ),
  -- Where something is old enough, the oldest of it. First, since most have none.
  oldest as materialized (
    select w.*, o.created_at, o.execution_id
    from wanted as w
    cross join lateral (
      (
        select e.created_at, e.execution_id
        from public.workflow_executions as e
        where w.part <> 'visual'
          and e.owner_key = retention_ranges.owner_key
          and e.workflow_id = w.workflow_id
          and e.status = w.status
          and (e.payloads_expired_at is null) = w.has_payloads
          and e.status <> 'running'
          and not e.held
          and e.created_at >= w.after_at
          and e.created_at < w.before_at
        order by e.created_at, e.execution_id
        limit 1
      )
      union all
      (
        select e.created_at, e.execution_id
        from public.workflow_executions as e
        where w.part = 'visual'
          and e.owner_key = retention_ranges.owner_key
          and e.workflow_id = w.workflow_id
          and e.status = w.status
          and e.visual_enabled
          and e.visual_expired_at is null
          and e.status <> 'running'
          and not e.held
          and e.created_at >= w.after_at
          and e.created_at < w.before_at
        order by e.created_at, e.execution_id
        limit 1
      )
    ) as o
  )
  select
    retention_ranges.owner_key, o.workflow_id, o.part, o.status, o.has_payloads, o.after_at,
    '00000000-0000-0000-0000-000000000000'::uuid,
    case when k.created_at < o.before_at then k.created_at else o.before_at end,
    case
      when k.created_at < o.before_at then k.execution_id
      else '00000000-0000-0000-0000-000000000000'
    end
  from oldest as o
  -- The oldest of the last ones that are kept; none where there are not so many.
  left join lateral (
    select l.created_at, l.execution_id
    from (
      select n.created_at, n.execution_id
      from (values (true), (false)) as p (has_payloads)
      cross join lateral (
        select e.created_at, e.execution_id
        from public.workflow_executions as e
        where e.owner_key = retention_ranges.owner_key
          and e.workflow_id = o.workflow_id
          and e.status = o.status
          and (e.payloads_expired_at is null) = p.has_payloads
          and e.status <> 'running'
          and not e.held
        order by e.created_at desc, e.execution_id desc
        limit o.keep_last
      ) as n
    ) as l
    order by l.created_at desc, l.execution_id desc
    offset greatest(o.keep_last - 1, 0)
    limit 1
  ) as k on o.keep_last > 0
  where o.keep_last = 0 or (o.created_at, o.execution_id) < (k.created_at, k.execution_id)
  order by o.place, o.workflow_id, o.status;
end
$$;
comment on function private.retention_ranges(uuid) is
  'What retention would remove now of an owner''s executions: only ranges in which there is '
  'something, recordings first, then payloads, then rows.';
revoke all on function private.retention_ranges(uuid) from public;
grant execute on function private.retention_ranges(uuid) to authenticated, service_role;

create function private.due_executions(
  due private.retention_range,
  row_limit integer
)
returns table (execution_id uuid, created_at timestamptz)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if due.part = 'visual' then
    return query
    select e.execution_id, e.created_at
    from public.workflow_executions as e
    where e.owner_key = due.owner_key
      and e.workflow_id = due.workflow_id
      and e.status = due.status
      and e.visual_enabled
      and e.visual_expired_at is null
      and e.status <> 'running'
      and not e.held
      and (e.created_at, e.execution_id) > (due.after_at, due.after_id)
      and (e.created_at, e.execution_id) < (due.before_at, due.before_id)
    order by e.created_at, e.execution_id
    limit due_executions.row_limit;
  else
    return query
    select e.execution_id, e.created_at
    from public.workflow_executions as e
    where e.owner_key = due.owner_key
      and e.workflow_id = due.workflow_id
      and e.status = due.status
      and (e.payloads_expired_at is null) = due.has_payloads
      and e.status <> 'running'
      and not e.held
      and (e.created_at, e.execution_id) > (due.after_at, due.after_id)
      and (e.created_at, e.execution_id) < (due.before_at, due.before_id)
    order by e.created_at, e.execution_id
    limit due_executions.row_limit;
  end if;
end
$$;
comment on function private.due_executions(private.retention_range, integer) is
  'The executions of a range, oldest first, at most row_limit.';
revoke all on function private.due_executions(private.retention_range, integer) from public;
grant execute on function private.due_executions(private.retention_range, integer)
  to authenticated, service_role;
