-- The floor: what the table of executions requires of any statement before anything is decided.
-- A copy of it with its columns, defaults, generated column, checks, indexes, settings, foreign
-- keys, policies and the trigger that counts, with a table of counts of its own: taken from the
-- catalog, so that it is what the table is now. Without the rules: ownership, limits, states.
-- It holds what has been measured only.
drop table if exists bench.workflow_executions, bench.execution_deltas cascade;
create table bench.workflow_executions (like public.workflow_executions including all);
create table bench.execution_deltas (like private.execution_deltas including all);
alter table bench.workflow_executions enable row level security;
grant select, insert, update on bench.workflow_executions to authenticated;

do $$
declare
  v_copied constant text := '\m(public|private)\.'
    || '(?=(workflow_executions|execution_deltas|count_execution|tg_execution__counts)\M)';
  v_statement text;
begin
  -- So that the catalog writes every name with its schema.
  perform set_config('search_path', '', true);
  for v_statement in
    select format(
      'alter table public.workflow_executions set (%s)', array_to_string(c.reloptions, ', ')
    )
    from pg_class as c where c.oid = 'public.workflow_executions'::regclass
    union all
    select format('alter table public.workflow_executions add %s', pg_get_constraintdef(c.oid))
    from pg_constraint as c
    where c.conrelid = 'public.workflow_executions'::regclass and c.contype = 'f'
    union all
    select format(
      'create policy %I on public.workflow_executions for %s to %s',
      p.policyname, p.cmd, array_to_string(p.roles, ', ')
    ) || coalesce(' using (' || p.qual || ')', '')
      || coalesce(' with check (' || p.with_check || ')', '')
    from pg_policies as p
    where p.schemaname = 'public' and p.tablename = 'workflow_executions'
    union all
    select pg_get_functiondef(f)
    from unnest(array['private.count_execution', 'private.tg_execution__counts']::regproc[]) as f
    union all
    select pg_get_triggerdef(t.oid) from pg_trigger as t
    where t.tgrelid = 'public.workflow_executions'::regclass
      and t.tgfoid = 'private.tg_execution__counts'::regproc
  loop
    execute regexp_replace(v_statement, v_copied, 'bench.', 'g');
  end loop;
end
$$;
