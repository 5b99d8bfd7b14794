-- A create adds up what the account stores, and notes how much more its shard may add before it has
-- to again. What other shards may add counts as taken; another limit makes all of it void.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
create function pg_temp.limit_to(bytes bigint) returns void language sql as $$
  insert into private.quotas (user_id, name, most)
  select f.owner, 'stored_bytes', bytes from fixture as f
  on conflict (owner_key, workflow_key, name) do update set most = excluded.most
$$;
create view pg_temp.account as
select c.* from private.quota_counters as c join fixture as f on f.owner = c.owner_key;
create function pg_temp.create_of(bytes integer) returns text language plpgsql as $$
begin
  perform tests.create_execution(
    f.owner, f.workflow, jsonb_build_object('inputs', jsonb_build_object('a', repeat('x', bytes)))
  )
  from fixture as f;
  return 'made';
end
$$;
prepare small as select pg_temp.create_of(10);
prepare large as select pg_temp.create_of(30000);

select pg_temp.limit_to(100000000);
select results_eq('small', array['made'], 'the first');
select results_eq(
  'select shard::integer, stored_clear - stored_bytes, stored_limit from pg_temp.account',
  $$ values (0, 100000000 / 4096::bigint, 100000000::bigint) $$,
  'notes 1/4096 of the limit, far from it'
);

-- As much as makes every sum too much.
insert into private.stored_deltas (owner_key, workflow_id, bytes)
select f.owner, '00000000-0000-0000-0000-000000000000', 200000000 from fixture as f;
select results_eq('small', array['made'], 'the next does not ask');
select throws_ok('large', 'PT507', 'storage_quota_exceeded', 'what is more than is clear does');
select pg_temp.limit_to(90000000);
select throws_ok('small', 'PT507', 'storage_quota_exceeded', 'after a change of the limit all do');
delete from private.stored_deltas;

select results_eq('small', array['made'], 'it is noted for the new limit');
select results_eq(
  'select stored_limit from pg_temp.account', array[90000000::bigint], 'instead of the old'
);
update private.quota_counters as c
set stored_bytes = 90000000 - 1000, stored_clear = null
from fixture as f where c.owner_key = f.owner;
select results_eq('small', array['made'], 'close to the limit');
select is_empty(
  'select stored_clear from pg_temp.account where stored_clear is not null',
  'each create asks'
);

update private.quota_counters as c set stored_bytes = 0 from fixture as f
where c.owner_key = f.owner;
insert into private.quota_counters (
  owner_key, workflow_id, shard, stored_bytes, stored_clear, stored_limit
)
select f.owner, '00000000-0000-0000-0000-000000000000', 9, 0, 89999999, 90000000 from fixture as f;
select throws_ok(
  'small', 'PT507', 'storage_quota_exceeded', 'what another shard may add is taken'
);
select is(
  private.stored_now(f.owner, '00000000-0000-0000-0000-000000000000'), 0::bigint,
  'though it is not stored'
)
from fixture as f;
update private.quota_counters as c set stored_limit = 80000000 from fixture as f
where c.owner_key = f.owner and c.shard = 9;
select results_eq('small', array['made'], 'unless it was for another limit');
select ok(
  (select sum(stored_clear) filter (where shard = 0) < 90000000 / 4096 + 1000
    from pg_temp.account),
  'and the shard has its own part'
);

select * from finish();
rollback;
