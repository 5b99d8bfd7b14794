-- Two sets of runs held against each other, by samples: of each the newest 1 000 finished runs. So
-- an answer costs the same however long the history is, and says of how many runs it is.
--
-- Success is judged by the interval of the difference of the rates, durations by the ranks of those
-- of completed runs: how long failed ones took tells when they failed. Fewer than 10 runs on a side
-- are not judged. No difference shown does not mean that there is none: the interval says how large
-- one may be.

create type private.run_sample as (
  runs integer,
  completed integer,
  failed integer,
  cancelled integer,
  durations bigint[],
  oldest_at timestamptz,
  newest_at timestamptz,
  is_whole boolean
);
comment on type private.run_sample is
  'The newest finished runs of a window, at most 1 000: their numbers, the durations of the '
  'completed ones in milliseconds, sorted, and whether they are all there are.';

create function private.sample_runs(
  owner_keys uuid[],
  workflow_id uuid,
  mode text,
  since timestamptz,
  until timestamptz
)
returns private.run_sample
language plpgsql
stable
security invoker
set search_path = ''
-- In the order of an index, whatever the table's statistics say: no more is read than is taken.
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_sample private.run_sample;
begin
  -- Of each owner key the newest 1 001 that fit among the newest 20 000: mode is in no index. The
  -- last one looked at comes along where it does not fit, and tells that there may be more. Each
  -- step names the order of the index, so that no more is read than the next one takes.
  with walked as (
    select n.*
    from unnest(sample_runs.owner_keys) as k (owner_key)
    cross join lateral (
      select w.created_at, w.execution_id, w.status, w.execution_time_seconds, w.fits
      from (
        select
          e.created_at, e.execution_id, e.status, e.execution_time_seconds,
          e.status <> 'running' and coalesce(e.mode = sample_runs.mode, true) as fits,
          row_number() over (order by e.created_at desc, e.execution_id desc) as place
        from public.workflow_executions as e
        where e.workflow_id = sample_runs.workflow_id
          and e.owner_key = k.owner_key
          and e.created_at >= coalesce(sample_runs.since, '-infinity')
          and e.created_at < coalesce(sample_runs.until, 'infinity')
        order by e.created_at desc, e.execution_id desc
        limit 20000
      ) as w
      where w.fits or w.place = 20000
      order by w.created_at desc, w.execution_id desc
      limit 1001
    ) as n
    order by n.created_at desc, n.execution_id desc
    limit 1001
  ),
  sampled as (
    select w.*
    from walked as w
    where w.fits
    order by w.created_at desc, w.execution_id desc
    limit 1000
  )
  select
    count(*),
    count(*) filter (where s.status = 'completed'),
    count(*) filter (where s.status = 'failed'),
    count(*) filter (where s.status = 'cancelled'),
    coalesce(
      array_agg((s.execution_time_seconds * 1000)::bigint order by s.execution_time_seconds)
        filter (where s.status = 'completed'),
      '{}'
    ),
    min(s.created_at),
    max(s.created_at),
    count(*) = (select count(*) from walked as w)
  into v_sample
  from sampled as s;
  return v_sample;
end
$$;
comment on function private.sample_runs(uuid[], uuid, text, timestamptz, timestamptz) is
  'The newest finished runs of a workflow, of a mode or of both (null), that were created in since '
  '<= created_at < until.';
revoke all on function
  private.sample_runs(uuid[], uuid, text, timestamptz, timestamptz) from public;
grant execute on function
  private.sample_runs(uuid[], uuid, text, timestamptz, timestamptz)
  to authenticated, service_role;

create type public.sampled_runs as (
  workflow_id uuid,
  workflow_name text,
  mode text,
  sampled_executions integer,
  successful_executions integer,
  failed_executions integer,
  cancelled_executions integer,
  success_rate numeric,
  success_rate_low numeric,
  success_rate_high numeric,
  median_execution_time numeric,
  median_low numeric,
  median_high numeric,
  sampled_since timestamptz,
  sampled_until timestamptz,
  is_whole_window boolean
);
comment on type public.sampled_runs is
  'One side of a comparison: mode (null: both), how many finished runs were looked at, the rate of '
  'those that completed in percent, the median duration of these in seconds, each with its 95 % '
  'interval, when the oldest and the newest of them were created, and whether they are all that '
  'finished in the window.';

create function private.sampled_runs(
  sample private.run_sample,
  workflow_id uuid,
  workflow_name text,
  mode text
)
returns public.sampled_runs
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_rates constant double precision[] := private.wilson_interval(sample.completed, sample.runs);
  v_median constant double precision[] := private.median_interval(sample.durations);
begin
  return row(
    sampled_runs.workflow_id, sampled_runs.workflow_name, sampled_runs.mode, sample.runs,
    sample.completed, sample.failed, sample.cancelled,
    round(100.0 * sample.completed / nullif(sample.runs, 0), 2),
    round((100 * v_rates[1])::numeric, 2), round((100 * v_rates[2])::numeric, 2),
    round((v_median[1] / 1000)::numeric, 3), round((v_median[2] / 1000)::numeric, 3),
    round((v_median[3] / 1000)::numeric, 3), sample.oldest_at, sample.newest_at, sample.is_whole
  )::public.sampled_runs;
end
$$;
comment on function private.sampled_runs(private.run_sample, uuid, text, text) is
  'A sample as a comparison shows it.';
revoke all on function private.sampled_runs(private.run_sample, uuid, text, text) from public;
grant execute on function private.sampled_runs(private.run_sample, uuid, text, text)
  to authenticated, service_role;

create type public.outcome_comparison as (
  verdict text,
  difference numeric,
  difference_low numeric,
  difference_high numeric
);
comment on type public.outcome_comparison is
  'How the success rates of two samples differ: verdict (b is higher, lower, no_difference_shown '
  'or too_few_runs), b minus a in percentage points, and the 95 % interval of that.';

create function private.compare_run_outcomes(
  a private.run_sample,
  b private.run_sample
)
returns public.outcome_comparison
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_interval constant double precision[] := private.newcombe_interval(
    a.completed, a.runs, b.completed, b.runs
  );
begin
  return row(
    case
      when least(a.runs, b.runs) < 10 then 'too_few_runs'
      when v_interval[1] > 0 then 'higher'
      when v_interval[2] < 0 then 'lower'
      else 'no_difference_shown'
    end,
    round(
      100.0 * b.completed / nullif(b.runs, 0) - 100.0 * a.completed / nullif(a.runs, 0), 2
    ),
    round((100 * v_interval[1])::numeric, 2),
    round((100 * v_interval[2])::numeric, 2)
  )::public.outcome_comparison;
end
$$;
comment on function private.compare_run_outcomes(private.run_sample, private.run_sample) is
  'Compares the success rates of two samples.';
revoke all on function private.compare_run_outcomes(private.run_sample, private.run_sample)
  from public;
grant execute on function private.compare_run_outcomes(private.run_sample, private.run_sample)
  to authenticated, service_role;

create type public.duration_comparison as (
  verdict text,
  difference numeric,
  difference_low numeric,
  difference_high numeric,
  p_value numeric,
  probability_longer numeric,
  cliffs_delta numeric,
  effect text
);
comment on type public.duration_comparison is
  'How the durations of the completed runs of two samples differ: verdict (b takes longer, '
  'shorter, no_difference_shown or too_few_runs); by how many seconds b takes longer (the median '
  'of all differences), and the 95 % interval of that; the p-value of the Mann-Whitney test; the '
  'probability in percent that a run of b takes longer than one of a (equal ones half); Cliff''s '
  'delta (-1 to 1), and that in a word: negligible, small, medium or large.';

create function private.compare_run_durations(
  a private.run_sample,
  b private.run_sample
)
returns public.duration_comparison
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_test constant private.rank_test := private.mann_whitney(a.durations, b.durations);
  v_shift constant double precision[] := private.shift_interval(a.durations, b.durations);
begin
  return row(
    case
      when least(a.completed, b.completed) < 10 then 'too_few_runs'
      -- Where many are equal, the test may see a difference that the interval does not.
      when v_test.p_value < 0.05 and v_test.delta > 0 and v_shift[2] >= 0 then 'longer'
      when v_test.p_value < 0.05 and v_test.delta < 0 and v_shift[3] <= 0 then 'shorter'
      else 'no_difference_shown'
    end,
    round((v_shift[1] / 1000)::numeric, 3),
    round((v_shift[2] / 1000)::numeric, 3),
    round((v_shift[3] / 1000)::numeric, 3),
    round(v_test.p_value::numeric, 6),
    round((100 * v_test.probability)::numeric, 2),
    round(v_test.delta::numeric, 4),
    case when v_test.delta is not null then private.effect_size(v_test.delta) end
  )::public.duration_comparison;
end
$$;
comment on function private.compare_run_durations(private.run_sample, private.run_sample) is
  'Compares the durations of the completed runs of two samples.';
revoke all on function private.compare_run_durations(private.run_sample, private.run_sample)
  from public;
grant execute on function private.compare_run_durations(private.run_sample, private.run_sample)
  to authenticated, service_role;

create type public.runs_comparison as (
  a public.sampled_runs,
  b public.sampled_runs,
  outcome public.outcome_comparison,
  duration public.duration_comparison,
  verdict text,
  sample_limit integer,
  since timestamptz,
  until timestamptz,
  computed_at timestamptz
);
comment on type public.runs_comparison is
  'Answer of compare_workflows() and compare_modes(): both sides, how they differ, and a verdict '
  'in words. It is about samples: the newest finished runs of each side in the window, at most '
  'sample_limit; since and until are the window that was asked for.';

create function private.verdict(
  a_name text,
  b_name text,
  a public.sampled_runs,
  b public.sampled_runs,
  outcome public.outcome_comparison,
  duration public.duration_comparison
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return concat_ws(
    ' ',
    case outcome.verdict
      when 'too_few_runs' then format(
        'Too few finished runs to compare success: %s of %s and %s of %s; 10 of each are needed.',
        a.sampled_executions, verdict.a_name, b.sampled_executions, verdict.b_name
      )
      when 'no_difference_shown' then format(
        'No difference in success shown: %s %% of %s and %s %% of %s (95 %% interval of the '
        'difference: %s to %s points).',
        a.success_rate, verdict.a_name, b.success_rate, verdict.b_name,
        outcome.difference_low, outcome.difference_high
      )
      else format(
        '%s succeeds %s often than %s: %s %% against %s %% (95 %% interval of the difference: %s '
        'to %s points).',
        verdict.b_name, case outcome.verdict when 'higher' then 'more' else 'less' end,
        verdict.a_name, b.success_rate, a.success_rate,
        outcome.difference_low, outcome.difference_high
      )
    end,
    case duration.verdict
      when 'too_few_runs' then format(
        'Too few completed runs to compare durations: %s of %s and %s of %s; 10 of each are '
        'needed.',
        a.successful_executions, verdict.a_name, b.successful_executions, verdict.b_name
      )
      when 'no_difference_shown' then format(
        'No difference in duration shown (95 %% interval of the difference: %s to %s s).',
        duration.difference_low, duration.difference_high
      )
      else format(
        '%s takes %s than %s: by %s s (95 %% interval: %s to %s), a %s effect.',
        verdict.b_name, case duration.verdict when 'longer' then 'longer' else 'less time' end,
        verdict.a_name, abs(duration.difference),
        least(abs(duration.difference_low), abs(duration.difference_high)),
        greatest(abs(duration.difference_low), abs(duration.difference_high)), duration.effect
      )
    end
  );
end
$$;
comment on function private.verdict(
  text, text, public.sampled_runs, public.sampled_runs, public.outcome_comparison,
  public.duration_comparison
) is 'A comparison in words, one sentence on success and one on durations.';
revoke all on function private.verdict(
  text, text, public.sampled_runs, public.sampled_runs, public.outcome_comparison,
  public.duration_comparison
) from public;
grant execute on function private.verdict(
  text, text, public.sampled_runs, public.sampled_runs, public.outcome_comparison,
  public.duration_comparison
) to authenticated, service_role;

create type private.compared_runs as (
  workflow_id uuid,
  workflow_name text,
  mode text,
  name text
);
comment on type private.compared_runs is
  'One side of a comparison: the runs of a workflow, of a mode or of both (null), and what a '
  'verdict calls them.';

create function private.compare_runs(
  owner_keys uuid[],
  a private.compared_runs,
  b private.compared_runs,
  since timestamptz,
  until timestamptz
)
returns public.runs_comparison
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_a constant private.run_sample := private.sample_runs(
    compare_runs.owner_keys, a.workflow_id, a.mode, compare_runs.since, compare_runs.until
  );
  v_b constant private.run_sample := private.sample_runs(
    compare_runs.owner_keys, b.workflow_id, b.mode, compare_runs.since, compare_runs.until
  );
  v_a_shown constant public.sampled_runs := private.sampled_runs(
    v_a, a.workflow_id, a.workflow_name, a.mode
  );
  v_b_shown constant public.sampled_runs := private.sampled_runs(
    v_b, b.workflow_id, b.workflow_name, b.mode
  );
  v_outcome constant public.outcome_comparison := private.compare_run_outcomes(v_a, v_b);
  v_duration constant public.duration_comparison := private.compare_run_durations(v_a, v_b);
begin
  return row(
    v_a_shown, v_b_shown, v_outcome, v_duration,
    private.verdict(a.name, b.name, v_a_shown, v_b_shown, v_outcome, v_duration),
    1000, compare_runs.since, compare_runs.until, now()
  )::public.runs_comparison;
end
$$;
comment on function private.compare_runs(
  uuid[], private.compared_runs, private.compared_runs, timestamptz, timestamptz
) is
  'Compares samples of the runs of two sides that belong to one of the owner keys and were created '
  'in since <= created_at < until.';
revoke all on function private.compare_runs(
  uuid[], private.compared_runs, private.compared_runs, timestamptz, timestamptz
) from public;
grant execute on function private.compare_runs(
  uuid[], private.compared_runs, private.compared_runs, timestamptz, timestamptz
) to authenticated, service_role;
