-- A round of a stream has what arrived after a chunk, in order of arrival, 1 MiB of it and one
-- chunk at least, and tells whether more is stored and whether the run has ended.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

select set_config('t.run', tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
)::text, true);
select tests.record_batch('s', b.sequence, b.given::jsonb)
from (
  values
    (4, '{}'), (2, '{"tab": "other"}'), (0, '{"bytes": 600000, "stored_bytes": 600000}'),
    (1, '{"bytes": 500000, "stored_bytes": 500000}'),
    (2, '{"bytes": 2000000, "stored_bytes": 2000000}'), (3, '{}')
) as b (sequence, given);

create function pg_temp.round(after integer)
returns text
language sql
as $$
  select concat_ws(
    ' ', nullif(concat_ws(
      ', ', variadic array(select c.tab || ' ' || c.sequence from unnest(v.chunks) as c)
    ), ''),
    case when v.more then 'more' end, case when v.ended then 'ended' end
  )
  from public.visual_stream('s', "round".after) as v
$$;

select tests.act_as_service();
select is(pg_temp.round(0), 'main 4, other 2, main 0 more', 'from the beginning, up to 1 MiB');
select is(pg_temp.round(null), 'main 4, other 2, main 0 more', 'null is the beginning');
select is(pg_temp.round(3), 'main 1 more', 'what does not fit is left for the next round');
select is(pg_temp.round(4), 'main 2 more', 'one that is larger alone comes alone');
select is(pg_temp.round(5), 'main 3', 'the last one');
select is(pg_temp.round(6), '', 'nothing more');
select is(pg_temp.round(99), '', 'nor after what will come one day');
select results_eq(
  $$
    select c.arrival, c.bytes, decode(c.content, 'base64')
    from public.visual_stream('s') as v
    cross join unnest(v.chunks) as c
  $$,
  $$
    values
      (1, 1000, tests.gzip(1000)), (2, 1000, tests.gzip(1000)),
      (3, 600000, tests.gzip(600000, 600000))
  $$,
  'chunks come as they were uploaded'
);
select tests.act_as_owner();
select public.update_execution(
  execution_id => current_setting('t.run')::uuid, status => 'failed'
);
select tests.act_as_service();
select is(pg_temp.round(4), 'main 2 more ended', 'the run has ended, and more is stored');
select is(pg_temp.round(6), 'ended', 'and nothing is');
select tests.act_as_owner();
select tests.record_batch('s', 5);
select tests.act_as_service();
select is(pg_temp.round(6), 'main 5 ended', 'what comes late comes too');
select tests.act_as_owner();
delete from public.visual_chunks as c where c.execution_id = current_setting('t.run')::uuid;
select tests.act_as_service();
select is(pg_temp.round(0), 'ended', 'what retention has removed is not waited for');

select * from finish();
rollback;
