-- Percentiles of rollups are within 2 % of the exact ones (percentile_cont), whatever the
-- distribution and however few runs there are; minimum, maximum, number and sum are exact. Folded,
-- waiting and half of each give the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(52);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;

-- Quantiles of each distribution at even distances: nothing is left to chance.
create function pg_temp.normal_quantile(p float8)
returns float8
language sql
as $$
  -- A rational approximation for the middle and one for the tails (Acklam).
  select case
    when p < 0.02425 or p > 0.97575 then (
      select sign(p - 0.5) * -1 * (
        ((((-7.784894002430293e-03 * t.q - 3.223964580411365e-01) * t.q - 2.400758277161838) * t.q
          - 2.549732539343734) * t.q + 4.374664141464968) * t.q + 2.938163982698783
      ) / (
        (((7.784695709041462e-03 * t.q + 3.224671290700398e-01) * t.q + 2.445134137142996) * t.q
          + 3.754408661907416) * t.q + 1
      )
      from (select sqrt(-2 * ln(least(p, 1 - p))) as q) as t
    )
    else (
      select m.q * (
        ((((-3.969683028665376e+01 * m.r + 2.209460984245205e+02) * m.r - 2.759285104469687e+02)
          * m.r + 1.383577518672690e+02) * m.r - 3.066479806614716e+01) * m.r + 2.506628277459239
      ) / (
        ((((-5.447609879822406e+01 * m.r + 1.615858368580409e+02) * m.r - 1.556989798598866e+02)
          * m.r + 6.680131188771972e+01) * m.r - 1.328068155288572e+01) * m.r + 1
      )
      from (select p - 0.5 as q, (p - 0.5) ^ 2 as r) as m
    )
  end
$$;
create temp table durations as
select v.name, round(v.seconds::numeric, 3) as seconds, row_number() over () as place
from (
  select 'log-normal' as name, 20 * exp(1.2 * pg_temp.normal_quantile((i - 0.5) / 4000)) as seconds
  from generate_series(1, 4000) as i
  union all
  select 'log-normal, milliseconds', 0.03 * exp(1.0 * pg_temp.normal_quantile((i - 0.5) / 1000))
  from generate_series(1, 1000) as i
  union all
  -- Fast failures and slow runs, as many of each: the median lies between the two.
  select 'bimodal', case when i % 2 = 0 then 0.2 + i / 10000.0 else 600 + i / 10.0 end
  from generate_series(1, 2000) as i
  union all
  select 'bimodal, one in twenty is slow', case when i % 20 = 0 then 3600 + i else 1.5 end
  from generate_series(1, 2000) as i
  union all
  select 'constant', 42.123 from generate_series(1, 500) as i
  union all
  select 'zero', 0 from generate_series(1, 300) as i
  union all
  select 'nearly all zero', case when i % 50 = 0 then 7.5 else 0 end
  from generate_series(1, 300) as i
  union all
  select 'the longest that can be stored', 9999999.999 from generate_series(1, 3) as i
  union all
  select n.runs || ' runs', (array[3.217, 0.911, 128.4, 0.004, 59.999])[i]
  from generate_series(1, 5) as n (runs) cross join lateral generate_series(1, n.runs) as i
) as v;

create function pg_temp.summary_of(name text)
returns text
language plpgsql
as $$
declare
  f fixture;
  v_exact numeric[];
  v_found record;
begin
  select * into f from fixture;
  select
    percentile_cont(array[0.50, 0.95, 0.99]) within group (order by d.seconds)::numeric[]
      || array[min(d.seconds), max(d.seconds), count(*), sum(d.seconds)]
  into v_exact from durations as d where d.name = summary_of.name;
  select s.*, (s.counts).* into v_found
  from private.summaries_of_rollups(array[f.owner], f.workflow, null) as s;
  return concat_ws(
    ', ',
    case when abs(v_found.p50_seconds - v_exact[1]) > 0.02 * v_exact[1]
      then format('p50 is %s, exactly %s', v_found.p50_seconds, v_exact[1]) end,
    case when abs(v_found.p95_seconds - v_exact[2]) > 0.02 * v_exact[2]
      then format('p95 is %s, exactly %s', v_found.p95_seconds, v_exact[2]) end,
    case when abs(v_found.p99_seconds - v_exact[3]) > 0.02 * v_exact[3]
      then format('p99 is %s, exactly %s', v_found.p99_seconds, v_exact[3]) end,
    case when num_nulls(v_found.p50_seconds, v_found.p95_seconds, v_found.p99_seconds) > 0
      then 'a percentile is missing' end,
    case when (v_found.min_seconds, v_found.max_seconds, v_found.completed, v_found.seconds)
      is distinct from (v_exact[4], v_exact[5], v_exact[6]::bigint, v_exact[7])
      then 'minimum, maximum, number or sum' end
  );
end
$$;
create function pg_temp.load(name text, halves integer[])
returns void
language sql
as $$
  insert into public.workflow_executions (
    user_id, workflow_id, status, created_at, execution_time_seconds
  )
  select
    f.owner, f.workflow, 'completed', timestamptz '2024-01-01Z' + d.place * interval '1 minute',
    d.seconds
  from fixture as f, durations as d
  where d.name = load.name and d.place % 2 = any (load.halves)
  -- By place, not by duration.
  order by md5(d.place::text)
$$;
create function pg_temp.problems(name text)
returns table (stage text, problems text)
language plpgsql
as $$
begin
  perform pg_temp.load(problems.name, '{0,1}');
  return query select 'waiting', pg_temp.summary_of(problems.name);
  perform tests.fold_rollups();
  return query select 'folded', pg_temp.summary_of(problems.name);
  delete from public.workflow_executions as e using fixture as f where e.user_id = f.owner;
  perform tests.fold_rollups();
  perform pg_temp.load(problems.name, '{0}');
  perform tests.fold_rollups();
  perform pg_temp.load(problems.name, '{1}');
  return query select 'half of each', pg_temp.summary_of(problems.name);
  perform tests.purge(array(
    select e.execution_id from public.workflow_executions as e join fixture as f
      on e.user_id = f.owner
    order by md5(e.execution_time_seconds::text) limit 400
  ));
  return query select 'some purged', pg_temp.summary_of(problems.name);
  delete from public.workflow_executions as e using fixture as f where e.user_id = f.owner;
  delete from private.execution_deltas as d using fixture as f where d.owner_key = f.owner;
  delete from private.execution_days as d using fixture as f where d.owner_key = f.owner;
  delete from private.execution_totals as d using fixture as f where d.owner_key = f.owner;
  delete from private.execution_durations as d using fixture as f where d.owner_key = f.owner;
end
$$;

select is(p.problems, '', d.name || ', ' || p.stage)
from (select distinct d.name from durations as d) as d
cross join lateral pg_temp.problems(d.name) as p
order by d.name, p.stage;

select * from finish();
rollback;
