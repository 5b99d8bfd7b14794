-- With an account go all its counts: of stored runs, of those that retention had removed, and what
-- waits to be folded. Those of others stay.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_workflow(null) as public_workflow;
do $$
begin
  for v_round in 1..2 loop
    perform tests.create_execution(u.id, f.public_workflow, '{"status": "failed"}')
    from fixture as f cross join lateral (values (f.owner), (f.stranger)) as u (id)
    cross join generate_series(1, 4);
    -- One run of each is purged in each round; the first round is folded.
    perform tests.purge(array(
      select distinct on (e.user_id) e.execution_id
      from public.workflow_executions as e join fixture as f on e.user_id in (f.owner, f.stranger)
    ));
    if v_round = 1 then
      perform tests.fold_rollups();
    end if;
  end loop;
end
$$;
create temp table others_before as
select tests.counted(f.stranger)::text as live, tests.counted(f.stranger, purged => true)::text as p
from fixture as f;
select is(
  (tests.counted(f.owner)).failed || ' ' || (tests.counted(f.owner, purged => true)).failed, '6 2',
  'runs and purged runs are counted'
) from fixture as f;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;

select is(private.remove_deleted_accounts(), 6::bigint, 'all runs are removed');
select is(
  (tests.counted(f.owner)).failed || ' ' || (tests.counted(f.owner, purged => true)).failed, '0 0',
  'nothing is counted any more'
) from fixture as f;
select tests.fold_rollups();
select is(
  tests.rollups_of(f.owner), '{"days": null, "totals": null, "durations": null}',
  'no counts are left once folded'
) from fixture as f;
select is_empty(
  'select d.* from private.execution_deltas as d join fixture as f on d.owner_key = f.owner',
  'and nothing waits'
);
select results_eq(
  'select tests.counted(f.stranger)::text, tests.counted(f.stranger, purged => true)::text '
    'from fixture as f',
  'table others_before',
  'the other user''s are the same'
);

select * from finish();
rollback;
