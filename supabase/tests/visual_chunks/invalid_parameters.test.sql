-- What cannot be meant is refused: no session, a span that ends before it begins, a negative
-- number.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
);
select tests.act_as_service();
select throws_ok(c.call, 'PT400', 'invalid_parameter', c.call)
from (
  values
    ('select public.visual_chunks(null)'), ('select public.visual_stream(null)'),
    ('select public.visual_chunk(null, ''main'', 0)'),
    ('select public.visual_chunks(''s'', "from" => ''2026-01-02Z'', "to" => ''2026-01-01Z'')'),
    ('select public.visual_chunks(''s'', "from" => ''2026-01-02Z'', "to" => ''2026-01-02Z'')'),
    ('select public.visual_chunks(''s'', after => -1)'),
    ('select public.visual_stream(''s'', after => -1)'),
    ('select public.visual_chunk(''s'', null, 0)'),
    ('select public.visual_chunk(''s'', ''main'', null)'),
    ('select public.visual_chunk(''s'', ''main'', 2, 1)')
) as c (call);

select * from finish();
rollback;
