-- How the steps of two runs differ: aligned by name, in the order in which they started. At most
-- 300 steps of each are looked at, which bounds what aligning them can cost.

create type public.step_pair as (
  name text,
  change text,
  a_position integer,
  b_position integer,
  a_outcome text,
  b_outcome text,
  a_seconds numeric,
  b_seconds numeric,
  seconds_difference numeric,
  a_started_after numeric,
  b_started_after numeric,
  a_error text,
  b_error text
);
comment on type public.step_pair is
  'A step of one run beside the step of the other that it corresponds to. change: none, outcome '
  '(both did it, and it ended in another way), only_in_a or only_in_b; positions from 1; outcome, '
  'seconds and error as execution_detail() shows them; seconds_difference: b minus a; '
  'started_after: seconds from the start of the run.';

create type public.step_comparison as (
  is_same boolean,
  a_steps integer,
  b_steps integer,
  common_steps integer,
  pairs public.step_pair[],
  truncated boolean
);
comment on type public.step_comparison is
  'The steps of two runs side by side, in an order that both have. is_same: the same steps in the '
  'same order, with the same outcomes. truncated: a run has more than the 300 steps that are '
  'compared.';

create function private.step_pairs(
  a_steps jsonb,
  b_steps jsonb,
  matches integer[],
  a_start timestamptz,
  b_start timestamptz
)
returns setof public.step_pair
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with matched as (
    select m.a_place::integer, m.b_place
    from unnest(step_pairs.matches) with ordinality as m (b_place, a_place)
    where m.b_place is not null
  ),
  a as (
    select
      s.place::integer, s.step, m.b_place as match,
      count(m.b_place) over (order by s.place) as common
    from jsonb_array_elements(step_pairs.a_steps) with ordinality as s (step, place)
    left join matched as m on m.a_place = s.place
    where s.place <= 300
  ),
  b as (
    select
      s.place::integer, s.step, m.a_place as match,
      count(m.a_place) over (order by s.place) as common
    from jsonb_array_elements(step_pairs.b_steps) with ordinality as s (step, place)
    left join matched as m on m.b_place = s.place
    where s.place <= 300
  )
  select
    coalesce(a.step ->> 'name', b.step ->> 'name'),
    case
      when b.place is null then 'only_in_a'
      when a.place is null then 'only_in_b'
      when a.step -> 'outcome' <> b.step -> 'outcome' then 'outcome'
      else 'none'
    end,
    a.place,
    b.place,
    a.step ->> 'outcome',
    b.step ->> 'outcome',
    (a.step ->> 'seconds')::numeric,
    (b.step ->> 'seconds')::numeric,
    (b.step ->> 'seconds')::numeric - (a.step ->> 'seconds')::numeric,
    round(extract(epoch from (a.step ->> 'started_at')::timestamptz - step_pairs.a_start), 3),
    round(extract(epoch from (b.step ->> 'started_at')::timestamptz - step_pairs.b_start), 3),
    a.step ->> 'error',
    b.step ->> 'error'
  from a
  full join b on b.place = a.match
  -- What lies between two common steps comes before the second: first that of a, then that of b.
  order by
    coalesce(a.common, b.common) - (a.place is not null and b.place is not null)::integer,
    a.place is not null and b.place is not null,
    b.place is not null, a.place, b.place;
end
$$;
comment on function private.step_pairs(jsonb, jsonb, integer[], timestamptz, timestamptz) is
  'The first 300 steps of two runs, given as private.execution_steps() lists them, side by side; '
  'matches: for each step of a its place in b, or null; the starts are those of the runs.';
revoke all on function
  private.step_pairs(jsonb, jsonb, integer[], timestamptz, timestamptz) from public;
grant execute on function
  private.step_pairs(jsonb, jsonb, integer[], timestamptz, timestamptz)
  to authenticated, service_role;

create function private.compare_steps(
  run_a public.workflow_executions,
  run_b public.workflow_executions
)
returns public.step_comparison
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_a constant jsonb := private.execution_steps(run_a.execution_id);
  v_b constant jsonb := private.execution_steps(run_b.execution_id);
  v_pairs public.step_pair[];
begin
  v_pairs := array(
    select p
    from private.step_pairs(
      v_a, v_b,
      -- 300 of each: there are never more edits than that.
      private.align(
        array(select jsonb_path_query(v_a, '$[0 to 299].name') #>> '{}'),
        array(select jsonb_path_query(v_b, '$[0 to 299].name') #>> '{}'),
        600
      ),
      run_a.created_at, run_b.created_at
    ) as p
  );
  return row(
    not exists (select 1 from unnest(v_pairs) as p where p.change <> 'none'),
    jsonb_array_length(v_a),
    jsonb_array_length(v_b),
    (select count(*) from unnest(v_pairs) as p where p.change in ('none', 'outcome')),
    v_pairs,
    greatest(jsonb_array_length(v_a), jsonb_array_length(v_b)) > 300
  )::public.step_comparison;
end
$$;
comment on function private.compare_steps(
  public.workflow_executions, public.workflow_executions
) is 'Compares the steps of two runs that the caller may see.';
revoke all on function
  private.compare_steps(public.workflow_executions, public.workflow_executions) from public;
grant execute on function
  private.compare_steps(public.workflow_executions, public.workflow_executions)
  to authenticated, service_role;
