-- A repeated request, an import, a shared run, what is refused for another reason and what is
-- undone use no quota.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
insert into private.quotas (user_id, name, most)
select f.owner, 'executions_per_minute', 5 from fixture as f;
create function pg_temp.used() returns bigint language sql as $$
  select coalesce(sum(c.in_minute), 0)::bigint
  from private.quota_counters as c join fixture as f on f.owner = c.owner_key
$$;
prepare keyed as
  select (public.create_execution(f.workflow, idempotency_key => 'once')).replayed
  from fixture as f;

select tests.act_as(f.owner) from fixture as f;
select results_eq('keyed', array[false], 'a create');
select results_eq('keyed', array[true], 'repeated');
select is(
  (
    select array_agg(r.status order by r.index)
    from fixture as f
    cross join lateral public.create_executions(jsonb_build_array(
      jsonb_build_object('workflow_id', f.workflow, 'idempotency_key', 'once'),
      jsonb_build_object('workflow_id', f.workflow, 'idempotency_key', 'once')
    )) as a
    cross join lateral unnest(a.results) as r
  ),
  array[200, 200], 'and in a batch'
);
insert into public.workflow_executions (workflow_id, idempotency_key)
select f.workflow, 'once' from fixture as f
on conflict do nothing;
select is(pg_temp.used(), 1::bigint, 'only the first has used something');
select throws_ok(
  $$ select public.create_execution(gen_random_uuid()) $$, 'PT404', 'workflow_not_found',
  'what there is nothing to run of'
);
select throws_ok(
  $$ select public.create_execution(f.workflow, tags => array['']) from fixture as f $$,
  'PT400', 'invalid_parameter', 'what another rule refuses'
);
select tests.act_as_owner();
select tests.act_as_service();
select public.create_execution(f.workflow) from fixture as f;
select public.import_executions(jsonb_build_array(jsonb_build_object(
  'execution_id', gen_random_uuid(), 'workflow_id', f.workflow, 'user_id', f.owner,
  'status', 'completed', 'created_at', now() - n * interval '1 second'
))) from fixture as f, generate_series(1, 9) as n;
select is(
  (select count(*) from public.workflow_executions as e
    join fixture as f on f.owner = e.user_id and e.quota_shard = 32),
  9::bigint, 'imports are more than the limit'
);
select tests.act_as_owner();
select is(pg_temp.used(), 1::bigint, 'none of them has used anything');
update private.quotas as q set most = 0 from fixture as f where q.user_id = f.owner;
select tests.act_as(f.owner) from fixture as f;
select throws_ok(
  $$ select public.create_execution(gen_random_uuid()) $$, 'PT404', 'workflow_not_found',
  'also said when nothing is left'
);
select tests.act_as_owner();

select * from finish();
rollback;
