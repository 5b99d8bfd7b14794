-- A batch has at most 4, 8 or 16 MiB and a session 64, 256 or 1024 MiB in low, standard and high
-- quality, uncompressed; what is refused leaves no trace.
begin;
create extension if not exists pgtap with schema extensions;
select plan(14);

select set_config('t.public', tests.create_workflow(null)::text, true);
select tests.create_execution(
  tests.create_user(), current_setting('t.public')::uuid,
  jsonb_build_object(
    'visual_streaming_enabled', true, 'session_id', q.quality, 'visual_quality', q.quality
  )
)
from unnest(array['low', 'standard', 'high']) as q (quality);
prepare record as
  select (tests.record_batch($1, $2, jsonb_build_object('bytes', $3::bigint))).stored;

select throws_ok(
  format('execute record (%L, 0, %s)', q.quality, q.mib * 1048576 + 1), 'PT413',
  'payload_too_large', q.quality || ': a byte too many'
)
from (values ('low', 4), ('standard', 8), ('high', 16)) as q (quality, mib);
select results_eq(
  format('execute record (%L, 0, %s)', q.quality, q.mib * 1048576), array[true],
  q.quality || ': as many as may be'
)
from (values ('low', 4), ('standard', 8), ('high', 16)) as q (quality, mib);
update public.visual_recordings as r
set bytes = q.mib * 1048576 - 1000
from (values ('low', 64), ('standard', 256), ('high', 1024)) as q (quality, mib)
where r.session_id = q.quality;
select throws_ok(
  format('execute record (%L, 1, 1001)', q.quality), 'PT413', 'payload_too_large',
  q.quality || ': a session too large by a byte'
)
from unnest(array['low', 'standard', 'high']) as q (quality);
select results_eq(
  format('execute record (%L, 1, 1000)', q.quality), array[true], q.quality || ': the last ones'
)
from unnest(array['low', 'standard', 'high']) as q (quality);
select is(
  (select count(*) from public.visual_chunks), 6::bigint, 'what was refused is not stored'
);
update public.visual_recordings set tabs = 1000, bytes = 0 where session_id = 'low';
select throws_ok(
  $$ select tests.record_batch('low', 0, '{"tab": "one-more"}') $$, 'PT413', 'payload_too_large',
  'nor a thousand and one tabs'
);

select * from finish();
rollback;
