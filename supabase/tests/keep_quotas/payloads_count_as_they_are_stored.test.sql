-- A result that is stored compressed, outside of its row, counts when its run ends as upkeep will
-- find it, in a session that never counted one before.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as w;
create temp table payload as
select jsonb_build_object('a', string_agg(md5(i::text) || repeat('a', 100), '')) as result
from generate_series(1, 4000) as i;
grant select on fixture, payload to public;
insert into private.quotas (user_id, name, most)
select f.owner, 'stored_bytes', 1000000000 from fixture as f;

select tests.act_as(f.owner) from fixture as f;
create temp table made as
select (public.create_execution(workflow_id => f.w)).execution_id from fixture as f;
grant select on made to public;
select is(
  (public.update_execution(m.execution_id, 'completed', p.result)).status, 'completed',
  'a run ends with half a megabyte'
)
from made as m, payload as p;

select tests.act_as_owner();
select is(
  (
    select sum(c.stored_bytes)::integer
    from private.quota_counters as c, fixture as f
    where c.owner_key = f.owner
  ),
  (
    select
      (
        pg_column_size(e.result)
        + private.stored_row_bytes(e.inputs, e.error, e.metadata, e.tags)
      )::integer
    from public.workflow_executions as e
    join made as m using (execution_id)
  ),
  'of which what is stored is counted, with its row'
);

select * from finish();
rollback;
