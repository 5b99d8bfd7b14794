-- What a run brings is counted when it ends: a little of it along with the run, which the fold
-- passes on to the counters, more than 1 KiB at once. The sum is the same before and after.
begin;
create extension if not exists pgtap with schema extensions;
select plan(14);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as other,
  tests.create_workflow(null) as workflow, tests.create_workflow(null) as elsewhere;
grant select on fixture to public;
insert into private.quotas (user_id, workflow_id, name, most)
select f.owner, w.workflow_id, 'stored_bytes', 1000000
from fixture as f cross join (select null union all select g.workflow from fixture as g) as w
  (workflow_id);
-- Waits where upkeep itself would leave the work to whoever holds the lock, the scheduler say.
select pg_advisory_xact_lock(hashtextextended('runtrail: quotas', 0));
select pg_advisory_xact_lock(hashtextextended('runtrail: rollups', 0));

-- Random, so that it is stored as it is.
create function pg_temp.noise(bytes integer) returns text language sql as $$
  select left(string_agg(md5(random()::text), ''), bytes) from generate_series(1, bytes / 32 + 1)
$$;
create function pg_temp.run(owner uuid, workflow uuid, bytes integer) returns uuid
language plpgsql as $$
declare
  v_id uuid := tests.create_execution(owner, workflow);
begin
  perform tests.act_as(owner);
  perform public.update_execution(
    v_id, status => 'completed', result => to_jsonb(pg_temp.noise(bytes))
  );
  perform tests.act_as_owner();
  return v_id;
end
$$;
create view pg_temp.stored as
select
  private.stored_now(f.owner, '00000000-0000-0000-0000-000000000000') as account,
  private.stored_now(f.owner, f.workflow) as workflow
from fixture as f;
create view pg_temp.real_size as
select sum(s.bytes)::bigint as account,
  (sum(s.bytes) filter (where s.workflow_id = s.limited))::bigint as workflow
from (
  select e.workflow_id, f.workflow as limited,
    private.stored_row_bytes(e.inputs, e.error, e.metadata, e.tags)
      + private.stored_bytes(e.result, e.logs, 0) as bytes
  from fixture as f join public.workflow_executions as e on e.user_id = f.owner
) as s;
create view pg_temp.counters as
select c.workflow_id, sum(c.stored_bytes) as bytes
from private.quota_counters as c join fixture as f on f.owner = c.owner_key
where c.stored_bytes is not null
group by c.workflow_id;
create view pg_temp.deltas as
select d.workflow_id, d.stored_bytes
from private.execution_deltas as d join fixture as f on f.owner = d.owner_key;

select tests.create_execution(f.owner, f.workflow) from fixture as f;
create temp table before as select * from pg_temp.counters;
select pg_temp.run(f.owner, f.workflow, 500) from fixture as f;
select results_eq(
  'select workflow_id, stored_bytes > 500 from pg_temp.deltas',
  'select workflow, true from fixture', 'a little goes with the count of the run'
);
select results_eq(
  'select c.bytes - 2 * b.bytes from pg_temp.counters as c join before as b using (workflow_id)',
  array[0::numeric, 0], 'the counters have its creation only'
);
select results_eq(
  'select * from pg_temp.stored', 'select * from pg_temp.real_size', 'and is counted at once'
);
select pg_temp.run(f.owner, f.workflow, 5000) from fixture as f;
select results_eq(
  'select stored_bytes from pg_temp.deltas order by stored_bytes nulls last offset 1',
  array[null::integer], 'much does not'
);
select results_eq(
  'select c.bytes > 5000 from pg_temp.counters as c', array[true, true], 'but into the counters'
);
select pg_temp.run(f.owner, f.elsewhere, 500) from fixture as f;
select results_eq(
  'select * from pg_temp.stored', 'select * from pg_temp.real_size',
  'what a workflow without a limit brings is the account''s alone'
);
update private.quotas as q set most = s.account + 100
from fixture as f cross join pg_temp.stored as s
where q.owner_key = f.owner and q.workflow_id is null;
select throws_ok(
  'select tests.create_execution(f.owner, f.elsewhere) from fixture as f',
  'PT507', 'storage_quota_exceeded', 'creates are refused for it before it is folded'
);

create temp table total as select * from pg_temp.stored;
select private.fold_rollups();
select is_empty('select 1 from pg_temp.deltas', 'the fold takes it');
select results_eq(
  $$
    select d.workflow_id, d.bytes > 500 from private.stored_deltas as d
    join fixture as f on f.owner = d.owner_key order by d.bytes
  $$,
  $$
    select f.workflow, true from fixture as f
    union all values ('00000000-0000-0000-0000-000000000000'::uuid, true)
  $$,
  'to where it is limited'
);
select results_eq('select * from pg_temp.stored', 'select * from total', 'which is the same');
select private.fold_stored(1000);
select results_eq('select * from pg_temp.stored', 'select * from total', 'also when it is added');
select is_empty(
  'select 1 from private.stored_deltas as d join fixture as f on f.owner = d.owner_key',
  'to the counters'
);

insert into private.quotas (user_id, name, most)
select f.other, 'executions_per_day', 100 from fixture as f;
select pg_temp.run(f.other, f.workflow, 500) from fixture as f;
select results_eq(
  $$
    select d.stored_bytes from private.execution_deltas as d
    join fixture as f on f.other = d.owner_key
  $$,
  array[null::integer], 'of whose bytes are not limited nothing is noted'
);
select private.fold_rollups();
select is_empty(
  $$ select 1 from private.stored_deltas as d join fixture as f on f.other = d.owner_key $$,
  'nor passed on'
);

select * from finish();
rollback;
