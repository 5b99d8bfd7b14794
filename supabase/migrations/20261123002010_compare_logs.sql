-- How the log lines of two runs differ. Lines are alike when they say the same of other ids, times
-- and numbers. Up to 400 insertions and deletions are found in order; where there are more, the
-- runs tell different stories, and how often each line comes says more than where.

create type private.log_line as (
  place integer,
  line text,
  alike text,
  level text,
  at timestamptz,
  seconds numeric
);
comment on type private.log_line is
  'One line of a run: its first 500 characters, those with ids, times and numbers replaced, and '
  'when it came, also in seconds from the start; null where it has no time.';

create function private.log_lines(
  e public.workflow_executions
)
returns setof private.log_line
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Those appended while it ran first, as the logs of execution_detail() have them.
  return query
  select
    row_number() over (order by l.part, l.place)::integer,
    left(coalesce(l.line, ''), 500),
    private.normalised_line(coalesce(l.line, '')),
    l.level,
    l.at,
    round(extract(epoch from l.at - e.created_at), 3)
  from (
    (
      select 1 as part, v.seq as place, v.message as line, v.level::text as level, v.at
      from public.execution_events as v
      where v.execution_id = e.execution_id and v.kind = 'log'
      order by v.seq
      limit 2000
    )
    union all
    (
      select
        2,
        t.place,
        coalesce(t.entry ->> 'message', t.entry #>> '{}'),
        t.entry ->> 'level',
        case when pg_input_is_valid(t.entry ->> 'at', 'timestamptz')
          then nullif(nullif((t.entry ->> 'at')::timestamptz, 'infinity'), '-infinity') end
      from jsonb_array_elements(e.logs) with ordinality as t (entry, place)
      order by t.place
      limit 2000
    )
  ) as l
  order by l.part, l.place
  limit 2000;
end
$$;
comment on function private.log_lines(public.workflow_executions) is
  'The first 2 000 log lines of a run, those appended while it ran before those of its end.';
revoke all on function private.log_lines(public.workflow_executions) from public;
grant execute on function private.log_lines(public.workflow_executions)
  to authenticated, service_role;

create function private.count_log_lines(
  e public.workflow_executions
)
returns integer
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select count(*)
    from public.execution_events as v
    where v.execution_id = e.execution_id and v.kind = 'log'
  ) + coalesce(jsonb_array_length(e.logs), 0);
end
$$;
comment on function private.count_log_lines(public.workflow_executions) is
  'How many log lines a run has.';
revoke all on function private.count_log_lines(public.workflow_executions) from public;
grant execute on function private.count_log_lines(public.workflow_executions)
  to authenticated, service_role;

create type public.line_difference as (
  change text,
  position integer,
  level text,
  line text,
  seconds numeric,
  times integer
);
comment on type public.line_difference is
  'A log line that one run has and the other has not, or not as often: change (only_in_a or '
  'only_in_b), its position among the lines of that run from 1 (of the first one), its level, its '
  'first 500 characters, seconds from the start of the run (null where the line has no time), and '
  'how often more it comes.';

create type public.diverging_line as (
  position integer,
  a_line text,
  b_line text,
  a_seconds numeric,
  b_seconds numeric
);
comment on type public.diverging_line is
  'The first position at which the lines of two runs are not alike, and what stands there in each; '
  'null where a run has no more lines.';

create type public.log_comparison as (
  is_same boolean,
  a_lines integer,
  b_lines integer,
  common_lines integer,
  compared_by text,
  first_difference public.diverging_line,
  differences public.line_difference[],
  truncated boolean
);
comment on type public.log_comparison is
  'How the log lines of two runs differ. common_lines: lines that both have. compared_by: order '
  '(longest common subsequence), or counts where more than 400 lines differ. truncated: a run has '
  'more than the 2 000 lines that are compared, or there are more differences than the 200 listed.';

create function private.lines_out_of_order(
  a private.log_line[],
  b private.log_line[],
  matches integer[]
)
returns setof public.line_difference
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- In the order of a reader of both: what lies between two common lines, first that of a.
  return query
  with common as (
    select m.a_place, m.b_place
    from unnest(lines_out_of_order.matches) with ordinality as m (b_place, a_place)
    where m.b_place is not null
  ),
  others as (
    select true as is_of_a, count(*) filter (where c.b_place is not null) over (
      order by l.place
    ) as common_before, c.b_place as match, l.place, l.level, l.line, l.seconds
    from unnest(lines_out_of_order.a) as l
    left join common as c on c.a_place = l.place
    union all
    select false, count(*) filter (where c.a_place is not null) over (
      order by l.place
    ), c.a_place, l.place, l.level, l.line, l.seconds
    from unnest(lines_out_of_order.b) as l
    left join common as c on c.b_place = l.place
  )
  select
    case when o.is_of_a then 'only_in_a' else 'only_in_b' end,
    o.place, o.level, o.line, o.seconds, 1
  from others as o
  where o.match is null
  order by o.common_before, o.is_of_a desc, o.place;
end
$$;
comment on function private.lines_out_of_order(
  private.log_line[], private.log_line[], integer[]
) is
  'The lines that are not part of the common subsequence; matches: for each line of a its place in '
  'b, or null.';
revoke all on function
  private.lines_out_of_order(private.log_line[], private.log_line[], integer[]) from public;
grant execute on function
  private.lines_out_of_order(private.log_line[], private.log_line[], integer[])
  to authenticated, service_role;

create function private.lines_out_of_number(
  a private.log_line[],
  b private.log_line[]
)
returns setof public.line_difference
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return query
  select
    case when c.more > 0 then 'only_in_a' else 'only_in_b' end,
    f.place, f.level, f.line, f.seconds, abs(c.more)
  from (
    select
      (sum(l.sign))::integer as more,
      min(l.place) filter (where l.sign = 1) as a_place,
      min(l.place) filter (where l.sign = -1) as b_place
    from (
      select 1 as sign, x.alike, x.place from unnest(lines_out_of_number.a) as x
      union all
      select -1, y.alike, y.place from unnest(lines_out_of_number.b) as y
    ) as l
    group by l.alike
    having sum(l.sign) <> 0
  ) as c
  cross join lateral unnest(array[
    case when c.more > 0 then lines_out_of_number.a[c.a_place]
      else lines_out_of_number.b[c.b_place] end
  ]) as f
  order by f.place, c.more desc;
end
$$;
comment on function private.lines_out_of_number(private.log_line[], private.log_line[]) is
  'The lines that one run has more often than the other, in order of the first of each.';
revoke all on function
  private.lines_out_of_number(private.log_line[], private.log_line[]) from public;
grant execute on function
  private.lines_out_of_number(private.log_line[], private.log_line[])
  to authenticated, service_role;

create function private.first_diverging_line(
  a private.log_line[],
  b private.log_line[]
)
returns public.diverging_line
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_first public.diverging_line;
begin
  select coalesce(l.place, r.place), l.line, r.line, l.seconds, r.seconds into v_first
  from unnest(first_diverging_line.a) as l
  full join unnest(first_diverging_line.b) as r on r.place = l.place
  where l.alike is distinct from r.alike
  order by 1
  limit 1;
  return case when found then v_first end;
end
$$;
comment on function private.first_diverging_line(private.log_line[], private.log_line[]) is
  'The first position at which the lines of two runs are not alike; null when there is none.';
revoke all on function
  private.first_diverging_line(private.log_line[], private.log_line[]) from public;
grant execute on function
  private.first_diverging_line(private.log_line[], private.log_line[])
  to authenticated, service_role;

create function private.compare_logs(
  run_a public.workflow_executions,
  run_b public.workflow_executions
)
returns public.log_comparison
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_a constant private.log_line[] := array(select l from private.log_lines(run_a) as l);
  v_b constant private.log_line[] := array(select l from private.log_lines(run_b) as l);
  v_a_lines constant integer := private.count_log_lines(run_a);
  v_b_lines constant integer := private.count_log_lines(run_b);
  v_matches constant integer[] := private.align(
    array(select l.alike from unnest(v_a) as l), array(select l.alike from unnest(v_b) as l), 400
  );
  v_differences public.line_difference[];
  v_others integer;
begin
  if v_matches is null then
    v_differences := array(select d from private.lines_out_of_number(v_a, v_b) as d);
    v_others := (select sum(d.times) from unnest(v_differences) as d);
  else
    v_differences := array(select d from private.lines_out_of_order(v_a, v_b, v_matches) as d);
    v_others := cardinality(v_differences);
  end if;
  return row(
    v_matches is not null and v_differences = '{}' and v_a_lines = v_b_lines,
    v_a_lines, v_b_lines,
    -- Every line is common, on both sides, or one of the others.
    (cardinality(v_a) + cardinality(v_b) - v_others) / 2,
    case when v_matches is null then 'counts' else 'order' end,
    private.first_diverging_line(v_a, v_b),
    v_differences[:200],
    greatest(v_a_lines, v_b_lines) > 2000 or cardinality(v_differences) > 200
  )::public.log_comparison;
end
$$;
comment on function private.compare_logs(
  public.workflow_executions, public.workflow_executions
) is 'Compares the log lines of two runs that the caller may see.';
revoke all on function
  private.compare_logs(public.workflow_executions, public.workflow_executions) from public;
grant execute on function
  private.compare_logs(public.workflow_executions, public.workflow_executions)
  to authenticated, service_role;
