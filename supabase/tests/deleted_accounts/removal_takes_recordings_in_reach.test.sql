-- Recordings of a deleted account go with its executions, as many in a call as their chunks allow.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
select tests.create_execution(
  f.owner, f.workflow,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', s.name)
)
from fixture as f, unnest(array['a', 'b', 'c']) as s (name);
select tests.record_batch(s.name, 0) from unnest(array['a', 'b', 'c']) as s (name);
update public.visual_recordings set chunks = 9999;
delete from private.deleted_accounts;
delete from auth.users as u using fixture as f where u.id = f.owner;

select is(private.remove_deleted_accounts(100), 1::bigint, 'one: two have too many chunks')
from generate_series(1, 3);
select is(
  (select count(*) from public.visual_chunks) + (select count(*) from public.visual_recordings)
    + (select count(*) from private.visual_tabs),
  0::bigint, 'nothing of them is left'
);
select is_empty('select 1 from public.purges', 'and nothing tells that they were there');

select * from finish();
rollback;
