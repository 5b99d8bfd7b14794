-- Counts are read by whoever may read the runs they count: the owner, and for shared runs everybody
-- signed in but anonymous sign-ins; the service reads all.
begin;
create extension if not exists pgtap with schema extensions;
select plan(24);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_user(is_anonymous => true) as visitor, tests.create_workflow(null) as workflow;
grant select on fixture to public;
do $$
begin
  -- Folded and pending ones.
  for i in 1..2 loop
    perform
      tests.create_execution(f.owner, f.workflow, '{"status": "completed"}'),
      tests.create_execution(null, f.workflow, '{"status": "failed"}')
    from fixture as f;
    if i = 1 then
      perform tests.fold_rollups();
    end if;
  end loop;
end
$$;
create temp table tables (name) as
values ('execution_days'), ('execution_totals'), ('execution_durations'), ('execution_deltas');
grant select on tables to public;

create function pg_temp.seen(name text)
returns text
language plpgsql
as $$
declare
  v_seen text;
begin
  execute format(
    'select string_agg(distinct case t.owner_key when f.owner then ''own'' else ''shared'' end, '
    ''','') from private.%I as t join fixture as f on t.workflow_id = f.workflow',
    seen.name
  ) into v_seen;
  return v_seen;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.seen(t.name), 'own,shared', 'the owner: ' || t.name) from tables as t;
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is(pg_temp.seen(t.name), 'shared', 'a stranger: ' || t.name) from tables as t;
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is(pg_temp.seen(t.name), null, 'an anonymous sign-in: ' || t.name) from tables as t;
select is(
  (select s.counts::text
    from fixture as f
    cross join lateral private.summaries_of_rollups(
      array['00000000-0000-0000-0000-000000000000', f.owner], f.workflow, null
    ) as s),
  '(0,0,0,0,0,0,0,0,0,0,0,0,0)', 'sums by whatever key show them nothing'
);
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.seen(t.name), 'own,shared', 'the service: ' || t.name) from tables as t;
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  format('table private.%I', v.name), '42501', null, 'who is not signed in: ' || v.name
)
from unnest(array[
  'execution_days', 'execution_totals', 'execution_durations', 'execution_deltas'
]) as v (name);
select throws_ok('table private.finished_executions', '42501', null, 'nor the rows behind them');
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is_empty(
  'select 1 from private.finished_executions as e join fixture as f on e.owner_key = f.owner',
  'a stranger does not see the rows behind them'
);
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is_empty(
  'select 1 from private.finished_executions as e '
    'join fixture as f on e.workflow_id = f.workflow',
  'nor does an anonymous sign-in'
);

select * from finish();
rollback;
