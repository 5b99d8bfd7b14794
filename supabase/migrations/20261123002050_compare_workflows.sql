create function public.compare_workflows(
  a uuid,
  b uuid,
  user_id uuid default null,
  since timestamptz default null,
  until timestamptz default null
)
returns public.runs_comparison
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_owner_keys constant uuid[] := private.owner_keys(compare_workflows.user_id);
  v_a private.compared_runs;
  v_b private.compared_runs;
begin
  if compare_workflows.a is null or compare_workflows.b is null then
    perform private.refuse(
      400, 'invalid_parameter', 'a and b are required.', 'Correct it and send it again.'
    );
  end if;
  perform private.refuse_bad_window(compare_workflows.since, compare_workflows.until);
  v_a := row(
    compare_workflows.a,
    private.require_visible_workflow(compare_workflows.a, v_owner_keys[1]), null, 'a'
  );
  v_b := row(
    compare_workflows.b,
    private.require_visible_workflow(compare_workflows.b, v_owner_keys[1]), null, 'b'
  );
  return private.compare_runs(
    v_owner_keys, v_a, v_b, compare_workflows.since, compare_workflows.until
  );
end
$$;
comment on function public.compare_workflows(uuid, uuid, uuid, timestamptz, timestamptz) is
  'Whether the runs of one workflow succeed more often, or take longer, than those of another: of '
  'the newest 1 000 finished runs of each that the caller may see, created in since <= created_at '
  '< until. user_id: the service says for whom it asks. Errors: workflow_not_found, '
  'invalid_parameter, user_id_required, user_id_not_allowed, user_not_found.';
revoke all on function public.compare_workflows(uuid, uuid, uuid, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.compare_workflows(uuid, uuid, uuid, timestamptz, timestamptz)
  to authenticated, service_role;
