-- running_executions counts what runs: a run that ends, is ended or deleted gives its place back,
-- and finishing is never refused. Runs from before the limit count too, and so do imported ones.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
create temp table runs (id uuid) on commit drop;
grant all on runs to public;
prepare run as
  insert into runs select (public.create_execution(f.workflow)).execution_id from fixture as f;
prepare finish_one as
  select (public.update_execution(
    (select e.execution_id from public.workflow_executions as e
      where e.status = 'running' order by e.execution_id limit 1),
    status => 'completed'
  )).status;

select tests.act_as(f.owner) from fixture as f;
execute run;
select tests.act_as_owner();
insert into private.quotas (user_id, name, most)
select f.owner, 'running_executions', 3 from fixture as f;
select tests.act_as(f.owner) from fixture as f;
execute run;
execute run;
select throws_ok('run', 'PGRST', null, 'three run, one of them from before the limit');
select results_eq('finish_one', array['completed'::text], 'one ends');
select lives_ok('run', 'its place is free');
select throws_ok('run', 'PGRST', null, 'and taken');
select tests.act_as_owner();
update public.workflow_executions as e set status = 'cancelled'
where e.execution_id = (select x.execution_id from public.workflow_executions as x
  where x.status = 'running' limit 1);
delete from public.workflow_executions as e
where e.execution_id = (select x.execution_id from public.workflow_executions as x
  where x.status = 'running' limit 1);
select tests.act_as(f.owner) from fixture as f;
select lives_ok('run', 'one was ended by somebody else');
select lives_ok('run', 'one was deleted');
select throws_ok('run', 'PGRST', null, 'again three run');
select tests.act_as_owner();
select tests.create_run(f.owner, f.workflow, 'running', 1) from fixture as f;
select is(
  (select count(*) from public.workflow_executions as e where e.status = 'running'
    and e.user_id = (select f.owner from fixture as f)),
  4::bigint, 'an import is not refused'
);
select tests.act_as(f.owner) from fixture as f;
execute finish_one;
select throws_ok('run', 'PGRST', null, 'but counts');
execute finish_one;
select lives_ok('run', 'until there is room');

select * from finish();
rollback;
