-- What the next run of retention would remove: found by the functions that find it for the job, and
-- measured by those that measure it for the record.

create type public.retention_preview_part as (
  workflow_id uuid,
  workflow_name text,
  part text,
  executions bigint,
  bytes bigint,
  oldest_created_at timestamptz,
  newest_created_at timestamptz
);
comment on type public.retention_preview_part is
  'What would go of a workflow''s executions. part: visual (recordings), payloads (result, logs '
  'and events) or rows (whole executions). bytes: as in purges.';

create type public.retention_preview as (
  executions_deleted bigint,
  payloads_expired bigint,
  visuals_expired bigint,
  bytes bigint,
  is_exact boolean,
  parts public.retention_preview_part[],
  computed_at timestamptz
);
comment on type public.retention_preview is
  'Answer of preview_retention(): how many executions would be deleted, lose their payloads and '
  'their recordings (what is deleted is not counted among these), how many bytes that is, and the '
  '1000 largest parts by workflow. is_exact = false: counted up to 50 000 of each, there is more.';

create function private.due_sizes(
  owner_key uuid,
  row_limit integer
)
returns table (
  part text, workflow_id uuid, executions bigint, bytes bigint, oldest_created_at timestamptz,
  newest_created_at timestamptz
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with ranges as materialized (
    select r from private.retention_ranges(due_sizes.owner_key) as r
  )
  select
    d.part, d.workflow_id, count(*),
    sum(
      case when d.part = 'visual' then 0 else private.stored_bytes(e.result, e.logs, v.bytes) end
      + case when d.part = 'payloads' then 0 else coalesce(r.stored_bytes, 0) end
      + case
        when d.part = 'rows' then private.stored_row_bytes(e.inputs, e.error, e.metadata, e.tags)
        else 0
      end
    )::bigint,
    min(e.created_at), max(e.created_at)
  from unnest('{visual,payloads,rows}'::text[]) as p (part)
  cross join lateral (
    select (x.r).part, (x.r).workflow_id, f.execution_id
    from ranges as x
    cross join lateral private.due_executions(x.r, due_sizes.row_limit) as f
    where (x.r).part = p.part
    limit due_sizes.row_limit
  ) as d
  join public.workflow_executions as e on e.execution_id = d.execution_id
  left join lateral (
    select
      sum(coalesce(octet_length(s.message), 0) + coalesce(octet_length(s.data::text), 0)) as bytes
    from public.execution_events as s
    where d.part <> 'visual' and s.execution_id = d.execution_id
  ) as v on true
  left join lateral (
    select c.stored_bytes
    from public.visual_recordings as c
    where c.execution_id = d.execution_id
    limit 1
  ) as r on true
  group by d.part, d.workflow_id;
end
$$;
comment on function private.due_sizes(uuid, integer) is
  'What retention would remove of an owner''s executions, by part and workflow, looking at no more '
  'than row_limit executions for each part.';
revoke all on function private.due_sizes(uuid, integer) from public;
grant execute on function private.due_sizes(uuid, integer) to authenticated, service_role;

create function public.preview_retention(
  user_id uuid default null
)
returns public.retention_preview
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_cap constant integer := 50000;
  v_own_key constant uuid := (private.owner_keys(preview_retention.user_id))[1];
  v_answer public.retention_preview;
begin
  with sizes as materialized (
    select s.* from private.due_sizes(v_own_key, v_cap + 1) as s
  ),
  totals as (
    select
      s.part, least(sum(s.executions), v_cap) as executions, sum(s.executions) <= v_cap as is_exact
    from sizes as s
    group by s.part
  )
  select
    coalesce(sum(t.executions) filter (where t.part = 'rows'), 0),
    coalesce(sum(t.executions) filter (where t.part = 'payloads'), 0),
    coalesce(sum(t.executions) filter (where t.part = 'visual'), 0),
    coalesce((select sum(s.bytes) from sizes as s), 0),
    coalesce(bool_and(t.is_exact), true),
    array(
      select
        row(
          s.workflow_id, w.name, s.part, s.executions, s.bytes, s.oldest_created_at,
          s.newest_created_at
        )::public.retention_preview_part
      from sizes as s
      left join public.workflows as w on w.workflow_id = s.workflow_id
      order by s.bytes desc, s.executions desc, s.workflow_id, s.part
      limit 1000
    ),
    now()
  into v_answer
  from totals as t;
  return v_answer;
end
$$;
comment on function public.preview_retention(uuid) is
  'What the next run of retention would remove of the caller''s executions: how many, how many '
  'bytes, by workflow and part, by the policies as they are now. Nothing is removed. user_id: the '
  'service says for whom it asks. Errors: user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.preview_retention(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.preview_retention(uuid) to authenticated, service_role;
