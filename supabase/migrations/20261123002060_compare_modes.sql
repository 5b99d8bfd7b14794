create function public.compare_modes(
  workflow_id uuid,
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
  v_owner_keys constant uuid[] := private.owner_keys(compare_modes.user_id);
  v_name constant text := private.require_visible_workflow(
    compare_modes.workflow_id, v_owner_keys[1]
  );
begin
  perform private.refuse_bad_window(compare_modes.since, compare_modes.until);
  return private.compare_runs(
    v_owner_keys,
    row(compare_modes.workflow_id, v_name, 'cloud-run', 'cloud-run')::private.compared_runs,
    row(compare_modes.workflow_id, v_name, 'local-run', 'local-run')::private.compared_runs,
    compare_modes.since, compare_modes.until
  );
end
$$;
comment on function public.compare_modes(uuid, uuid, timestamptz, timestamptz) is
  'Whether the local runs of a workflow (b) succeed more often, or take longer, than those in the '
  'cloud (a): of the newest 1 000 finished runs of each that the caller may see, created in since '
  '<= created_at < until, among the newest 20 000 runs of the workflow. user_id: the service says '
  'for whom it asks. Errors: workflow_not_found, invalid_parameter, user_id_required, '
  'user_id_not_allowed, user_not_found.';
revoke all on function public.compare_modes(uuid, uuid, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.compare_modes(uuid, uuid, timestamptz, timestamptz)
  to authenticated, service_role;
