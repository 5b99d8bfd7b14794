-- What there is no export of is 400 invalid_parameter, and what is no position in one 400
-- invalid_cursor.
begin;
create extension if not exists pgtap with schema extensions;
select plan(18);

select tests.act_as(tests.create_user());
select throws_ok(
  format('select public.export_executions(%s)', c.arguments), 'PT400', 'invalid_parameter',
  c.arguments
)
from (
  values
    ('sort => ''execution_time_seconds.desc'''), ('sort => ''created_at'''),
    ('format => ''xml'''), ('format => ''CSV'''),
    ('include => ''{payloads}'''), ('include => ''{logs,null}'''),
    ('include => ''{{logs},{events}}'''),
    ('status_filter => ''{done}'''), ('min_seconds => -1'), ('metadata => ''[]''')
) as c (arguments);
select throws_ok(
  format('select public.export_executions(after => %L)', c.place), 'PT400', 'invalid_cursor',
  coalesce(nullif(c.place, ''), 'empty')
)
from (
  values
    (''), ('10:20:'), ('10:20:,2026-01-01T00:00:00Z'),
    ('20:10:,2026-01-01T00:00:00Z,0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03'),
    ('10:20:,yesterdayish,0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03'),
    ('10:20:,2026-01-01T00:00:00Z,0198c1f1'),
    ('10:20:,2026-01-01T00:00:00Z,0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03,1'),
    ('WyJjcmVhdGVkX2F0LmRlc2MiLCBmYWxzZV0')
) as c (place);

select * from finish();
rollback;
