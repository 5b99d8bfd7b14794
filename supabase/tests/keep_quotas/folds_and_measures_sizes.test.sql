-- Upkeep folds changes of stored bytes, and measures accounts whose limit is new, with what they
-- stored before, or whose last measurement is a day old.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
select pg_advisory_xact_lock(hashtextextended('runtrail: rollups', 0));
create function pg_temp.stored() returns bigint language sql as $$
  select private.stored_now(f.owner, f.workflow) from fixture as f
$$;
create function pg_temp.real_size() returns bigint language sql as $$
  select sum(
    private.stored_row_bytes(e.inputs, e.error, e.metadata, e.tags)
    + private.stored_bytes(e.result, e.logs, t.bytes) + coalesce(r.stored_bytes, 0)
  )::bigint
  from fixture as f
  join public.workflow_executions as e on e.user_id = f.owner
  left join private.execution_event_totals as t using (execution_id)
  left join public.visual_recordings as r using (execution_id)
$$;

select tests.create_execution(f.owner, f.workflow, '{"inputs": {"a": "before"}}') from fixture as f;
insert into private.quotas (user_id, name, most)
select f.owner, 'stored_bytes', 1000000 from fixture as f;
select tests.create_execution(f.owner, f.workflow, jsonb_build_object(
  'visual_streaming_enabled', true, 'session_id', 'one', 'inputs',
  jsonb_build_object('a', repeat('x', 9000))
)) from fixture as f;
select tests.record_batch('one', 0);
select ok(
  pg_temp.stored() between 250 and pg_temp.real_size() - 200, 'what is new is counted at once'
);
select private.keep_quotas(1000);
select is(pg_temp.stored(), pg_temp.real_size(), 'what was there is measured');
select is_empty('select 1 from private.stored_deltas', 'nothing waits');

insert into private.stored_deltas (owner_key, workflow_id, bytes)
select f.owner, f.workflow, 1 from fixture as f;
select private.keep_quotas(1000);
select is(pg_temp.stored(), pg_temp.real_size() + 1, 'a change is folded');
update private.stored_totals set measured_at = now() - interval '25 hours';
select private.keep_quotas(1000);
select is(pg_temp.stored(), pg_temp.real_size(), 'measured again after a day');
delete from private.quotas;
update private.stored_totals set measured_at = null;
select private.keep_quotas(1000);
select is_empty('select 1 from private.stored_totals', 'and forgotten when nothing limits it');

select * from finish();
rollback;
