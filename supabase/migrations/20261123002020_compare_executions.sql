-- Two runs side by side, a bad one and a good one say, and where they went apart.

create type public.compared_recording as (
  visual_enabled boolean,
  visual_quality text,
  session_id text,
  visual_events_captured integer,
  visual_stream_duration numeric,
  visual_expired_at timestamptz,
  tabs integer,
  stored_events bigint,
  stored_bytes bigint,
  lost_events bigint,
  missing_chunks integer,
  replay_score integer
);
comment on type public.compared_recording is
  'What is known of the recording of a run: what its runner reported and, from tabs on, what is '
  'stored (visual_recordings); that is null for a run that does not stream.';

create type public.compared_execution as (
  execution_id uuid,
  workflow_id uuid,
  workflow_name text,
  status text,
  mode text,
  created_at timestamptz,
  completed_at timestamptz,
  execution_time_seconds numeric,
  error text,
  error_code text,
  payloads_expired_at timestamptz,
  recording public.compared_recording
);
comment on type public.compared_execution is
  'One of two runs that are compared; error is cut to 500 characters.';

create type public.divergence as (
  part text,
  sentence text,
  a_position integer,
  b_position integer,
  a_seconds numeric,
  b_seconds numeric,
  path text
);
comment on type public.divergence is
  'Where two runs first went apart: part (steps, logs, status, error or result), a sentence, the '
  'positions of the steps or of the line (from 1), seconds from the start of each run, and the '
  'path in the result.';

create type public.execution_comparison as (
  a public.compared_execution,
  b public.compared_execution,
  same_workflow boolean,
  same_mode boolean,
  same_status boolean,
  seconds_difference numeric,
  seconds_ratio numeric,
  first_divergence public.divergence,
  inputs public.json_comparison,
  result public.json_comparison,
  steps public.step_comparison,
  logs public.log_comparison,
  notes text[],
  truncated boolean
);
comment on type public.execution_comparison is
  'Answer of compare_executions(). seconds_difference: b minus a; seconds_ratio: b by a. '
  'first_divergence: null where the runs did the same. result, steps and logs are null where '
  'retention has removed those of a run. notes: what to know about the comparison, in sentences. '
  'truncated: a part was not compared, or is not listed, in full; it says so itself.';

create function private.compared_execution(
  run public.workflow_executions
)
returns public.compared_execution
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_workflow_name text;
  v_stored public.visual_recordings;
begin
  select w.name into v_workflow_name
  from public.workflows as w
  where w.workflow_id = run.workflow_id;
  select r.* into v_stored
  from public.visual_recordings as r
  where r.execution_id = run.execution_id;
  return row(
    run.execution_id, run.workflow_id, v_workflow_name, run.status, run.mode, run.created_at,
    run.completed_at, run.execution_time_seconds, left(run.error, 500), run.error_code,
    run.payloads_expired_at,
    row(
      run.visual_enabled, run.visual_quality, run.session_id, run.visual_events_captured,
      run.visual_stream_duration, run.visual_expired_at, v_stored.tabs, v_stored.events,
      v_stored.stored_bytes, v_stored.lost_events, v_stored.missing_chunks, v_stored.replay_score
    )::public.compared_recording
  )::public.compared_execution;
end
$$;
comment on function private.compared_execution(public.workflow_executions) is
  'A run as a comparison shows it.';
revoke all on function private.compared_execution(public.workflow_executions) from public;
grant execute on function private.compared_execution(public.workflow_executions)
  to authenticated, service_role;

create function private.quoted(
  value text,
  nothing text
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  -- On one line, without the colours of a terminal.
  v_line constant text := trim(regexp_replace(
    regexp_replace(left(quoted.value, 1000), '\x1b\[[0-9;]*[a-z]', '', 'gi'),
    '[[:space:][:cntrl:]]+', ' ', 'g'
  ));
begin
  return case
    when v_line is null then quoted.nothing
    when length(v_line) > 100 then '"' || left(v_line, 100) || '..."'
    else '"' || v_line || '"'
  end;
end
$$;
comment on function private.quoted(text, text) is
  'A value in quotation marks, on one line and cut to 100 characters, or the word for nothing.';
revoke all on function private.quoted(text, text) from public;
grant execute on function private.quoted(text, text) to authenticated, service_role;

create function private.step_divergence(
  steps public.step_comparison
)
returns public.divergence
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_first public.step_pair;
  v_a public.step_pair;
  v_b public.step_pair;
begin
  foreach v_first in array coalesce(steps.pairs, '{}') loop
    exit when v_first.change <> 'none';
  end loop;
  if v_first.change = 'outcome' then
    return row(
      'steps',
      format(
        'Step %s, %s, %s in a and %s in b%s.',
        v_first.b_position, private.quoted(v_first.name, ''),
        coalesce(v_first.a_outcome, 'did not end'), coalesce(v_first.b_outcome, 'did not end'),
        ': ' || private.quoted(coalesce(v_first.b_error, v_first.a_error), null)
      ),
      v_first.a_position, v_first.b_position, v_first.a_started_after, v_first.b_started_after,
      null
    )::public.divergence;
  elsif v_first.change like 'only%' then
    -- All before it is common, so it stands at one position in both.
    select p.* into v_a
    from unnest(steps.pairs) as p
    where p.a_position = coalesce(v_first.a_position, v_first.b_position);
    select p.* into v_b
    from unnest(steps.pairs) as p
    where p.b_position = coalesce(v_first.a_position, v_first.b_position);
    return row(
      'steps',
      format(
        'Step %s is %s in a and %s in b.', coalesce(v_first.a_position, v_first.b_position),
        private.quoted(v_a.name, 'missing'), private.quoted(v_b.name, 'missing')
      ),
      v_a.a_position, v_b.b_position, v_a.a_started_after, v_b.b_started_after, null
    )::public.divergence;
  end if;
  return null;
end
$$;
comment on function private.step_divergence(public.step_comparison) is
  'Where the steps of two runs first differ; null where they do not.';
revoke all on function private.step_divergence(public.step_comparison) from public;
grant execute on function private.step_divergence(public.step_comparison)
  to authenticated, service_role;

create function private.log_divergence(
  first public.diverging_line
)
returns public.divergence
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  if first.position is null then
    return null;
  end if;
  return row(
    'logs',
    format(
      'Log line %s is %s in a and %s in b.', first.position,
      private.quoted(first.a_line, 'missing'), private.quoted(first.b_line, 'missing')
    ),
    case when first.a_line is not null then first.position end,
    case when first.b_line is not null then first.position end,
    first.a_seconds, first.b_seconds, null
  )::public.divergence;
end
$$;
comment on function private.log_divergence(public.diverging_line) is
  'Where the log lines of two runs first differ; null where they do not.';
revoke all on function private.log_divergence(public.diverging_line) from public;
grant execute on function private.log_divergence(public.diverging_line)
  to authenticated, service_role;

create function private.end_divergence(
  run_a public.workflow_executions,
  run_b public.workflow_executions,
  result public.json_comparison
)
returns public.divergence
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_change constant public.json_change := (result.changes)[1];
  v_part constant text := case
    when run_a.status <> run_b.status then 'status'
    when private.normalised_line(run_a.error) is distinct from private.normalised_line(run_b.error)
      then 'error'
    when v_change.path is not null then 'result'
  end;
begin
  if v_part is null then
    return null;
  end if;
  return row(
    v_part,
    case v_part
      when 'status' then format(
        'a is %s and b is %s%s.', run_a.status, run_b.status,
        ': ' || private.quoted(
          case when run_b.status = 'failed' then run_b.error else run_a.error end, null
        )
      )
      when 'error' then format(
        'The error is %s in a and %s in b.', private.quoted(run_a.error, 'missing'),
        private.quoted(run_b.error, 'missing')
      )
      else format(
        'The result differs%s: %s in a and %s in b.', ' at ' || nullif(v_change.path, ''),
        private.quoted(v_change.a::text, 'missing'), private.quoted(v_change.b::text, 'missing')
      )
    end,
    null, null, run_a.execution_time_seconds, run_b.execution_time_seconds,
    case when v_part = 'result' then v_change.path end
  )::public.divergence;
end
$$;
comment on function private.end_divergence(
  public.workflow_executions, public.workflow_executions, public.json_comparison
) is 'How the ends of two runs differ: by status, else by error, else by result.';
revoke all on function private.end_divergence(
  public.workflow_executions, public.workflow_executions, public.json_comparison
) from public;
grant execute on function private.end_divergence(
  public.workflow_executions, public.workflow_executions, public.json_comparison
) to authenticated, service_role;

create function private.earlier_divergence(
  one public.divergence,
  other public.divergence
)
returns public.divergence
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return case
    when one.part is null then other
    when other.part is null then one
    -- A line without a time came at the end.
    when coalesce(least(other.a_seconds, other.b_seconds), 'infinity')
      < coalesce(least(one.a_seconds, one.b_seconds), 'infinity') then other
    else one
  end;
end
$$;
comment on function private.earlier_divergence(public.divergence, public.divergence) is
  'Which of two divergences came earlier in the runs: the first where that is not told.';
revoke all on function private.earlier_divergence(public.divergence, public.divergence)
  from public;
grant execute on function private.earlier_divergence(public.divergence, public.divergence)
  to authenticated, service_role;

create function private.comparison_notes(
  run_a public.workflow_executions,
  run_b public.workflow_executions,
  inputs public.json_comparison
)
returns text[]
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return array_remove(
    array[
      case when run_a.execution_id = run_b.execution_id
        then 'a and b are one execution.' end,
      case when run_a.workflow_id <> run_b.workflow_id
        then 'a and b are executions of different workflows.' end,
      case when run_a.mode <> run_b.mode
        then format('a is a %s, b a %s.', run_a.mode, run_b.mode) end,
      case when run_a.status = 'running' then 'a is still running.' end,
      case when run_b.status = 'running' then 'b is still running.' end,
      case when run_a.payloads_expired_at is not null
        then 'Retention has removed result, logs and events of a.' end,
      case when run_b.payloads_expired_at is not null
        then 'Retention has removed result, logs and events of b.' end,
      case when not inputs.is_same
        then format('a and b were given different inputs%s.',
          ', first at ' || nullif((inputs.changes)[1].path, '')) end
    ],
    null
  );
end
$$;
comment on function private.comparison_notes(
  public.workflow_executions, public.workflow_executions, public.json_comparison
) is 'What to know about the comparison of two runs, in sentences.';
revoke all on function private.comparison_notes(
  public.workflow_executions, public.workflow_executions, public.json_comparison
) from public;
grant execute on function private.comparison_notes(
  public.workflow_executions, public.workflow_executions, public.json_comparison
) to authenticated, service_role;

create function public.compare_executions(
  a uuid,
  b uuid
)
returns public.execution_comparison
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_a constant public.workflow_executions := private.require_execution(compare_executions.a, 'a');
  v_b constant public.workflow_executions := private.require_execution(compare_executions.b, 'b');
  v_inputs constant public.json_comparison := private.compare_json(v_a.inputs, v_b.inputs);
  v_result public.json_comparison;
  v_steps public.step_comparison;
  v_logs public.log_comparison;
begin
  if v_a.payloads_expired_at is null and v_b.payloads_expired_at is null then
    v_result := private.compare_json(v_a.result, v_b.result);
    v_steps := private.compare_steps(v_a, v_b);
    v_logs := private.compare_logs(v_a, v_b);
  end if;
  return row(
    private.compared_execution(v_a), private.compared_execution(v_b),
    v_a.workflow_id = v_b.workflow_id, v_a.mode = v_b.mode, v_a.status = v_b.status,
    v_b.execution_time_seconds - v_a.execution_time_seconds,
    round(v_b.execution_time_seconds / nullif(v_a.execution_time_seconds, 0), 3),
    coalesce(
      private.earlier_divergence(
        private.step_divergence(v_steps), private.log_divergence(v_logs.first_difference)
      ),
      private.end_divergence(v_a, v_b, v_result)
    ),
    v_inputs, v_result, v_steps, v_logs,
    private.comparison_notes(v_a, v_b, v_inputs),
    v_inputs.truncated
      or coalesce(v_result.truncated or v_steps.truncated or v_logs.truncated, false)
  )::public.execution_comparison;
end
$$;
comment on function public.compare_executions(uuid, uuid) is
  'Compares two executions that the caller may see: status, duration, inputs, result, steps '
  '(aligned by name) and log lines (aligned by what they say), and where they first went apart. '
  'Errors: invalid_parameter, execution_not_found, also for one that belongs to another user.';
revoke all on function public.compare_executions(uuid, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.compare_executions(uuid, uuid) to authenticated, service_role;
