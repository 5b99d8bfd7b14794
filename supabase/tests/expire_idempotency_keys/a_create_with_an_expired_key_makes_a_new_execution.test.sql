-- Until its key expires an execution answers repeated requests; after that the same request makes a
-- new execution, which has the key from then on.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create temp table answers (n serial, execution_id uuid, replayed boolean);
grant all on fixture, answers, answers_n_seq to public;
create function pg_temp.create_again()
returns void
language plpgsql
as $$
begin
  perform tests.act_as(f.owner) from fixture as f;
  insert into answers (execution_id, replayed)
  select c.execution_id, c.replayed
  from fixture as f
  cross join lateral public.create_execution(f.workflow, idempotency_key => 'the key') as c;
  perform tests.act_as_owner();
end
$$;
select pg_temp.create_again();
update public.workflow_executions as e
set created_at = now() - interval '7 days 1 second'
from answers as a where e.execution_id = a.execution_id;
select pg_temp.create_again();
select is(
  (select array_agg(a.replayed order by a.n) from answers as a), array[false, true],
  'past its time, but not expired yet: it is replayed'
);
select is(private.expire_idempotency_keys(), 1, 'it expires');
select pg_temp.create_again();
select pg_temp.create_again();
select is(
  (select array_agg(a.replayed order by a.n) from answers as a), array[false, true, false, true],
  'then a new one is made, and replayed from then on'
);
select is(
  (select array_agg(a.execution_id = b.execution_id order by a.n)
    from answers as a, answers as b where b.n = 1),
  array[true, true, false, false], 'it is another execution'
);
select is(
  (select count(*) from public.workflow_executions as e join fixture as f on f.owner = e.user_id),
  2::bigint, 'the first stays'
);
select is(private.expire_idempotency_keys(), 0, 'the new key is as young as its execution');

select * from finish();
rollback;
