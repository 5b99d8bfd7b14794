-- A limit of a workflow holds for this account's runs of it, besides that of the account. Room of
-- one kind that lies in another shard than room of the other kind is found all the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as other,
  tests.create_workflow(null) as tight, tests.create_workflow(null) as loose;
grant select on fixture to public;
insert into private.quotas (user_id, workflow_id, name, most)
select f.owner, q.workflow, q.name, q.most
from fixture as f
cross join lateral (
  values
    (f.tight, 'executions_per_day', 2), (f.tight, 'running_executions', 2),
    (null, 'executions_per_minute', 7), (null, 'running_executions', 7)
) as q (workflow, name, most);
prepare tight as select public.create_execution(f.tight) from fixture as f;
prepare loose as select public.create_execution(f.loose) from fixture as f;

select tests.act_as(f.owner) from fixture as f;
select lives_ok('tight', 'one');
select lives_ok('tight', 'two');
select throws_like('tight', '%The limit executions_per_day of workflow %is 2 executions in a day.%',
  'a third of this workflow is refused');
select lives_ok('loose', 'another workflow has no limit of its own');
select lives_ok(
  'insert into public.workflow_executions (workflow_id) '
    'select f.loose from fixture as f, generate_series(1, 4)',
  'as many as the account may make'
);
select throws_like('loose', '%The limit executions_per_minute of this account%', 'and no more');
select tests.act_as_owner();
select tests.act_as(f.other) from fixture as f;
select lives_ok('tight', 'another account has its own');

select * from finish();
rollback;
