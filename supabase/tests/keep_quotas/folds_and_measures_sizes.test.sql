-- Upkeep folds changes of stored bytes, and measures accounts whose limit is new, with what they
-- stored before, or whose last measurement is a day old.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
-- Waits where upkeep itself would leave the work to whoever holds the lock, the scheduler say.
select pg_advisory_xact_lock(hashtextextended('runtrail: quotas', 0));
create function pg_temp.stored() returns bigint language sql as $$
  select private.stored_now(f.owner, '00000000-0000-0000-0000-000000000000') from fixture as f
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
select ok(pg_temp.stored() > 9000, 'what is new is counted at once, as it came');
select private.keep_quotas(1000);
select is(pg_temp.stored(), pg_temp.real_size(), 'what was there is measured');
select isnt_empty('select 1 from private.stored_deltas', 'the difference waits');
select private.keep_quotas(1000);
select is_empty('select 1 from private.stored_deltas', 'and is folded');
select is(pg_temp.stored(), pg_temp.real_size(), 'into the same');

insert into private.stored_deltas (owner_key, workflow_id, bytes)
select f.owner, '00000000-0000-0000-0000-000000000000', 1 from fixture as f;
update private.stored_measures set measured_at = now() - interval '25 hours';
select private.keep_quotas(1000);
select is(pg_temp.stored(), pg_temp.real_size(), 'measured again after a day');

select * from finish();
rollback;
