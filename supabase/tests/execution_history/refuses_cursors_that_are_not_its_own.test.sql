-- A cursor that no answer gave, that was changed, or that belongs to another sort: 400
-- invalid_cursor. A cursor never shows another user's rows.
begin;
create extension if not exists pgtap with schema extensions;
select plan(24);

create temp table fixture as
select
  u.owner, tests.create_user() as stranger, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
do $$
begin
  perform tests.create_execution(f.owner, f.workflow) from fixture as f, generate_series(1, 3);
end
$$;

create function pg_temp.encoded(content text)
returns text
language sql
as $$
  select translate(encode(convert_to(encoded.content, 'UTF8'), 'base64'), E'+/=\n', '-_')
$$;

select tests.act_as(f.owner) from fixture as f;
create temp table given as
select h.next_cursor as cursor from public.execution_history(page_size => 1) as h;
grant select on given to public;

select lives_ok(
  format('select public.execution_history(cursor => %L)', g.cursor),
  'as it was given it is accepted'
) from given as g;
select lives_ok(
  format('select public.execution_history(cursor => %L, sort => ''created_at.desc'')', g.cursor),
  'also with the sort it belongs to'
) from given as g;
select throws_ok(
  format('select public.execution_history(cursor => %L)', c.cursor), 'PT400', 'invalid_cursor',
  c.kind
)
from (
  values
    ('empty', ''),
    ('no base64', 'not a cursor!'),
    ('base64 of no UTF-8', 'gICA'),
    ('base64 of no JSON', pg_temp.encoded('hello')),
    ('JSON null', pg_temp.encoded('null')),
    ('a JSON text', pg_temp.encoded('"created_at.desc"')),
    ('an object', pg_temp.encoded('{"sort": "created_at.desc"}')),
    ('an empty list', pg_temp.encoded('[]')),
    ('a key missing', pg_temp.encoded('["created_at.desc", false, "2026-01-01T00:00:00Z"]')),
    ('a null key', pg_temp.encoded(
      '["created_at.desc", false, null, "00000000-0000-7000-8000-000000000001"]')),
    ('a time that is none', pg_temp.encoded(
      '["created_at.desc", false, "yesterdayish", "00000000-0000-7000-8000-000000000001"]')),
    ('a time out of range', pg_temp.encoded(
      '["created_at.desc", false, "999999-01-01", "00000000-0000-7000-8000-000000000001"]')),
    ('a number that is none', pg_temp.encoded(
      '["execution_time_seconds.asc", false, "1;", "00000000-0000-7000-8000-000000000001"]')),
    ('an id that is none', pg_temp.encoded(
      '["created_at.desc", false, "2026-01-01T00:00:00Z", "1"]')),
    ('a direction that is none', pg_temp.encoded(
      '["created_at.desc", 7.5, "2026-01-01T00:00:00Z", "00000000-0000-7000-8000-000000000001"]')),
    ('an unknown sort by time', pg_temp.encoded(
      '["created_at.x", false, "2026-01-01T00:00:00Z", "00000000-0000-7000-8000-000000000001"]')),
    ('an unknown sort by number', pg_temp.encoded(
      '["error.desc", false, "1", "00000000-0000-7000-8000-000000000001"]')),
    ('deeper than anything', pg_temp.encoded(repeat('[', 100000))),
    ('NUL', pg_temp.encoded('["created_at.desc", false, "\u0000", "\u0000"]'))
) as c (kind, cursor);
select throws_ok(
  format('select public.execution_history(cursor => %L)', left(g.cursor, -7)),
  'PT400', 'invalid_cursor', 'cut off'
) from given as g;
select throws_ok(
  format('select public.execution_history(cursor => %L, sort => ''created_at.asc'')', g.cursor),
  'PT400', 'invalid_cursor', 'of another sort'
) from given as g;

select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select is_empty(
  format(
    'select r from public.execution_history(cursor => %L) as h, '
    'jsonb_array_elements(h.executions) as r '
    'where (r ->> ''user_id'')::uuid = (select f.owner from fixture as f)',
    g.cursor
  ),
  'in a stranger''s hands it shows nothing of its owner'
) from given as g;

select * from finish();
rollback;
