-- Creates and batches of page events with which an account would store more than it may are
-- refused; reporting and finishing never are. What is deleted makes room.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as other,
  tests.create_workflow(null) as workflow;
grant select on fixture to public;
insert into private.quotas (user_id, name, most)
select f.owner, 'stored_bytes', 10000 from fixture as f;
-- Random, so that it is stored as it is.
create function pg_temp.noise(bytes integer) returns text language sql as $$
  select left(string_agg(md5(random()::text), ''), bytes) from generate_series(1, bytes / 32 + 1)
$$;
create function pg_temp.stored() returns bigint language sql as $$
  select (s.limits)[1].used from public.quota_status() as s
$$;
prepare large as
  select (public.create_execution(
    f.workflow, inputs => jsonb_build_object('a', pg_temp.noise(4000))
  )).status
  from fixture as f;

select tests.act_as(f.owner) from fixture as f;
select results_eq('large', array['running'::text], 'one run');
select results_eq('large', array['running'::text], 'two');
select ok(pg_temp.stored() between 8000 and 9000, 'are counted');
select throws_ok('large', 'PT507', 'storage_quota_exceeded', 'a third would exceed the limit');
select public.create_execution(
  f.workflow, visual_streaming_enabled => true, session_id => 'limited'
) from fixture as f;
select results_eq(
  $$
    select (public.update_execution(
      (select e.execution_id from public.workflow_executions as e
        where e.session_id is null order by e.execution_id limit 1),
      status => 'completed', result => to_jsonb(pg_temp.noise(90000)),
      append_logs => '["a line"]'
    )).status
  $$,
  array['completed'::text], 'a run finishes with whatever it brings'
);
select ok(pg_temp.stored() > 50000, 'which is counted');
select tests.act_as_owner();
select throws_ok(
  $$ select tests.record_batch('limited', 0) $$, 'PT507', 'storage_quota_exceeded',
  'a batch of page events'
);
select tests.act_as(f.owner) from fixture as f;
select public.delete_executions(status_filter => array['completed']);
select ok(pg_temp.stored() < 9000, 'what is deleted is taken off');
select results_eq(
  $$ select (tests.record_batch('limited', 0)).stored $$, array[true], 'and makes room'
);
select tests.act_as_owner();
select tests.act_as(f.other) from fixture as f;
select results_eq('large', array['running'::text], 'others have no part in it');

select * from finish();
rollback;
