-- Removing recordings. A chunk is a row of the table and, of its content, one of 2 kB each in the
-- table's storage for large values; a thousand runs may have millions. Whatever removes runs
-- therefore takes as many at a time as a request or a turn of upkeep can bear.

create function private.within_reach(
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Measured: 10 000 chunks of 20 kB take 0.6 to 1.7 s.
  return array(
    select s.execution_id
    from (
      select
        e.execution_id, e.place, sum(r.chunks) over w as chunks, sum(r.stored_bytes) over w as bytes
      from unnest(within_reach.execution_ids) with ordinality as e (execution_id, place)
      left join lateral (
        select v.chunks, v.stored_bytes
        from public.visual_recordings as v
        where v.execution_id = e.execution_id
        limit 1
      ) as r on true
      window w as (order by e.place)
    ) as s
    where s.place = 1
      or coalesce(s.chunks, 0) <= 10000 and coalesce(s.bytes, 0) <= 268435456
    order by s.place
  );
end
$$;
comment on function private.within_reach(uuid[]) is
  'The first of these executions, at least one, whose recordings together have at most 10 000 '
  'chunks and 256 MiB as stored.';
revoke all on function private.within_reach(uuid[]) from public;
grant execute on function private.within_reach(uuid[]) to authenticated, service_role;
