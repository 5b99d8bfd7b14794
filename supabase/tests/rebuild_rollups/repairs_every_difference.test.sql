-- Rebuilding repairs whatever is wrong with live counts, in days, totals and histograms, of owners
-- with and without runs.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow, tests.create_user() as without_runs
from (select tests.create_user() as owner) as u;
insert into public.workflow_executions (
  user_id, workflow_id, status, created_at, execution_time_seconds
)
select f.owner, f.workflow, 'completed', timestamptz '2024-01-01Z' + i * interval '8 hours', 1 + i
from fixture as f, generate_series(0, 9) as i;
select tests.fold_rollups();
create temp table rollups_before as
select tests.rollups_of(f.owner) as rollups from fixture as f;

create function pg_temp.repaired(statement text)
returns text
language plpgsql
as $$
begin
  execute replace(repaired.statement, 'OURS', (
    select format('owner_key = %L and workflow_id = %L', f.owner, f.workflow) from fixture as f
  ));
  if not exists (select 1 from private.verify_rollups()) then
    return 'nothing to repair';
  end if;
  perform private.rebuild_rollups();
  if exists (select 1 from private.verify_rollups()) then
    return 'still wrong';
  end if;
  return (
    select case when b.rollups = tests.rollups_of(f.owner) then 'as before' else 'not as before' end
    from rollups_before as b, fixture as f
  );
end
$$;
select is(pg_temp.repaired(s.statement), 'as before', s.statement)
from unnest(array[
  'update private.execution_days set completed = 99, min_seconds = 0 where OURS',
  'delete from private.execution_days where OURS',
  'update private.execution_totals set seconds = -1, last_created_at = null where OURS',
  'update private.execution_durations set runs = 0 where OURS',
  'insert into private.execution_durations '
    'values (gen_random_uuid(), gen_random_uuid(), false, 1, 1)'
]) as s (statement);
select is(
  pg_temp.repaired(format(
    'insert into private.execution_days select (d).* from ('
    '  select jsonb_populate_record(d, %L) as d from private.execution_days as d where OURS'
    ') as d',
    jsonb_build_object('owner_key', f.without_runs)
  )),
  'as before', 'an owner without runs'
)
from fixture as f;
select is(
  tests.rollups_of(f.without_runs), '{"days": null, "totals": null, "durations": null}',
  'has no counts'
) from fixture as f;

select * from finish();
rollback;
