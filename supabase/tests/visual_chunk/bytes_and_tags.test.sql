-- A chunk's bytes are those uploaded, several of them in order; the tag changes when one comes that
-- was missing, and whoever names it is sent no bytes.
begin;
create extension if not exists pgtap with schema extensions;
select plan(16);

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "s"}'
);
select tests.record_batch('s', n, jsonb_build_object('events', n + 1))
from unnest(array[3, 0, 1]) as n;
create function pg_temp.bytes(sequence integer, through integer default null)
returns bytea
language sql
as $$
  select decode(v.content, 'base64')
  from public.visual_chunk('s', 'main', bytes.sequence, bytes.through) as v
$$;
create function pg_temp.content(sequence integer)
returns bytea
language sql
as $$ select tests.gzip(100 * (content.sequence + 1)) $$;

select tests.act_as_service();
select is(pg_temp.bytes(1), pg_temp.content(1), 'one chunk');
select is(pg_temp.bytes(0, 1), pg_temp.content(0) || pg_temp.content(1), 'several, in order');
select is(
  pg_temp.bytes(0, 9), pg_temp.content(0) || pg_temp.content(1) || pg_temp.content(3),
  'what is not stored is left out'
);
select ok(
  (select v.content !~ '\s' from public.visual_chunk('s', 'main', 0, 3) as v),
  'the base64 is one line'
);
select is(
  (select row(v.chunks, v.complete)::text from public.visual_chunk('s', 'main', 0, 1) as v),
  '(2,t)', 'complete: all that were asked for'
);
select is(
  (select row(v.chunks, v.complete)::text from public.visual_chunk('s', 'main', 0, 3) as v),
  '(3,f)', 'not complete: one is missing'
);
select throws_ok(
  c.call, 'PT404', 'visual_chunk_not_found', c.call
)
from (
  values
    ('select public.visual_chunk(''s'', ''main'', 2)'),
    ('select public.visual_chunk(''s'', ''main'', 4, 9)'),
    ('select public.visual_chunk(''s'', ''other'', 0)')
) as c (call);

select set_config('t.tag', v.etag, true) from public.visual_chunk('s', 'main', 0, 3) as v;
select ok(current_setting('t.tag') ~ '^"[0-9a-f]{32}"$', 'a tag is a quoted word');
select is(
  (
    select row(v.etag, v.content)::text
    from public.visual_chunk(
      's', 'main', 0, 3, if_none_match => format(h.has, current_setting('t.tag'))
    ) as v
  ),
  row(current_setting('t.tag'), null::text)::text, 'not sent to who has ' || h.has
)
from unnest(array['%s', 'W/%s', '"other", %s', '%s,"other"']) as h (has);
select isnt(
  (
    select v.content
    from public.visual_chunk('s', 'main', 0, 1, if_none_match => current_setting('t.tag')) as v
  ),
  null, 'sent to who has others'
);
select tests.act_as_owner();
select tests.record_batch('s', 2);
select tests.act_as_service();
select isnt(
  (select v.etag from public.visual_chunk('s', 'main', 0, 3) as v), current_setting('t.tag'),
  'another tag when the missing one has come'
);

select * from finish();
rollback;
