-- A deleted execution takes its recording along, and what that took is recorded. A call deletes as
-- many as their chunks allow, at least one, and the rest is there for the next.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
  jsonb_build_object(
    'visual_streaming_enabled', true, 'session_id', s.name,
    'created_at', now() - (10 - s.place) * interval '1 hour'
  )
)
from unnest(array['a', 'b', 'c', 'd', 'e']) with ordinality as s (name, place);
select tests.record_batch(s.name, 0, '{"stored_bytes": 1000}')
from unnest(array['a', 'b', 'c', 'd', 'e']) as s (name);
update public.workflow_executions set status = 'completed';
update public.visual_recordings set chunks = 9999 where session_id = 'c';
update public.visual_recordings set stored_bytes = 268435456 where session_id = 'd';

create function pg_temp.deleted(ids boolean, cursor text default null)
returns text
language sql
as $$
  select concat(
    d.deleted_executions, ' deleted, ', d.remaining_executions, ' remain, done: ', d.done,
    case when d.next_cursor is not null then ', with a cursor' end
  )
  from public.delete_executions(
    execution_ids => case when deleted.ids then array(
      select e.execution_id from public.workflow_executions as e order by e.created_at
    ) end,
    delete_all => not deleted.ids
  ) as d
$$;
grant execute on all functions in schema pg_temp to authenticated;
select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.deleted(false), '2 deleted, 3 remain, done: f', 'the third is out of reach');
select is(pg_temp.deleted(true), '1 deleted, 2 remain, done: f', 'the fourth is, by size');
select is(pg_temp.deleted(true), '1 deleted, 1 remain, done: f', 'one is always in reach');
select is(pg_temp.deleted(false), '1 deleted, 0 remain, done: t', 'the rest');
select tests.act_as_owner();
select is_empty('select 1 from public.visual_recordings', 'no recording is left');
select is_empty('select 1 from public.visual_chunks', 'nor a chunk');
select is_empty('select 1 from private.visual_tabs', 'nor what was known of tabs');
select is((select sum(p.executions) from public.purges as p), 5::bigint, 'five were purged');
select cmp_ok(
  (select sum(p.bytes) from public.purges as p), '>', 268435456::numeric + 4000,
  'with what their recordings took'
);

select * from finish();
rollback;
