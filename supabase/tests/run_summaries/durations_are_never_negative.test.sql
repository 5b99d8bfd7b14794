-- A run that took no time counts with zero; a negative duration is refused in every way, so none
-- enters a percentile.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table run as select tests.create_execution(f.owner, f.workflow) as id from fixture as f;
grant select on fixture, run to public;

select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  'select public.update_execution(r.id, status => ''completed'', execution_time_seconds => -0.001) '
    'from run as r',
  'PT400', 'invalid_parameter', 'by the function'
);
select throws_ok(
  'update public.workflow_executions as e set status = ''completed'', execution_time_seconds = -1 '
    'from run as r where e.execution_id = r.id',
  '23514', null, 'by the table'
);
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  $$
    insert into public.workflow_executions (
      user_id, workflow_id, status, execution_time_seconds
    )
    select f.owner, f.workflow, 'completed', -1 from fixture as f
  $$,
  '23514', null, 'by an import'
);
select tests.act_as_owner();
select is((tests.counted(f.owner)).completed, 0::bigint, 'nothing is counted') from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select public.update_execution(r.id, status => 'completed', execution_time_seconds => 0)
from run as r;
select tests.act_as_owner();
select is(
  (
    select (s.min_seconds, s.p50_seconds, s.p99_seconds, s.max_seconds, (s.counts).seconds)::text
    from fixture as f
    cross join lateral private.summaries_of_rollups(array[f.owner], f.workflow, null) as s
  ),
  '(0.000,0.000,0.000,0.000,0.000)', 'zero is a duration'
);
-- Such a row cannot be stored. If one ever were, it would count as zero.
select is(private.duration_bucket(-5), 0::smallint, 'no bucket lies below zero');

select * from finish();
rollback;
