-- One answer has at most 32 MiB of chunks: 413 payload_too_large, before any of them is read.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_config('t.run', tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "visual_quality": "high", "session_id": "s"}'
)::text, true);
select tests.record_batch('s', n, '{"bytes": 16777216, "stored_bytes": 16777216}')
from generate_series(0, 1) as n;
select tests.record_batch('s', 2);

select tests.act_as_service();
select is(
  (
    select octet_length(decode(v.content, 'base64'))
    from public.visual_chunk('s', 'main', 0, 1) as v
  ),
  33554432, '32 MiB'
);
select throws_ok(
  'select public.visual_chunk(''s'', ''main'', 0, 2)', 'PT413', 'payload_too_large',
  'a few bytes more'
);
select is(
  (select v.chunks from public.visual_chunk('s', 'main', 1, 2) as v), 2, 'fewer of them'
);

select * from finish();
rollback;
